/**
 * Puts the results of a run into their place and draws its pictures. A picture that was there before is kept and given
 * its new rows, so that nothing flickers: `[data-picture="name"]`, followed by its page as JSON.
 */

import { Chart } from "./chart.js";

const drawn = new WeakMap(); // the place of the results → its charts by name

/** @param {HTMLElement} place @param {string} [html] what the server wrote; without it, what stands there already is drawn */
export function showFound(place, html) {
  const charts = drawn.get(place) ?? new Map();
  drawn.set(place, charts);
  if (html !== undefined) {
    const open = [...place.querySelectorAll("details")].map((each) => each.open);
    place.innerHTML = html;
    place.querySelectorAll("details").forEach((each, at) => (each.open = open[at] ?? false));
  }
  for (const plot of place.querySelectorAll("[data-picture]")) draw(plot, charts);
}

function draw(plot, charts) {
  const page = JSON.parse(plot.nextElementSibling.textContent);
  const name = plot.dataset.picture;
  const key = `${name}${JSON.stringify(page.document.chart.spec)}`;
  const before = charts.get(name);
  if (before?.key === key) {
    before.chart.plot.setAttribute("aria-label", plot.getAttribute("aria-label"));
    plot.replaceWith(before.chart.plot);
  } else {
    charts.set(name, { key, chart: new Chart(plot, page) });
  }
  charts.get(name).chart.show(page.table);
}
