/**
 * A figure year by year, a line for each way it could have gone, told apart by dashes as well; and the table behind it.
 */

import { el, svg } from "./scorm-quiz-dom.js";

const [WIDTH, HEIGHT, MARGIN] = [600, 200, 10];
const COLOURS = ["var(--pine)", "var(--clay)", "var(--ink-2)", "var(--sun)"];
const DASHES = ["none", "10 6", "3 5", "14 5 3 5"];
const THICK = 3;

/**
 * @param {{name: string, years: string[], drawn: number[]}[]} lines as they are written and as they are drawn
 * @param {number} first the number of the first year
 * @returns {HTMLElement[]} the picture and its table
 */
export function picture(voice, data, lines, first) {
  const words = voice.say("year_by_year", { figure: data.labels[data.drawn] });
  const numbers = lines[0].years.map((_, at) => first + at);
  return [el("figure", { class: "chart" }, drawing(lines, words), legend(lines), el("figcaption", { class: "small quiet" }, words)), table(voice, lines, numbers, words)];
}

function drawing(lines, words) {
  const all = lines.flatMap((line) => line.drawn);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const most = Math.max(...lines.map((line) => line.drawn.length)) - 1;
  const x = (at) => MARGIN + (at / (most || 1)) * (WIDTH - 2 * MARGIN);
  const y = (value) => HEIGHT - MARGIN - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * MARGIN);
  const drawn = lines.map((line, at) => {
    const points = line.drawn.map((value, year) => `${x(year).toFixed(1)},${y(value).toFixed(1)}`);
    const dots = points.map((point) => svg("circle", { cx: point.split(",")[0], cy: point.split(",")[1], r: 4, fill: COLOURS[at] }));
    return svg("g", {}, stroke(svg("polyline", { points: points.join(" ") }), at), ...dots);
  });
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: "100%", role: "img", "aria-label": words }, ...drawn);
}

function stroke(line, at) {
  for (const [name, value] of Object.entries({ fill: "none", stroke: COLOURS[at], "stroke-width": THICK, "stroke-dasharray": DASHES[at] })) line.setAttribute(name, value);
  return line;
}

function legend(lines) {
  const keys = lines.map((line, at) => {
    const sample = svg("svg", { width: 40, height: 12, "aria-hidden": "true" }, stroke(svg("line", { x1: 0, x2: 40, y1: 6, y2: 6 }), at));
    return el("li", { class: "key" }, sample, " ", line.name);
  });
  return el("ul", { class: "legend small", role: "list" }, ...keys);
}

function table(voice, lines, numbers, words) {
  const heads = [el("td", {}, voice.say("year_head")), ...lines.map((line) => el("th", { scope: "col", class: "num" }, line.name))];
  const rows = numbers.map((number, at) => el("tr", {}, el("th", { scope: "row" }, String(number)), ...lines.map((line) => el("td", { class: "num" }, line.years[at] ?? "–"))));
  const twin = el("table", { class: "twin" }, el("caption", {}, words), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
  return el("details", { class: "more" }, el("summary", {}, voice.say("table")), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": words }, twin));
}
