/**
 * The rows a person enters in a table: the twin of `tables.py`. A value is a list of rows,
 * `[{name: "Ambassadors", share: 0.25, …}, …]`; a cell that is still empty is null.
 * A problem is `{row, column, code, difference}`: rows count from 0, column "name" is the row's name, null is the whole.
 */

import { UNPRINTABLE, problemWith, warningAbout } from "./judging.js";

export const LONGEST_NAME = 60;

/** Codes of a table that is not finished yet: it may be kept, but gives no result. */
export const INCOMPLETE = new Set(["EMPTY_CELL", "TOO_FEW_ROWS", "TOTAL", "TOTAL_OVER"]);

const HAIR = 1e-9;

/** @param {Object} table as declared @param {*} rows @returns {Object[]} everything that keeps the rows from being used */
export function tableProblems(table, rows) {
  if (!isRows(rows)) return [problem(null, null, "NOT_A_TABLE")];
  if (table.fixed && rows.length !== table.example.length) return [problem(null, null, "ROWS_FIXED")];
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

/**
 * @returns {Object[]} the rows with what is declared and nothing else; a missing number is null, a missing text empty.
 *   A table of fixed rows has the example's: cells are taken by their place.
 */
export function tableRows(table, value) {
  if (!isRows(value)) return [];
  const given = table.fixed ? table.example.map(({ name }, at) => ({ ...value[at], name })) : value;
  return given.map((row) => ({
    name: row.name === undefined ? "" : row.name,
    ...Object.fromEntries(table.columns.map(({ name, unit }) => [name, row[name] ?? (unit === "text" ? "" : null)])),
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

/**
 * @returns {Object<string, number[]>} the series formulas compute with, such as "segments.share". A column of texts gives
 *   numbers: each different text the next one in the order of appearance, an empty one 0.
 */
export function columnsOf(table, rows) {
  const series = ({ name, unit }) => (unit === "text" ? numbered(rows.map((row) => row[name])) : rows.map((row) => row[name]));
  return Object.fromEntries(table.columns.map((column) => [`${table.name}.${column.name}`, series(column)]));
}

function numbered(texts) {
  const found = new Map([["", 0]]);
  return texts.map((text) => {
    const plain = text.trim().toLowerCase();
    if (!found.has(plain)) found.set(plain, found.size);
    return found.get(plain);
  });
}

function isRows(value) {
  return Array.isArray(value) && value.every((row) => row !== null && typeof row === "object" && !Array.isArray(row));
}

function rowProblems(table, row, at) {
  const cells = table.columns.map((column) => {
    const value = row[column.name] ?? null;
    return problem(at, column.name, value === null ? (column.unit === "text" ? null : "EMPTY_CELL") : problemWith(column, value));
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
