/**
 * The rows a person enters in a table: the twin of `tables.py`. A value is a list of rows,
 * `[{name: "Ambassadors", share: 0.25, …}, …]`; a cell that is still empty is null.
 * A problem is `{row, column, code, difference}`: rows count from 0, column "name" is the row's name, null is the whole.
 */

import { problemWith, warningAbout } from "./judging.js";

export const LONGEST_NAME = 60;

/** Codes of a table that is not finished yet: it may be kept, but gives no result. */
export const INCOMPLETE = new Set(["EMPTY_CELL", "TOO_FEW_ROWS", "TOTAL", "TOTAL_OVER"]);

const HAIR = 1e-9;
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;

/** @param {Object} table as declared @param {*} rows @returns {Object[]} everything that keeps the rows from being used */
export function tableProblems(table, rows) {
  if (!isRows(rows)) return [problem(null, null, "NOT_A_TABLE")];
  if (rows.length > table.most) return [problem(null, null, "TOO_MANY_ROWS")];
  const found = rows.flatMap((row, at) => rowProblems(table, row, at));
  const spoilt = new Set(found.map(({ column }) => column));
  if (rows.length < table.fewest) found.push(problem(null, null, "TOO_FEW_ROWS"));
  for (const total of rows.length ? table.totals : []) {
    const difference = spoilt.has(total.column) ? 0 : off(total, rows);
    if (difference) found.push(problem(null, total.column, difference < 0 ? "TOTAL" : "TOTAL_OVER", difference));
  }
  return found;
}

/** @returns {Object[]} the cells outside their usual range, of rows without problems */
export function tableWarnings(table, rows) {
  return rows.flatMap((row, at) =>
    table.columns
      .map((column) => problem(at, column.name, warningAbout(column, row[column.name])))
      .filter(({ code }) => code),
  );
}

/** @returns {Object[]} the rows with what is declared and nothing else; a missing cell is null */
export function tableRows(table, value) {
  if (!isRows(value)) return [];
  return value.map((row) => ({
    name: row.name === undefined ? "" : row.name,
    ...Object.fromEntries(table.columns.map(({ name }) => [name, row[name] === undefined ? null : row[name]])),
  }));
}

/** @returns {string[]} what each row is called: its name, or its number; a second "A" becomes "A (2)" */
export function labelsOf(rows) {
  const labels = [];
  rows.forEach(({ name }, at) => {
    const wanted = (typeof name === "string" ? name.trim() : "") || String(at + 1);
    let label = wanted;
    for (let again = 2; labels.includes(label); again += 1) label = `${wanted} (${again})`;
    labels.push(label);
  });
  return labels;
}

/** @returns {Object<string, number[]>} the series formulas compute with, such as "segments.share" */
export function columnsOf(table, rows) {
  return Object.fromEntries(table.columns.map(({ name }) => [`${table.name}.${name}`, rows.map((row) => row[name])]));
}

function isRows(value) {
  return Array.isArray(value) && value.every((row) => row !== null && typeof row === "object" && !Array.isArray(row));
}

function rowProblems(table, row, at) {
  const cells = table.columns.map((column) => {
    const value = row[column.name] ?? null;
    return problem(at, column.name, value === null ? "EMPTY_CELL" : problemWith(column, value));
  });
  return [problem(at, "name", nameProblem(row.name === undefined ? "" : row.name)), ...cells].filter(({ code }) => code);
}

function nameProblem(name) {
  if (typeof name !== "string" || UNPRINTABLE.test(name)) return "NAME_UNPRINTABLE";
  return [...name].length > LONGEST_NAME ? "NAME_TOO_LONG" : null;
}

function off(total, rows) {
  let found = 0;
  for (const row of rows) found += row[total.column];
  const difference = found - total.must_be;
  return Math.abs(difference) <= total.tolerance + HAIR ? 0 : difference;
}

function problem(row, column, code, difference = null) {
  return { row, column, code, difference };
}
