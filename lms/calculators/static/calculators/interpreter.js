/**
 * Computes a declared calculator in the browser: the twin of `computing.py`, field for field.
 * `compute(document, values)`: `document` is what the server prints into the page; `values` holds what the
 * person entered (number, option, rows of a table, or null for an empty field); what is missing counts with its example.
 */

import { evaluateTree } from "./formula.js";
import { bounded, problemWith, warningAbout } from "./judging.js";
import { Failure } from "./stopping.js";
import { columnsOf, labelsOf, tableProblems, tableRows, tableWarnings } from "./tables.js";

export { Failure, evaluateTree };

const MOVE = 0.1;

/**
 * @param {{moves?: boolean}} wanted `moves: false` leaves out what each number moves, half the work: for a number in motion
 * @returns {{values: Object, mine: string[], yours: number, matters: number, problems: Object<string, string>,
 *   warnings: Object<string, string>, outputs: Object<string, number|string|null>, series: Object, table: Object[], more: Object[][],
 *   notes: string[], moves: ?{name: string, low: number|null, high: number|null, swing: number}[],
 *   tables: Object<string, Object[]>, cells: Object<string, Object[]>, cautions: Object<string, Object[]>}}
 *   an output that is text is an error code; null is "not defined for these numbers"
 */
export function compute(document, values, { moves: wanted = true } = {}) {
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
  const entered = enteredTables(document, values);
  const sound = !Object.keys(problems).length && !Object.keys(entered.cells).length;
  const known = sound ? { ...used, ...columns(document, entered.tables) } : null;
  const counted = [...document.inputs.filter((input) => input.matters), ...(document.tables ?? [])];
  const all = [...mine, ...entered.mine];
  return {
    values: used,
    mine: all,
    yours: counted.filter(({ name }) => all.includes(name)).length,
    matters: counted.length,
    problems,
    warnings,
    tables: entered.tables,
    cells: entered.cells,
    cautions: entered.cautions,
    ...answers(document, known && { ...known }, entered.tables),
    moves: wanted ? (known ? moves(document, known) : []) : null,
  };
}

/** The rows of each table, the person's own or the example's, with what is wrong and what is unusual in them. */
function enteredTables(document, values) {
  const found = { tables: {}, cells: {}, cautions: {}, mine: [] };
  for (const table of document.tables ?? []) {
    const own = Object.hasOwn(values, table.name) ? (values[table.name] ?? null) : null;
    if (own !== null) found.mine.push(table.name);
    const rows = tableRows(table, own ?? table.example);
    const problems = tableProblems(table, table.fixed && rows.length ? rows : (own ?? table.example));
    const cautions = problems.length ? [] : tableWarnings(table, rows);
    found.tables[table.name] = rows;
    if (problems.length) found.cells[table.name] = problems;
    if (cautions.length) found.cautions[table.name] = cautions;
  }
  return found;
}

function columns(document, tables) {
  return Object.assign({}, ...(document.tables ?? []).map((table) => columnsOf(table, tables[table.name])));
}

/** Every formula in the order of computing: series over tables, outputs, series over periods. */
function steps({ series, outputs }) {
  return [...series.filter(({ over }) => over), ...outputs, ...series.filter(({ over }) => !over)];
}

function answers(document, known, tables) {
  const found = {};
  for (const each of steps(document)) {
    const value = known ? valueOf(each, known, tables) : new Failure("INVALID_INPUT");
    if (known) known[each.name] = value;
    found[each.name] = shown(value);
  }
  const named = (list) => Object.fromEntries(list.map(({ name }) => [name, found[name]]));
  const series = named(document.series);
  const drawn = known && document.chart ? [document.chart, ...(document.more_charts ?? [])].map((chart) => table(chart, document, series, known, tables)) : [[]];
  return {
    outputs: named(document.outputs),
    series,
    table: drawn[0],
    more: drawn.slice(1),
    notes: known ? document.notes.filter((note) => evaluateTree(note.tree, known) === true).map((note) => note.name) : [],
  };
}

/** One formula; a series over a table must have one value per row of it. */
function valueOf(formula, known, tables) {
  const found = evaluateTree(formula.tree, known);
  const wrong = formula.over && Array.isArray(found) && found.length !== tables[formula.over].length;
  return wrong ? new Failure("OUT_OF_DOMAIN") : found;
}

function shown(value) {
  return value instanceof Failure ? value.code : value;
}

/** The rows behind a chart: its own, or the periods of the series. */
function table({ rows }, document, series, known, tables) {
  if (rows.length) return rows.flatMap((row) => chartRows(row, known, tables));
  const columns = document.series.filter(({ over }) => !over).map(({ name }) => [name, series[name]]);
  const length = columns.every(([, each]) => Array.isArray(each)) ? Math.min(...columns.map(([, each]) => each.length)) : 0;
  return Array.from({ length }, (_, at) => Object.fromEntries(columns.map(([name, each]) => [name, each[at]])));
}

/** The row of a chart; over a table, one for each row of it, with the label and the texts it has there. */
function chartRows(row, known, tables) {
  const fields = row.fields.map((field) => [field.name, shown(valueOf(field, known, tables))]);
  if (!row.over) return [{ row: row.name, ...Object.fromEntries(fields) }];
  return labelsOf(tables[row.over]).map((label, at) => ({
    row: row.name,
    label,
    ...texts(tables[row.over][at]),
    ...Object.fromEntries(fields.map(([name, value]) => [name, Array.isArray(value) ? value[at] : value])),
  }));
}

/** What stands in the text columns of a row, as `<column>_text`. */
function texts(row) {
  const own = Object.entries(row).filter(([name, each]) => name !== "name" && typeof each === "string");
  return Object.fromEntries(own.map(([name, each]) => [`${name}_text`, each]));
}

/** What the headline becomes when each number that matters is a tenth lower and higher. */
function moves(document, known) {
  const chain = steps(document).filter(({ name }) => document.chain.includes(name));
  const found = [];
  for (const [name, ...ends] of ranges(document, known)) {
    const [low, high] = ends.map((end) => headline(chain, { ...known, [name]: end }));
    const swing = typeof low === "number" && typeof high === "number" ? Math.abs(high - low) : 0;
    found.push({ name, low, high, swing });
  }
  return found.sort((a, b) => b.swing - a.swing || (a.name < b.name ? -1 : 1));
}

/** Every number that is moved, with its lower and higher value: inputs that matter, columns without a total to keep. */
function* ranges(document, known) {
  const factors = [1 - MOVE, 1 + MOVE];
  for (const input of document.inputs) {
    const value = known[input.name];
    if (input.matters && typeof value === "number") yield [input.name, ...factors.map((factor) => bounded(input, value * factor))];
  }
  for (const { name: table, columns, totals } of document.tables ?? []) {
    for (const column of columns.filter(({ name, unit }) => unit !== "text" && !totals.some((total) => total.column === name))) {
      const name = `${table}.${column.name}`;
      yield [name, ...factors.map((factor) => known[name].map((value) => bounded(column, value * factor)))];
    }
  }
}

function headline(chain, known) {
  let result = null;
  for (const each of chain) result = known[each.name] = evaluateTree(each.tree, known);
  return typeof result === "number" ? result : null;
}
