/**
 * A table to fill in, `<section class="grid" data-table="segments">`: rows of boxes, kept as one answer.
 *
 * Arrow up, arrow down and Enter go from row to row, Tab from cell to cell; a block from a spreadsheet is pasted from the
 * focused cell on, all of it or nothing; Ctrl+Z or the button takes the last step back. Inside: the rows of grid-rows.js,
 * buttons `[data-add]`, `[data-remove]`, `[data-undo]`, `[data-example]`, `[data-columns]` (a checkbox that shows further
 * columns), `[data-total="column"]`, `[data-from]`, `[data-told]` for what a screen reader hears.
 */

import { INCOMPLETE, tableProblems } from "../../calculators/tables.js";
import { choose } from "./conflict.js";
import { History } from "./grid-history.js";
import { isBlock, readBlock } from "./grid-paste.js";
import { GridRows, NAME } from "./grid-rows.js";
import { filled, problemWords, totalLine } from "./grid-words.js";

const TOLD = 4;

export class Grid {
  /**
   * @param {HTMLElement} section @param {Object} table as declared @param {Object} page what the server printed
   * @param {(rows: Object[]|undefined, how: {finished: boolean, keep: boolean}) => void} changed told of every change;
   *   no rows at all: back to the example; `keep` is false where nothing may be saved
   */
  constructor(section, table, page, changed) {
    Object.assign(this, { section, table, page, changed, texts: page.texts.grid });
    this.rows = new GridRows(section, table, page);
    this.history = new History();
    this.own = section.hasAttribute("data-own");
    this.before = this.#picture();
    this.#listen();
    this.#undoable();
    if (this.rows.boxes().some((box) => box.value !== box.defaultValue)) this.#commit(true); // typed before this listened
  }

  /** Say why the server did not take the table. */
  refused(reason) {
    this.#tell(reason);
  }

  /** Another device changed the table too: let the person choose. */
  async conflict({ mine, current }) {
    const other = current.value ?? undefined;
    const takes = await choose(this.section, (other ?? this.table.example).map((row) => row.name).join(", "));
    if (takes) this.#show(other);
    this.changed(takes ? other : (mine ?? undefined), { finished: true, keep: !takes });
  }

  #listen() {
    const { body } = this.rows;
    body.addEventListener("focusin", ({ target }) => ([this.before, this.at] = [this.#picture(), target.value]));
    body.addEventListener("input", () => this.#commit(false));
    body.addEventListener("change", ({ target }) => this.#finish(target));
    body.addEventListener("paste", (event) => this.#paste(event));
    body.addEventListener("keydown", (event) => this.#key(event));
    const acts = { add: () => this.#add(), remove: (row) => this.#remove(row), undo: () => this.#undo(), example: () => this.#example() };
    this.section.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const act = Object.keys(acts).find((name) => button && name in button.dataset);
      if (!act) return;
      event.preventDefault();
      acts[act](button.closest("tr"));
    });
  }

  #key(event) {
    const { key, target, shiftKey } = event;
    const undo = key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !shiftKey;
    if (undo && (target.value !== this.at || this.history.isEmpty)) return; // the browser takes back what is being typed
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: shiftKey ? -1 : 1 }[key];
    if (event.altKey || !target.dataset.column || !(undo || step)) return;
    event.preventDefault();
    if (undo) this.#undo();
    else this.#go(target, step);
  }

  #go(box, step) {
    const { all } = this.rows;
    const row = all[all.indexOf(box.closest("tr")) + step];
    const there = this.rows.box(row, box.dataset.column);
    if (!there) return this.#finish(box);
    there.focus();
    there.select();
  }

  #finish(box) {
    if (box.value === this.at) return;
    this.rows.tidy(box);
    this.#step(this.before);
    this.at = box.value;
    this.#commit(true);
    this.before = this.#picture();
  }

  #add() {
    if (this.rows.all.length >= this.table.most) return this.#tell(filled(this.texts.full, { most: this.table.most }));
    this.#step();
    this.rows.box(this.rows.add(), NAME).focus();
  }

