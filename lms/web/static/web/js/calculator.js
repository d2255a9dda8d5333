/**
 * A declared calculator on a page: sliders and number boxes in, results out, own numbers saved privately.
 *
 * `<section class="tool" data-behaviour="calculator" data-context="calculator:<uuid>">` holds
 * `<script type="application/json" data-calculator>` with {document (one language), language, currency,
 * values {name: own value}, facts {name: what the fact book has for it}, revisions {name: number}, messages {CODE: sentence}, fields {CODE: sentence},
 * texts {example, yours, mine: "{yours} of {matters} numbers are yours"}}, and for each input
 * `<div class="slide" data-input="name">` with `.box` (text or select), maybe a range, `[data-from]`, `.error`, `.caution`.
 * What is shown, and where: calculator-view.js. Tables, `<section class="grid" data-table="name">`: grid.js; those that are a
 * way are drawn above them, `<section data-curve="name">`: journey-map.js.
 */

import { compute } from "../../calculators/interpreter.js";
import { problemWith } from "../../calculators/judging.js";
import { formatInput, parseNumber } from "../../calculators/numerals.js";
import { save } from "./answers.js";
import { CalculatorView } from "./calculator-view.js";
import { choose } from "./conflict.js";

const RESTS = 150; // milliseconds without a move until what need not follow each move is drawn too

