/**
 * A table to fill in, `<section class="grid" data-table="segments">`: rows of boxes, kept as one answer.
 *
 * Arrow up, arrow down and Enter go from row to row, Tab from cell to cell; with Alt the arrows move the row; a block from
 * a spreadsheet is pasted from the focused cell on, all of it or nothing; Ctrl+Z or the button takes the last step back,
 * Ctrl+Shift+Z and Ctrl+Y do it again. Inside: the rows of grid-rows.js, buttons `[data-add]`, `[data-up]`, `[data-down]`,
 * `[data-remove]`, `[data-undo]`, `[data-redo]`, `[data-example]`, `[data-columns]` (a checkbox that shows further columns),
 * `[data-total="column"]`, `[data-from]`, `[data-told]` for what a screen reader hears. `grid:changed` follows every change:
 * who draws the rows (journey-map.js) changes them by `set`, `move`, `insert`, `remove`, `undo` and `redo`.
 */

import { INCOMPLETE, tableProblems } from "../../calculators/tables.js";
import { choose } from "./conflict.js";
import { pasteInto } from "./grid-clipboard.js";
import { History } from "./grid-history.js";
import { GridRows, NAME } from "./grid-rows.js";
import { filled, problemWords, totalLine } from "./grid-words.js";

const AGAIN = { z: (event) => event.shiftKey, y: () => true };

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
    this.section.querySelector("[data-import]")?.addEventListener("toggle", ({ target }) => this.#importing(target), { once: true });
    if (this.rows.boxes().some((box) => box.value !== box.defaultValue)) this.#commit(true); // typed before this listened
  }

  /** Say why the server did not take the table. */
  refused(reason) {
    this.tell(reason);
  }

  /** Another device changed the table too: let the person choose. */
  async conflict({ mine, current }) {
    const other = current.value ?? undefined;
    const takes = await choose(this.section, (other ?? this.table.example).map((row) => row.name).join(", "));
    if (takes) this.#show(other);
    this.changed(takes ? other : (mine ?? undefined), { finished: true, keep: !takes });
  }

  /**
   * Change cells of a row: {column: value}. Changes of the same `run`, such as those of one drag, are one step together.
   * @param {HTMLElement} row @param {Object<string, string|number>} cells
   */
  set(row, cells, { finished = true, run = "" } = {}) {
    if (!run || run !== this.run) this.#step();
    this.run = run;
    const [texts] = this.rows.written([cells]);
    for (const column of Object.keys(cells)) this.rows.box(row, column).value = texts[column];
    this.#commit(finished);
  }

  /** Move a row one place up (-1) or down (1). @returns {boolean} whether it could go there */
  move(row, step, run = "") {
    const { all } = this.rows;
    const other = all[all.indexOf(row) + step];
    if (!other || this.table.fixed) return false;
    if (!run || run !== this.run) this.#step();
    this.run = run;
    row[step < 0 ? "after" : "before"](other); // the other one goes round it, so that it keeps the focus
    this.#commit(true);
    this.before = this.#picture();
    this.tell(filled(this.texts.moved, { row: this.rows.nameOf(row), place: all.indexOf(other) + 1, count: all.length }));
    return true;
  }

  /** @returns {HTMLElement|null} a new row after this one, with these cells; null in a full table */
  insert(after, cells) {
    if (this.#isFull()) return null;
    this.#step();
    const row = this.rows.add(after);
    const [texts] = this.rows.written([cells]);
    for (const column of Object.keys(cells)) this.rows.box(row, column).value = texts[column];
    this.#commit(true);
    return row;
  }

  /** Take a row out. @returns {number} which one it was */
  remove(row) {
    const at = this.rows.all.indexOf(row);
    const name = this.rows.nameOf(row);
    this.#step();
    row.remove();
    if (!this.rows.all.length) this.rows.add();
    this.#commit(true);
    this.tell(filled(this.texts.removed, { row: name }));
    return at;
  }

  /** Put these texts in the place of all rows, in one step. */
  replace(texts) {
    this.#step();
    this.rows.write(texts);
    for (const box of this.rows.boxes()) this.rows.tidy(box);
    this.#commit(true);
    this.before = this.#picture();
    this.at = document.activeElement?.value;
  }

  /** Hand on what stands there as finished, after changes that were not. */
  settle() {
    this.#commit(true);
  }

  /** Take the last step back. */
  undo(stay = false) {
    this.#putBack(this.history.undo(this.#picture()), this.texts.undone, stay);
  }

  /** Do again what was taken back. */
  redo(stay = false) {
    this.#putBack(this.history.redo(this.#picture()), this.texts.redone, stay);
  }

  #listen() {
    const { body } = this.rows;
    body.addEventListener("focusin", ({ target }) => ([this.before, this.at] = [this.#picture(), target.value]));
    body.addEventListener("input", () => this.#commit(false));
    body.addEventListener("change", ({ target }) => this.#finish(target));
    body.addEventListener("paste", (event) => pasteInto(this, event));
    body.addEventListener("keydown", (event) => this.#key(event));
    const acts = {
      add: () => this.#add(),
      up: (row, button) => this.#shift(row, -1, button),
      down: (row, button) => this.#shift(row, 1, button),
      remove: (row) => this.#remove(row),
      undo: () => this.undo(),
      redo: () => this.redo(),
      example: () => this.#example(),
    };
    this.section.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      const act = Object.keys(acts).find((name) => button && name in button.dataset);
      if (!act) return;
      event.preventDefault();
      acts[act](button.closest("tr"), button);
    });
  }

  async #importing(place) {
    const { GridImport } = await import("./grid-import.js");
    this.import = new GridImport(place, this);
  }

  #key(event) {
    const { key, target, shiftKey } = event;
    const again = AGAIN[key.toLowerCase()];
    const back = Boolean(again) && (event.ctrlKey || event.metaKey) && !event.altKey;
    const can = back && (again(event) ? this.history.canRedo : this.history.canUndo);
    if (back && (target.value !== this.at || !can)) return; // the browser takes back what is being typed
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: shiftKey ? -1 : 1 }[key];
    if (!target.dataset.column || !(back || step) || (event.altKey && key === "Enter")) return;
    event.preventDefault();
    if (back) again(event) ? this.redo() : this.undo();
    else if (event.altKey) this.#finish(target) || this.move(target.closest("tr"), step);
    else this.#go(target, step);
  }

  #shift(row, step, button) {
    if (this.move(row, step)) (button.disabled ? row.querySelector("[data-up]:not(:disabled), [data-down]:not(:disabled)") : button)?.focus();
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
    if (this.#isFull()) return;
    this.#step();
    this.rows.box(this.rows.add(), NAME).focus();
  }

  #isFull() {
    const full = this.rows.all.length >= this.table.most;
    if (full) this.tell(filled(this.texts.full, { most: this.table.most }));
    return full;
  }

  #remove(row) {
    const at = this.remove(row);
    this.rows.box(this.rows.all[Math.min(at, this.rows.all.length - 1)], NAME).focus();
  }

  #example() {
    this.#step();
    this.#show(undefined);
    this.changed(undefined, { finished: true, keep: true });
    this.#first().focus();
  }

  /** Show the table as it was; where somebody was in it, they are there again, unless they `stay` where they are. */
  #putBack(state, words, stay) {
    if (!state) return;
    this.run = "";
    this.rows.arrange(state.rows);
    this.rows.write(state.texts);
    this.#mark(state.own);
    this.#commit(true, state.own);
    this.#undoable();
    const { row = 0, column = NAME } = state.focus;
    const box = this.rows.box(this.rows.all[row] ?? this.rows.all.at(-1), column);
    if (!stay) (box?.type === "hidden" ? this.#first() : box)?.focus();
    [this.before, this.at] = [this.#picture(), document.activeElement?.value]; // it may have had the focus already
    this.tell(words);
  }

  /** The first box somebody can write in: the names of given rows are no boxes on the page. */
  #first() {
    return this.rows.boxes().find((box) => box.type !== "hidden");
  }

  #step(state = this.#picture()) {
    this.history.push(state);
    this.run = "";
    this.#undoable();
  }

  #undoable() {
    this.section.querySelector("[data-undo]").hidden = !this.history.canUndo;
    this.section.querySelector("[data-redo]").hidden = !this.history.canRedo;
  }

  /** The table as it stands, with the cell that has the focus. */
  #picture() {
    const box = document.activeElement?.closest("[data-column]");
    const row = this.rows.all.indexOf(box?.closest("tr"));
    return { rows: this.rows.all, texts: this.rows.texts(), own: this.own, focus: row < 0 ? {} : { row, column: box.dataset.column } };
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
    if (whole) this.tell(problemWords(this.page, this.table, whole));
    this.changed(own ? rows : undefined, { finished, keep: hard.length === 0 });
    this.section.dispatchEvent(new CustomEvent("grid:changed"));
  }

  #show(rows) {
    this.rows.write(this.rows.written(rows ?? this.table.example));
    this.#mark(rows !== undefined);
    this.rows.explain([], [], true);
    this.#totals(rows ?? this.table.example);
    this.section.dispatchEvent(new CustomEvent("grid:changed"));
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

  /** Say something about the table. */
  tell(words) {
    this.section.querySelector("[data-told]").textContent = words;
  }
}
