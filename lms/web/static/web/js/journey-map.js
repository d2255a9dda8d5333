/**
 * The curve of a way that can be moved, `<section class="journey" data-curve="touchpoints">`: the rows of its grid, drawn by
 * journey-picture.js. Nothing is kept here: every change is a change of the grid's rows, so both are always the same and
 * are taken back together.
 *
 * At a point: arrow up and down (Page up and down in larger steps, Home and End to the ends of the scale) move it, arrow left
 * and right change its place, Enter or F2 renames, Delete removes, Ctrl+Z takes back. Dragging does the same. Buttons
 * `[data-do]` do it to the chosen point; `[data-chosen]` names that, `[data-today]` holds a way to be drawn behind this one.
 */

import { formatInput } from "../../calculators/numerals.js";
import { JourneyPicture } from "./journey-picture.js";
import { Drag } from "./journey-drag.js";
import { pointsOf } from "./journey-way.js";

const STEPS = 20; // of the whole scale
const NAME = "name";

export class JourneyMap {
  /** @param {HTMLElement} section @param {import("./grid.js").Grid} grid whose table has a `curve` */
  constructor(section, grid) {
    const { table, page } = grid;
    const column = table.columns.find(({ name }) => name === table.curve.height);
    Object.assign(this, { section, grid, column, curve: table.curve, texts: page.texts.curve });
    [this.low, this.high] = [Math.min(0, column.soft_minimum), Math.max(0, column.soft_maximum)];
    this.step = (this.high - this.low) / STEPS;
    this.canChange = Boolean(section.querySelector('[data-do="higher"]'));
    this.then = this.#today();
    this.sheet = Object.assign(document.createElement("div"), { className: "journey-sheet" });
    this.way = section.querySelector("[data-way]");
    this.way.append(this.sheet);
    this.said = (height) => formatInput(height, column.unit, page.language, page.currency);
    const lanes = table.columns.find(({ name }) => name === table.curve.lanes)?.label ?? "";
    this.picture = new JourneyPicture(this.sheet, { texts: this.texts, said: this.said, label: table.label, height: column.label, lanes, canChange: this.canChange });
    section.hidden = false;
    this.draw();
    this.#listen();
  }

  /** Draw what stands in the grid. */
  draw() {
    const entered = this.grid.rows.entered();
    this.rows = entered.map(({ row }) => row);
    this.points = pointsOf(entered.map(({ values }) => values), this.curve);
    if (!this.rows.includes(this.chosen)) this.chosen = this.rows[Math.min(this.at ?? 0, this.rows.length - 1)];
    this.at = this.rows.indexOf(this.chosen);
    const { low, high, rows, points, then, chosen } = this;
    this.picture.draw({ points, rows, then, chosen, low, high, width: this.way.clientWidth });
    this.#buttons();
  }

  /** Put a point at a height, within the scale and on its steps. `run`: changes that are one step together. */
  put(row, height, { finished = true, run = `height-${this.rows.indexOf(row)}` } = {}) {
    const stepped = Math.round(Math.min(this.high, Math.max(this.low, height)) / this.step) * this.step;
    const value = Number(stepped.toPrecision(9));
    if (value !== this.points[this.rows.indexOf(row)]?.height) this.grid.set(row, { [this.column.name]: value }, { finished, run });
  }

  /** Change the place of a point by one. @returns {boolean} whether it could */
  shift(row, by, run = "") {
    return this.grid.move(row, by, run);
  }

  /** Make a point the chosen one. */
  choose(row) {
    if (!row || row === this.chosen) return;
    this.chosen = row;
    this.grid.run = ""; // what is changed now is a step of its own
    this.draw();
  }

  rowOf(place) {
    return this.rows[Number(place?.dataset.place ?? -1)];
  }