  #remove(row) {
    const at = this.rows.all.indexOf(row);
    const name = this.rows.nameOf(row);
    this.#step();
    row.remove();
    if (!this.rows.all.length) this.rows.add();
    this.rows.label();
    this.#commit(true);
    this.rows.box(this.rows.all[Math.min(at, this.rows.all.length - 1)], NAME).focus();
    this.#tell(filled(this.texts.removed, { row: name }));
  }

  #example() {
    this.#step();
    this.#show(undefined);
    this.changed(undefined, { finished: true, keep: true });
    this.#first().focus();
  }

  #paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { column } = event.target.dataset;
    if (!column || !isBlock(text)) return;
    event.preventDefault();
    const hidden = this.section.querySelector("[data-columns]")?.checked === false;
    const seen = this.rows.columns.filter(({ advanced }) => !(hidden && advanced));
    const columns = seen.slice(seen.findIndex(({ name }) => name === column));
    const first = this.rows.all.indexOf(event.target.closest("tr"));
    const found = readBlock(text, { columns, room: this.table.most - first, language: this.page.language });
    if (!found.rows) return this.#tell(this.#notPasted(found, columns, first));
    this.#step();
    this.#put(found.rows, first);
    this.before = this.#picture();
    this.at = event.target.value;
    this.#commit(true);
    this.#tell([filled(this.texts.pasted, { count: found.rows.length }), found.headings ? this.texts.headings : ""].join(" "));
  }

  #put(block, first) {
    const texts = this.rows.texts();
    block.forEach((cells, at) => (texts[first + at] = { ...texts[first + at], ...cells }));
    this.rows.write(texts);
    for (const box of this.rows.boxes()) this.rows.tidy(box);
  }

  #notPasted({ tooMany, count, unread }, columns, first) {
    const room = tooMany === "rows" ? this.table.most - first : columns.length;
    if (tooMany) return filled(this.texts[tooMany === "rows" ? "no_rows" : "no_columns"], { count, room });
    const told = unread.slice(0, TOLD).map(({ row, column, text }) => filled(this.texts.cell, { row: first + row + 1, column: column.label, text: text.slice(0, 30) }));
    const cells = [...told, ...(unread.length > TOLD ? [filled(this.texts.others, { count: unread.length - TOLD })] : [])];
    return filled(this.texts.unread, { cells: cells.join("; ") });
  }

  #undo() {
    const before = this.history.pop();
    if (!before) return;
    this.rows.write(before.texts);
    this.#mark(before.own);
    this.#commit(true, before.own);
    this.#undoable();
    const { row = 0, column = NAME } = before.focus;
    const box = this.rows.box(this.rows.all[row] ?? this.rows.all.at(-1), column);
    (box?.type === "hidden" ? this.#first() : box)?.focus();
    this.#tell(this.texts.undone);
  }

  /** The first box somebody can write in: the names of given rows are no boxes on the page. */
  #first() {
    return this.rows.boxes().find((box) => box.type !== "hidden");
  }

  #step(state = this.#picture()) {
    this.history.push(state);
    this.#undoable();
  }

  #undoable() {
    this.section.querySelector("[data-undo]").hidden = this.history.isEmpty;
  }

  /** The table as it stands, with the cell that has the focus. */
  #picture() {
    const box = document.activeElement?.closest("[data-column]");
    const row = this.rows.all.indexOf(box?.closest("tr"));
    return { texts: this.rows.texts(), own: this.own, focus: row < 0 ? {} : { row, column: box.dataset.column } };
  }

  /** Judge what stands there, say it, and hand it on; what is only incomplete is kept too. */
  #commit(finished, own = true) {
    const entered = this.rows.entered();
    const rows = entered.map(({ values }) => values);
    const problems = tableProblems(this.table, rows);
    this.#mark(own);
    this.rows.label();
    this.rows.explain(entered, problems.filter(({ code }) => !INCOMPLETE.has(code)), finished);
    this.#totals(rows);
    const hard = problems.filter(({ code }) => !INCOMPLETE.has(code));
    const whole = hard.find(({ row }) => row === null || row === undefined);
    if (whole) this.#tell(problemWords(this.page, this.table, whole));
    this.changed(own ? rows : undefined, { finished, keep: hard.length === 0 });
  }

  #show(rows) {
    this.rows.write(this.rows.written(rows ?? this.table.example));
    this.#mark(rows !== undefined);
    this.rows.explain([], [], true);
    this.#totals(rows ?? this.table.example);
  }

  #totals(rows) {
    for (const total of this.table.totals) {
      const place = this.section.querySelector(`[data-total="${CSS.escape(total.column)}"]`);
      const { text, fits } = totalLine(this.page, this.table, total, rows);
      place.querySelector("span").textContent = text;
      place.toggleAttribute("data-fits", fits);
    }
  }

  #mark(own) {
    this.own = own;
    this.section.toggleAttribute("data-own", own);
    this.section.querySelector("[data-from]").textContent = own ? this.page.texts.yours : this.page.texts.example;
    this.section.querySelector("[data-example]").hidden = !own;
  }

  #tell(words) {
    this.section.querySelector("[data-told]").textContent = words;
  }
}