/** @param {HTMLElement} section @returns {Promise<void>} once its tables listen too */
export default async function calculator(section) {
  const page = JSON.parse(section.querySelector("[data-calculator]").textContent);
  const view = new CalculatorView(section, page);
  const own = { ...page.values };
  const { context } = section.dataset;
  const grids = new Map();
  let marks = null;
  let drawn = false; // for the frame to come
  let moved = false; // since then
  let resting = 0;

  const facts = page.facts ?? {};
  const given = () => ({ ...facts, ...own });
  const shown = ({ name, example }) => (name in own ? own[name] : name in facts ? facts[name] : example);
  const written = (input, value) => (value === null ? "" : typeof value === "string" ? value : formatInput(value, input.unit, page.language, page.currency));

  const draw = (finished, moving = false) => {
    clearTimeout(resting);
    moved = false;
    const results = compute(page.document, given(), { moves: !moving });
    if (finished || Object.keys(results.problems).length === 0) view.show(results, !moving);
    return results;
  };

  /** Draw now, while a number moves: once in a frame, the last of its moves; the rest once it rests. */
  const follow = () => {
    if (drawn) return (moved = true);
    drawn = true;
    draw(false, true);
    resting = setTimeout(() => draw(false), RESTS);
    requestAnimationFrame(() => {
      drawn = false;
      if (moved) follow();
    });
  };

  const trial = context === "trial"; // a draft: nothing is kept
  const keep = (input, value) => {
    if (trial) return;
    const base = page.revisions?.[input.name] ?? 0;
    if (!problemWith(input, shown(input))) save({ context, block: "inputs", item: input.name, base, value, keep: false });
  };

  const mark = (input) => {
    view.mark(input, input.name in own && own[input.name] !== null);
    marks?.mark(input, own[input.name]);
  };

  const set = (input, value) => {
    if (value === undefined) delete own[input.name];
    else own[input.name] = value;
    mark(input);
    follow();
    keep(input, value ?? null);
  };

  for (const input of page.document.inputs) {
    const row = section.querySelector(`[data-input="${CSS.escape(input.name)}"]`);
    if (row) bind(input, row);
  }

  function bind(input, row) {
    const box = row.querySelector(".box");
    const range = row.querySelector('[type="range"]');
    const place = (value = shown(input)) => range && view.place(range, input, value);

    const type = () => {
      const read = readBox(input, box, page.language);
      if (read.problem) return read.problem;
      set(input, read.value);
      place();
      return null;
    };

    box.addEventListener("input", type);
    box.addEventListener("change", () => {
      const problem = type();
      if (problem) return view.explain(input, problem);
      const found = draw(true).problems[input.name];
      if (!found && box.tagName !== "SELECT") box.value = written(input, shown(input));
    });
    range?.addEventListener("input", () => {
      const value = Number(Number(range.value).toPrecision(12));
      box.value = written(input, value);
      place(value);
      set(input, value);
    });
    range?.addEventListener("change", () => draw(true));
    place();
    if (box.tagName === "INPUT" && box.value !== box.defaultValue) box.dispatchEvent(new Event("change")); // typed before this script listened
  }

  const inputOf = (name) => page.document.inputs.find((input) => input.name === name);
  document.addEventListener("answers:refused", ({ detail }) => {
    if (detail.context !== context) return;
    view.say(inputOf(detail.item), detail.reason);
    grids.get(detail.item)?.refused(detail.reason);
  });
  document.addEventListener("answers:conflict", async ({ detail }) => {
    if (detail.context === context) grids.get(detail.item)?.conflict(detail);
    const input = detail.context === context && inputOf(detail.item);
    if (!input) return;
    const row = section.querySelector(`[data-input="${CSS.escape(input.name)}"]`);
    const other = detail.current.value ?? undefined;
    if (!(await choose(row, written(input, other ?? input.example)))) return set(input, detail.mine ?? undefined);
    if (other === undefined) delete own[input.name];
    else own[input.name] = other;
    row.querySelector(".box").value = written(input, shown(input));
    mark(input);
    draw(true);
  });

  section.querySelector(".tool-form").addEventListener("submit", (event) => event.preventDefault());
  for (const button of section.querySelectorAll("[data-without-script]")) button.hidden = true;
  if (page.document.inputs.some(({ fact }) => fact)) await factMarks();
  if (page.document.tables) await tables();
  draw(true);

  async function factMarks() {
    const { FactMarks } = await import("./calculator-facts.js");
    marks = new FactMarks(section, page, (input) => {
      const row = section.querySelector(`[data-input="${CSS.escape(input.name)}"]`);
      const range = row.querySelector('[type="range"]');
      set(input, undefined);
      row.querySelector(".box").value = written(input, shown(input));
      if (range) view.place(range, input, shown(input));
      row.querySelector(".box").focus();
      draw(true);
    });
    for (const input of page.document.inputs) marks.mark(input, own[input.name]);
  }

  async function tables() {
    const [{ Grid }, { GridResults }] = await Promise.all([import("./grid.js"), import("./grid-results.js")]);
    view.tables = new GridResults(section, page);
    for (const table of page.document.tables) bindTable(Grid, table);
    const ways = page.document.tables.filter(({ name, curve }) => curve && grids.has(name));
    if (ways.length) await drawWays(ways);
  }

  async function drawWays(ways) {
    const { JourneyMap } = await import("./journey-map.js");
    for (const { name } of ways) {
      const place = section.querySelector(`[data-curve="${CSS.escape(name)}"]`);
      if (place) new JourneyMap(place, grids.get(name));
    }
  }

  function bindTable(Grid, table) {
    const place = section.querySelector(`[data-table="${CSS.escape(table.name)}"]`);
    if (place) grids.set(table.name, new Grid(place, table, page, (rows, how) => setRows(table, rows, how)));
  }

  function setRows(table, rows, { finished, keep: kept }) {
    if (rows === undefined) delete own[table.name];
    else own[table.name] = rows;
    if (kept && !trial) save({ context, block: "inputs", item: table.name, base: page.revisions?.[table.name] ?? 0, value: rows ?? null, keep: false });
    if (finished) draw(true);
    else if (kept) follow();
  }
}

/** @returns {{value?: number|string|null, problem?: string}} no value at all: back to the example */
function readBox(input, box, language) {
  if (input.unit === "choice") return { value: box.value };
  const number = parseNumber(box.value, language, input.unit);
  if (typeof number === "number") return { value: number };
  if (number.problem !== "EMPTY") return number;
  return { value: input.optional && !input.fact ? null : undefined };
}