  #today() {
    const rows = JSON.parse(this.section.querySelector("[data-today]")?.textContent ?? "{}")[this.grid.table.name];
    this.section.querySelector("[data-key]").hidden = !rows;
    return rows ? pointsOf(rows, this.curve) : null;
  }

  #listen() {
    const { svg } = this.picture;
    this.grid.section.addEventListener("grid:changed", () => this.draw());
    new ResizeObserver(() => requestAnimationFrame(() => this.draw())).observe(this.way);
    this.section.addEventListener("click", (event) => this.#acts()[event.target.closest("[data-do]")?.dataset.do]?.());
    if (!this.canChange) return;
    svg.addEventListener("focusin", ({ target }) => this.choose(this.rowOf(target.closest("[data-point]"))));
    svg.addEventListener("keydown", (event) => this.#key(event));
    svg.addEventListener("dblclick", ({ target }) => this.#rename(this.rowOf(target.closest("[data-point]"))));
    new Drag(svg, this);
  }

  #acts() {
    const { chosen: row, grid } = this;
    return {
      higher: () => this.put(row, this.#height(row) + this.step),
      lower: () => this.put(row, this.#height(row) - this.step),
      earlier: () => this.shift(row, -1),
      later: () => this.shift(row, 1),
      rename: () => this.#rename(row),
      insert: () => this.#insert(row),
      remove: () => this.#remove(row),
      undo: () => grid.undo(true),
      redo: () => grid.redo(true),
      print: () => print(this.section),
    };
  }

  #key(event) {
    const row = this.rowOf(event.target.closest("[data-point]"));
    const [height, large] = [this.#height(row), 4 * this.step];
    const acts = {
      ArrowUp: () => this.put(row, height + this.step),
      ArrowDown: () => this.put(row, height - this.step),
      PageUp: () => this.put(row, height + large),
      PageDown: () => this.put(row, height - large),
      Home: () => this.put(row, this.low),
      End: () => this.put(row, this.high),
      ArrowLeft: () => this.shift(row, -1),
      ArrowRight: () => this.shift(row, 1),
      Enter: () => this.#rename(row),
      F2: () => this.#rename(row),
      Delete: () => this.#remove(row),
    };
    const control = event.ctrlKey || event.metaKey;
    const back = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    const act = control ? back && this.#acts()[back] : acts[event.key];
    if (!act || event.altKey || !row) return;
    event.preventDefault();
    act();
    this.#show();
  }

  #height(row) {
    return this.points[this.rows.indexOf(row)]?.height ?? 0;
  }

  /** A new point halfway to the next one, in the same hands; what else it needs stands empty in the table. */
  #insert(row) {
    const at = this.rows.indexOf(row);
    const next = this.points[at + 1]?.height ?? this.#height(row);
    const middle = Math.round((this.#height(row) + next) / 2 / this.step) * this.step;
    const texts = Object.fromEntries([this.curve.lanes, this.curve.stages].filter(Boolean).map((column) => [column, this.grid.rows.box(row, column).value]));
    const added = this.grid.insert(row, { ...texts, [this.column.name]: middle });
    if (!added) return;
    this.choose(added);
    this.#rename(added);
  }

  #remove(row) {
    this.grid.remove(row);
    this.picture.points.get(this.chosen)?.focus();
  }

  /** A box over the name: Enter or leaving it keeps it, Escape does not. */
  #rename(row) {
    if (!row || this.sheet.querySelector("input")) return;
    const [at, was] = [this.rows.indexOf(row), this.grid.rows.box(row, NAME).value];
    const box = Object.assign(document.createElement("input"), { className: "journey-name", value: was, maxLength: 60, autocomplete: "off", ariaLabel: this.texts.rename });
    box.style.insetInlineStart = `${Math.max(4, Math.min(this.picture.x(at) - 110, this.picture.size.width - 224))}px`;
    const done = (keeps) => {
      box.onblur = null;
      const text = box.value.trim();
      box.remove();
      if (keeps && text !== was) this.grid.set(row, { [NAME]: text });
    };
    box.onblur = () => done(true);
    box.addEventListener("keydown", ({ key }) => {
      if (key !== "Enter" && key !== "Escape") return;
      done(key === "Enter");
      this.picture.points.get(row)?.focus();
    });
    this.sheet.append(box);
    box.focus();
    box.select();
  }

  #buttons() {
    const button = (name) => this.section.querySelector(`[data-do="${name}"]`);
    if (!this.canChange) return;
    const { history, table, rows } = this.grid;
    const point = this.points[this.at];
    const [height, last] = [point?.height ?? 0, this.points.length - 1];
    const off = { higher: height >= this.high, lower: height <= this.low, earlier: this.at <= 0, later: this.at >= last, insert: rows.all.length >= table.most, rename: !point, remove: !point };
    for (const [name, isOff] of Object.entries(off)) button(name).setAttribute("aria-disabled", isOff);
    button("undo").hidden = !history.canUndo;
    button("redo").hidden = !history.canRedo;
    this.section.querySelector("[data-chosen]").textContent = point ? `${point.name || this.texts.unnamed}: ${point.height === null ? this.texts.empty : this.said(height)}` : "";
  }

  /** Bring the chosen point into sight. */
  #show() {
    const x = this.picture.x(this.at);
    const { scrollLeft, clientWidth } = this.way;
    if (x < scrollLeft + 60 || x > scrollLeft + clientWidth - 60) this.way.scrollLeft = x - clientWidth / 2;
  }
}

/** Print the map alone, on a sheet of its own across, once its pictures are there. */
async function print(section) {
  const images = [...section.querySelectorAll("[data-strip] img")];
  for (const image of images) image.loading = "eager";
  await Promise.allSettled(images.map((image) => image.decode()));
  const { dataset } = document.documentElement;
  dataset.print = "journey";
  addEventListener("afterprint", () => delete dataset.print, { once: true });
  window.print();
}
