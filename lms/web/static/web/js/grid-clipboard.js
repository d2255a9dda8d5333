/** A block of cells pasted into a table from the cell that has the focus on: all of it or nothing, and said why. */

import { isBlock, readBlock } from "./grid-paste.js";
import { filled, notPasted } from "./grid-words.js";

/** @param {import("./grid.js").Grid} grid @param {ClipboardEvent} event the text of a single cell is left to the browser */
export function pasteInto(grid, event) {
  const { section, rows, table, page, texts: words } = grid;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const { column } = event.target.dataset;
  if (!column || !isBlock(text)) return;
  event.preventDefault();
  const hidden = section.querySelector("[data-columns]")?.checked === false;
  const seen = rows.columns.filter(({ advanced }) => !(hidden && advanced));
  const columns = seen.slice(seen.findIndex(({ name }) => name === column));
  const first = rows.all.indexOf(event.target.closest("tr"));
  const found = readBlock(text, { columns, room: table.most - first, language: page.language });
  if (!found.rows) return grid.tell(notPasted(page, found, columns, { first, most: table.most }));
  const texts = rows.texts();
  found.rows.forEach((cells, at) => (texts[first + at] = { ...texts[first + at], ...cells }));
  grid.replace(texts);
  grid.tell([filled(words.pasted, { count: found.rows.length }), found.headings ? words.headings : ""].join(" "));
}
