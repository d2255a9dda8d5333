/**
 * A picture of a comparison: `<figure data-behaviour="compare-chart">` with `<script type="application/json" data-picture>`
 * of {document: {chart}, language, currency, data} and `[data-plot]`; its table twin stands beside it.
 */

import { Chart } from "./chart.js";

/** @param {HTMLElement} figure */
export default function compareChart(figure) {
  const page = JSON.parse(figure.querySelector("[data-picture]").textContent);
  new Chart(figure.querySelector("[data-plot]"), page).show(page.data); // not waited for: it is drawn when it comes near the window
}
