/**
 * The rows of a table on the page: what stands in the boxes, as texts and as values, and the words beside them.
 * A row is a `<tr>` with a `[data-column]` box a cell and its `.error` in the same cell; new ones are made from `<template>`.
 * The rows of a way also hold a picture's id out of sight, in `[data-carried]`: it goes where its row goes.
 */

import { formatInput, formatNumber, parseNumber } from "../../calculators/numerals.js";
import { filled, problemWords } from "./grid-words.js";

export const NAME = "name";
let made = 0;

export class GridRows {
  /** @param {HTMLElement} section @param {Object} table as declared @param {Object} page what the server printed */
  constructor(section, table, page) {
    Object.assign(this, { table, page, columns: [{ name: NAME }, ...table.columns] });
    this.carried = table.curve ? ["picture"] : [];
    this.body = section.querySelector("[data-rows]");
    this.template = section.querySelector("template");
  }

  get all() {
    return [...this.body.rows];
  }

  boxes(row = this.body) {
    return [...row.querySelectorAll("[data-column]")];
  }

  box(row, column) {
    return row?.querySelector(`[data-column="${CSS.escape(column)}"]`);
  }

  /** Every row as it stands in its boxes. @returns {Object<string, string>[]} */
  texts() {
    return this.all.map((row) => ({ ...Object.fromEntries(this.boxes(row).map((box) => [box.dataset.column, box.value])), ...this.#carries(row) }));
  }

  #carries(row) {
    const held = this.carried.map((name) => [name, row.querySelector(`[data-carried="${name}"]`)?.value]);
    return Object.fromEntries(held.filter(([, value]) => value));
  }

  /** The rows with a word in them. @returns {{row: HTMLElement, values: Object, unread: Object<string, string>}[]} */
  entered() {
    const words = this.all.filter((row) => this.table.fixed || this.boxes(row).some((box) => box.value.trim()));
    return words.map((row) => ({ row, ...this.#read(row) }));
  }

  /** Put these very rows in this order; others are taken out. */
  arrange(rows) {
    const { all } = this;
    if (rows.length !== all.length || rows.some((row, at) => row !== all[at])) this.body.replaceChildren(...rows);
  }

  /** Put these texts into the rows, as many rows as there are. */
  write(rows) {
    while (this.all.length > rows.length) this.all.at(-1).remove();
    while (this.all.length < rows.length) this.add();
    this.all.forEach((row, at) => {
      for (const box of this.boxes(row)) box.value = rows[at][box.dataset.column] ?? "";
      for (const held of row.querySelectorAll("[data-carried]")) held.value = rows[at][held.dataset.carried] ?? "";
    });
    this.label();
  }

  /** Values as they stand in boxes; money without its currency, which stands at the column's head. */
  written(rows) {
    const { language } = this.page;
    const number = (value, unit) => (unit === "money" ? formatNumber(value, language) : formatInput(value, unit, language, ""));
    const text = (value, unit) => (typeof value === "number" ? number(value, unit) : unit === "text" ? (value ?? "") : "");
    const columns = [...this.columns, ...this.carried.map((name) => ({ name }))];
    return rows.map((row) => Object.fromEntries(columns.map(({ name, unit }) => [name, unit ? text(row[name], unit) : (row[name] ?? "")])));
  }

  /** @returns {HTMLElement} a new empty row, the last one or the one after this */
  add(after = null) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    made += 1;
    for (const box of this.boxes(row)) {
      const error = box.parentElement.parentElement.querySelector(".error");
      error.id = `${this.table.name}-${box.dataset.column}-new-${made}`;
      box.setAttribute("aria-describedby", error.id);
    }
    if (after) after.after(row);
    else this.body.append(row);
    this.label();
    return row;
  }

  /** Return what a row is called aloud: its name, or its number. */
  nameOf(row) {
    return this.box(row, NAME).value.trim() || filled(this.page.texts.grid.row, { number: this.all.indexOf(row) + 1 });
  }

  /** Name every box by its row and column, and every button by its row. */
  label() {
    const { grid } = this.page.texts;
    for (const row of this.all) {
      const name = this.nameOf(row);
      for (const { name: column, label } of this.table.columns) this.box(row, column).setAttribute("aria-label", `${name}: ${label}`);
      const number = filled(grid.row, { number: this.all.indexOf(row) + 1 });
      this.box(row, NAME).setAttribute("aria-label", `${number}: ${this.table.row_label}`);
      for (const act of ["remove", "up", "down"]) row.querySelector(`[data-${act}]`)?.setAttribute("aria-label", filled(grid[act], { row: name }));
    }
    this.body.querySelectorAll("[data-up]").forEach((button, at) => (button.disabled = at === 0));
    this.body.querySelectorAll("[data-down]").forEach((button, at, all) => (button.disabled = at === all.length - 1));
  }

  /** Write a number the way its reader writes it, where it is one. */
  tidy(box) {
    const value = this.#parse(box);
    if (typeof value === "number") [box.value] = this.written([{ [box.dataset.column]: value }]).map((row) => row[box.dataset.column]);
  }

  /** Say beside each cell what is wrong with it; while somebody types only what is said already changes. */
  explain(entered, problems, finished) {
    const said = new Map();
    for (const { row: at, column, code } of problems) {
      const box = column && entered[at] && this.box(entered[at].row, column);
      if (box) said.set(box, problemWords(this.page, this.table, { column, code: entered[at].unread[column] ?? code }));
    }
    for (const box of this.boxes()) if (finished || box.ariaInvalid === "true") say(box, said.get(box) ?? "");
  }

  #read(row) {
    const [values, unread] = [this.#carries(row), {}];
    for (const box of this.boxes(row)) {
      const { column } = box.dataset;
      const value = this.#parse(box);
      if (value?.problem) unread[column] = value.problem;
      values[column] = value?.problem ? NaN : value; // no number: the table says so at its place
    }
    return { values, unread };
  }

  /** @returns {string|number|null|{problem: string}} */
  #parse(box) {
    const text = box.value.trim();
    const { unit } = this.columns.find(({ name }) => name === box.dataset.column);
    if (!unit || unit === "text") return text;
    return text ? parseNumber(text, this.page.language, unit) : null;
  }
}

function say(box, words) {
  box.parentElement.parentElement.querySelector(".error").textContent = words;
  if (words) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}
