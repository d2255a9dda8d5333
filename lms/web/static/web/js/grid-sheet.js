/**
 * A sheet as a file or a copied text gives it, read for a table: lines of cells parted by semicolons, tabs or commas.
 * The twin of `sheets.py`. No page: what a sheet holds is computed here and shown by grid-import.js.
 */

import { parseNumber } from "../../calculators/numerals.js";

export const LARGEST = 1_000_000;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
const NAME = "name";

/** @param {ArrayBuffer} data @returns {{text?: string, problem?: "large"|"binary"}} text in UTF-8 or the old Western code page */
export function textOf(data) {
  if (data.byteLength > LARGEST) return { problem: "large" };
  const text = decoded(new Uint8Array(data));
  return CONTROL.test(text) ? { problem: "binary" } : { text };
}

function decoded(bytes) {
  const wide = { 0xfffe: "utf-16le", 0xfeff: "utf-16be" }[(bytes[0] << 8) | bytes[1]];
  try {
    return new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @param {string} text @returns {string[][]} the lines that hold something; empty cells at the end of a line are no cells */
export function linesOf(text) {
  const plain = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const first = plain.replace(/^\n+/, "").split("\n", 1)[0];
  const mark = [";", "\t", ","].find((each) => first.includes(each)) ?? ";";
  return cellsOf(plain, mark).map((line) => line.slice(0, line.findLastIndex(Boolean) + 1)).filter((line) => line.length);
}

/** Quotes hold a cell together where it begins with one; two of them inside are one. */
function cellsOf(text, mark) {
  const lines = [[]];
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"?([^\\n${mark}]*)|([^\\n${mark}]*))(\\n|${mark}|$)`, "y");
  for (let end = ""; cell.lastIndex <= text.length; ) {
    const [, quoted, after, bare, next] = cell.exec(text);
    lines.at(-1).push(`${quoted?.replaceAll('""', '"') ?? ""}${after ?? ""}${bare ?? ""}`.replace(/\s+/g, " ").trim());
    [end] = [next];
    if (end === "") break;
    if (end === "\n") lines.push([]);
  }
  return lines;
}

/**
 * @param {string[][]} lines @param {Object} table as declared, in one language @param {string} language
 * @returns {{body: string[][], headings: string[], targets: (string|null)[]}} the lines of rows, what stood over them, and
 *   the column each cell goes to, null for one that is left out
 */
export function layOut(lines, table, language, given = []) {
  const headed = targetsOf(lines[0] ?? [], table);
  const isHead = headed.length > 0 || isHeadings(lines, table, language);
  const body = isHead ? lines.slice(1) : lines;
  const width = Math.max(headed.length, ...body.map((line) => line.length));
  const known = new Set(given.flat());
  const numbersAlone = given.length > 0 && width <= table.columns.length && !body.some(([first]) => known.has(first.toLowerCase()));
  const all = [...(numbersAlone ? [] : [NAME]), ...table.columns.map(({ name }) => name)];
  return { body, headings: isHead ? lines[0] : [], targets: Array.from({ length: width }, (_each, at) => (headed.length ? headed : all)[at] ?? null) };
}

function targetsOf(line, table) {
  const known = new Map([NAME, table.row_label].map((label) => [label.toLowerCase(), NAME]));
  for (const { name, label } of table.columns) for (const each of [name, label]) known.set(each.toLowerCase(), name);
  const found = line.map((cell) => known.get(cell.toLowerCase()) ?? null);
  const named = found.filter(Boolean);
  return named.length && new Set(named).size === named.length ? found : [];
}

/** A first line with words over every column of numbers is the sheet's headings. */
function isHeadings(lines, table, language) {
  const over = table.columns.map((column, at) => [lines[0]?.[at + 1], column]).filter(([cell, { unit }]) => cell && unit !== "text");
  return lines.length > 1 && over.length > 0 && over.every(([cell, { unit }]) => typeof parseNumber(cell, language, unit) !== "number" && !/[0-9]/.test(cell));
}

/**
 * The twin of `places_of` in fixed_sheets.py.
 * @param {string[][]} names what each given row is called, in every language, without capitals
 * @returns {(number|null)[]} the row each line goes to, null where it goes to none; a row is filled once
 */
export function placesOf(body, targets, names) {
  const at = targets.indexOf(NAME);
  const found = body.map((line) => (at < 0 ? -1 : names.findIndex((each) => each.includes((line[at] ?? "").toLowerCase()))));
  if (found.every((row) => row < 0)) return body.map((_line, row) => (row < names.length ? row : null));
  return found.map((row, line) => (row >= 0 && !found.slice(0, line).includes(row) ? row : null));
}

/** @returns {Object<string, string>[]} rows of texts by column, an empty text where the sheet has none */
export function rowsOf(body, targets, table) {
  const all = [NAME, ...table.columns.map(({ name }) => name)];
  return body.map((line) => Object.fromEntries(all.map((column) => [column, line[targets.indexOf(column)] ?? ""])));
}
