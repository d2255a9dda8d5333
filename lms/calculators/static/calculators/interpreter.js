/**
 * Computes a declared calculator in the browser: the twin of `computing.py`, field for field.
 * `compute(document, values)`: `document` is what the server prints into the page; `values` holds what the
 * person entered (number, option, or null for an empty field); what is missing counts with its example.
 */

import { Failure, evaluateTree } from "./formula.js";

export { Failure, evaluateTree };

const MOVE = 0.1;

/**
 * @returns {{values: Object, mine: string[], yours: number, matters: number, problems: Object<string, string>,
 *   warnings: Object<string, string>, outputs: Object<string, number|string|null>, series: Object, table: Object[],
 *   notes: string[], moves: {name: string, low: number|null, high: number|null, swing: number}[]}}
 *   an output that is text is an error code; null is "not defined for these numbers"
 */
export function compute(document, values) {
  const used = {};
  const mine = [];
  const problems = {};
  const warnings = {};
  for (const input of document.inputs) {
    const entered = Object.hasOwn(values, input.name) ? values[input.name] : undefined;
    const own = entered !== undefined && (entered !== null || input.optional);
    used[input.name] = own ? entered : input.example;
    if (own && entered !== null) mine.push(input.name);
    const problem = problemWith(input, used[input.name]);
    if (problem) problems[input.name] = problem;
    const warning = problem ? null : warningAbout(input, used[input.name]);
    if (warning) warnings[input.name] = warning;
  }
  const mattering = document.inputs.filter((input) => input.matters).map((input) => input.name);
  const results = {
    values: used,
    mine,
    yours: mattering.filter((name) => mine.includes(name)).length,
    matters: mattering.length,
    problems,
    warnings,
  };
  const known = Object.keys(problems).length ? null : { ...used };
  return { ...results, ...answers(document, known), moves: known ? moves(document, used) : [] };
}

function answers(document, known) {
  const answer = (each) => {
    const value = known ? evaluateTree(each.tree, known) : new Failure("INVALID_INPUT");
    if (known) known[each.name] = value;
    return [each.name, shown(value)];
  };
  const outputs = Object.fromEntries(document.outputs.map(answer));
  const series = Object.fromEntries(document.series.map(answer));
  return {
    outputs,
    series,
    table: known && document.chart ? table(document, series, known) : [],
    notes: known ? document.notes.filter((note) => evaluateTree(note.tree, known) === true).map((note) => note.name) : [],
  };
}

function shown(value) {
  return value instanceof Failure ? value.code : value;
}

function problemWith(input, value) {
  if (value === null) return input.optional ? null : "NOT_A_NUMBER";
  if (input.unit === "choice") return input.choices.some((choice) => choice.value === value) ? null : "NOT_A_CHOICE";
  if (typeof value !== "number" || !Number.isFinite(value)) return "NOT_A_NUMBER";
  if (input.minimum !== null && value < input.minimum) return "BELOW_MINIMUM";
  if (input.maximum !== null && value > input.maximum) return "ABOVE_MAXIMUM";
  if (Math.abs(value) > 1e15) return "TOO_LARGE";
  return input.whole && !Number.isInteger(value) ? "NOT_WHOLE" : null;
}

function warningAbout(input, value) {
  if (typeof value !== "number") return null;
  if (input.soft_minimum !== null && value < input.soft_minimum) return "BELOW_USUAL";
  return input.soft_maximum !== null && value > input.soft_maximum ? "ABOVE_USUAL" : null;
}

function table(document, series, known) {
  if (document.chart.rows.length) {
    return document.chart.rows.map((row) => ({
      row: row.name,
      ...Object.fromEntries(row.fields.map((field) => [field.name, shown(evaluateTree(field.tree, known))])),
    }));
  }
  const columns = Object.entries(series);
  const length = columns.every(([, each]) => Array.isArray(each)) ? Math.min(...columns.map(([, each]) => each.length)) : 0;
  return Array.from({ length }, (_, at) => Object.fromEntries(columns.map(([name, each]) => [name, each[at]])));
}

function moves(document, used) {
  const found = [];
  for (const input of document.inputs) {
    const value = used[input.name];
    if (!input.matters || typeof value !== "number") continue;
    const [low, high] = [1 - MOVE, 1 + MOVE].map((factor) => headline(document, used, input, value * factor));
    const swing = typeof low === "number" && typeof high === "number" ? Math.abs(high - low) : 0;
    found.push({ name: input.name, low, high, swing });
  }
  return found.sort((a, b) => b.swing - a.swing || (a.name < b.name ? -1 : 1));
}

function headline(document, used, input, value) {
  const least = input.minimum === null ? value : Math.max(value, input.minimum);
  const known = { ...used, [input.name]: input.maximum === null ? least : Math.min(least, input.maximum) };
  let result = null;
  for (const output of document.outputs) {
    if (!document.chain.includes(output.name)) continue;
    result = known[output.name] = evaluateTree(output.tree, known);
  }
  return typeof result === "number" ? result : null;
}
