/**
 * A block of cells from a spreadsheet, as the clipboard gives it: lines, with tabs between the cells, quotes where a cell
 * holds one of those. No page: what a block gives is computed here and shown by grid.js.
 */

import { parseNumber } from "../../calculators/numerals.js";

const QUOTED = /^"((?:[^"]|"")*)"$/;

/** @param {string} text @returns {boolean} whether this is a block, not the text of one cell */
export const isBlock = (text) => /[\t\n]/.test(text.replace(/\r/g, "").replace(/\n$/, ""));

/**
 * @param {string} text
 * @param {{columns: {name: string, unit?: string}[], room: number, language: string}} place the columns from the focused
 *   one on, and how many rows there may be from the focused one on; a column of texts, or without a unit, takes any text
 * @returns {{rows?: Object<string, string>[], headings?: boolean, unread?: {row: number, column: Object, text: string}[],
 *   tooMany?: "rows"|"columns", count?: number}} rows of texts by column, or why nothing of the block can be used
 */
export function readBlock(text, { columns, room, language }) {
  const lines = linesOf(text);
  const headings = lines.length > 1 && isHeadings(lines[0], columns, language);
  const block = headings ? lines.slice(1) : lines;
  const width = Math.max(...block.map((line) => line.length));
  if (width > columns.length) return { tooMany: "columns", count: width };
  if (block.length > room) return { tooMany: "rows", count: block.length };
  const unread = block.flatMap((line, row) => line.map((cell, at) => ({ row, column: columns[at], text: cell })).filter(({ column, text: cell }) => !isRead(cell, column, language)));
  if (unread.length) return { unread };
  return { headings, rows: block.map((line) => Object.fromEntries(line.map((cell, at) => [columns[at].name, cell]))) };
}

/** Lines of cells, trimmed; empty columns and lines at the end, which a selection likes to bring along, are left out. */
function linesOf(text) {
  const lines = outsideQuotes(text.replace(/\r\n?/g, "\n"), "\n").map((line) => outsideQuotes(line, "\t").map(bare));
  while (lines.length > 1 && lines.at(-1).every((cell) => !cell)) lines.pop();
  const width = Math.max(1, ...lines.map((line) => line.findLastIndex(Boolean) + 1));
  return lines.map((line) => line.slice(0, width));
}

/** Split at a sign that does not stand between quotes; a quote that is never closed is a quote. */
function outsideQuotes(text, sign) {
  const parts = [];
  let part = "";
  for (const piece of text.split(sign)) {
    part = part === "" ? piece : part + sign + piece;
    const open = part.trimStart().startsWith('"') || part.includes('\t"');
    if (open && (part.match(/"/g) ?? []).length % 2) continue;
    parts.push(part);
    part = "";
  }
  return part === "" ? parts : [...parts, ...part.split(sign)];
}

const bare = (cell) => (QUOTED.exec(cell.trim())?.[1].replaceAll('""', '"') ?? cell).replace(/\s+/g, " ").trim();

const isFree = (column) => !column.unit || column.unit === "text";

const isRead = (cell, column, language) => !cell || isFree(column) || typeof parseNumber(cell, language, column.unit) === "number";

/** A first line with words over every column of numbers is the sheet's headings. */
function isHeadings(line, columns, language) {
  const over = line.map((cell, at) => [cell, columns[at]]).filter(([cell, column]) => cell && column && !isFree(column));
  return over.length > 0 && over.every(([cell, column]) => !isRead(cell, column, language) && !/[0-9]/.test(cell));
}
