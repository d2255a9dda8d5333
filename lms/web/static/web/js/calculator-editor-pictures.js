/**
 * Pictures of tools drawn with their examples: in `[data-behaviour="calculator-editor-pictures"]` each `[data-picture]`
 * holds `<script type="application/json">` with {document: {chart, words}, language, currency, rows}. One is drawn when
 * it comes near the window.
 */

import { Chart } from "./chart.js";

/** @param {HTMLElement} place */
export default function pictures(place) {
  for (const plot of place.querySelectorAll("[data-picture]")) {
    const page = JSON.parse(plot.querySelector("script").textContent);
    plot.replaceChildren();
    new Chart(plot, page).show(page.rows);
  }
}
