/**
 * What is said about a table: at a cell, in the line under a column that has to add up, and in place of a result.
 * `page` is what the server printed (calculator.js); its `texts.grid` are the sentences, with {slots}.
 */

import { formatInput, formatNumber, formatValue } from "../../calculators/numerals.js";

const TOLD = 4;

/** @param {string} sentence @param {Object<string, string|number>} slots */
export const filled = (sentence, slots) => Object.entries(slots).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, () => String(value)), sentence ?? "");

/** Return what is wrong with a cell, a row's name or the whole table. `problem`: {row, column, code, difference}. */
export function problemWords(page, table, { column: name, code, difference }) {
  const column = table.columns.find((each) => each.name === name);
  const limit = (value) => (value === null || value === undefined ? "" : formatInput(value, column.unit, page.language, page.currency));
  const slots = { fewest: table.fewest, most: table.most };
  if (column) Object.assign(slots, { minimum: limit(column.minimum), maximum: limit(column.maximum) });
  if (column && typeof difference === "number") Object.assign(slots, sums(page, table, column, difference));
  return filled(page.fields[code] ?? code, slots);
}

function sums(page, table, column, difference) {
  const { must_be: whole } = table.totals.find((total) => total.column === column.name);
  const sum = formatValue(tidy(whole + difference), column.unit, page.language, page.currency);
  return { sum, points: points(page, column, difference) };
}

const points = (page, column, difference) => formatNumber(Math.abs(difference) * (column.unit === "percent" ? 100 : 1), page.language, 1);

const tidy = (number) => Math.round(number * 1e9) / 1e9;

/** Return the line under a column that has to add up: {text, fits}. */
export function totalLine(page, table, total, rows) {
  const { grid } = page.texts;
  const column = table.columns.find(({ name }) => name === total.column);
  const found = rows.reduce((sum, row) => sum + (Number.isFinite(row[total.column]) ? row[total.column] : 0), 0);
  const gap = found - total.must_be;
  const fits = Math.abs(gap) <= total.tolerance;
  const number = points(page, column, gap);
  const slots = {
    column: column.label,
    sum: formatInput(tidy(found), column.unit, page.language, page.currency),
    gap: column.unit !== "percent" ? number : number === "1" ? grid.point : filled(grid.points, { number }),
  };
  return { fits, text: filled(fits ? grid.total : gap > 0 ? grid.over : grid.short, slots) };
}

/** Return why nothing of a block was pasted. `first`: the row it would begin in; `most`: how many the table holds. */
export function notPasted(page, { tooMany, count, unread }, columns, { first, most }) {
  const { grid } = page.texts;
  const room = tooMany === "rows" ? most - first : columns.length;
  if (tooMany) return filled(grid[tooMany === "rows" ? "no_rows" : "no_columns"], { count, room });
  const told = unread.slice(0, TOLD).map(({ row, column, text }) => filled(grid.cell, { row: first + row + 1, column: column.label, text: text.slice(0, 30) }));
  const cells = [...told, ...(unread.length > TOLD ? [filled(grid.others, { count: unread.length - TOLD })] : [])];
  return filled(grid.unread, { cells: cells.join("; ") });
}

/** Return what a table still lacks before there is a result; empty when nothing, or when a cell is refused. */
export function missingWords(page, table, problems) {
  const empty = problems.filter(({ code }) => code === "EMPTY_CELL").length;
  const whole = problems.filter(({ row }) => row === null || row === undefined).map((problem) => problemWords(page, table, problem));
  return [...(empty ? [filled(page.texts.grid.empty, { count: empty })] : []), ...whole].join(" ");
}
