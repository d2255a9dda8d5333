/**
 * Rows of a table from a file or a copied text, `<details data-import>` in a grid: a preview of what was read, into which
 * column each part of it goes, and what is wrong with a cell. Nothing changes before "Take these rows" is pressed, and that
 * is one step to take back. The server does the same without this script (sheets.py).
 */

import { tableProblems, INCOMPLETE } from "../../calculators/tables.js";
import { parseNumber } from "../../calculators/numerals.js";
import { layOut, linesOf, placesOf, rowsOf, textOf } from "./grid-sheet.js";
import { filled, problemWords } from "./grid-words.js";

const SHOWN = 12;
const NAME = "name";

export class GridImport {
  /** @param {HTMLDetailsElement} place @param {import("./grid.js").Grid} grid */
  constructor(place, grid) {
    Object.assign(this, { place, grid, table: grid.table, page: grid.page, texts: grid.page.texts.grid });
    const at = (name) => place.querySelector(`[data-${name}]`);
    Object.assign(this, { file: at("file"), text: at("sheet"), preview: at("preview"), told: at("import-told"), take: at("take-rows") });
    this.file.addEventListener("change", () => this.#open(this.file.files[0]));
    this.text.addEventListener("input", () => this.#read(this.text.value));
    at("show").hidden = true; // here it shows at once
    this.preview.addEventListener("change", ({ target }) => this.#aim(target));
    place.addEventListener("change", ({ target }) => target.type === "radio" && this.lines && this.#show());
    this.take.addEventListener("click", () => this.#taken());
    if (this.file.files[0]) this.#open(this.file.files[0]); // given before this listened
    else this.#read(this.text.value);
  }

  async #open(file) {
    if (!file) return;
    const { text, problem } = textOf(await file.slice(0, 1_000_001).arrayBuffer());
    if (problem) this.#refuse(this.texts[`import_${problem}`]);
    else this.#read(text);
  }

  #read(text) {
    const lines = linesOf(text);
    this.given = this.page.texts.given?.[this.table.name]; // rows that are there already: a file only fills them
    Object.assign(this, { lines }, layOut(lines, this.table, this.page.language, this.given));
    if (!this.body.length) return this.#refuse(text.trim() ? this.texts.import_empty : "");
    this.#show();
  }

  #refuse(words) {
    this.lines = null;
    this.preview.replaceChildren();
    this.take.hidden = true;
    this.told.textContent = words;
  }

  /** Another column was chosen for a part of the sheet; the part that had it is left out. */
  #aim(select) {
    if (select.dataset.part === undefined) return;
    this.targets = this.targets.map((column, at) => (at === Number(select.dataset.part) ? select.value || null : column === select.value ? null : column));
    this.#show();
    this.preview.querySelector(`[data-part="${select.dataset.part}"]`).focus();
  }

  #show() {
    const rows = this.#rows();
    const room = this.given ? rows.length : this.table.most - this.#kept().length;
    const fits = rows.length <= room && this.targets.some(Boolean);
    const problems = fits ? this.#problems(rows) : new Map();
    this.preview.replaceChildren(this.#table(problems));
    const places = this.given && placesOf(this.body, this.targets, this.given);
    const others = this.body.filter((_line, at) => places?.[at] === null).map(([first]) => first);
    const unmatched = others.length ? filled(this.texts.import_unmatched, { lines: others.join(", ") }) : "";
    const count = this.body.length - others.length;
    const more = count > SHOWN ? filled(this.texts.others, { count: count - SHOWN }) : "";
    const mend = problems.size ? filled(this.texts.import_mend, { count: problems.size }) : "";
    const words = fits ? [filled(this.texts.import_found, { count }), more, mend, unmatched].filter(Boolean).join(" ") : filled(this.texts.import_rows, { count, room });
    this.told.textContent = words;
    this.take.hidden = !fits || count === 0;
  }

  /** The rows as they will stand: those of the file, or the given ones with its numbers in them. */
  #rows() {
    const read = rowsOf(this.body, this.targets, this.table);
    if (!this.given) return read;
    const places = placesOf(this.body, this.targets, this.given);
    const said = (row) => Object.fromEntries(Object.entries(row).filter(([name, text]) => text && name !== NAME));
    return this.grid.rows.texts().map((row, at) => ({ ...row, ...said(read[places.indexOf(at)] ?? {}) }));
  }

  /** The rows of the table that stay: none where they are replaced. */
  #kept() {
    const appends = this.place.querySelector('input[value="append"]')?.checked;
    return appends ? this.grid.rows.texts().filter((row) => Object.values(row).some((text) => text.trim())) : [];
  }

  /** @returns {Map<string, string>} what is wrong, by "row column" */
  #problems(rows) {
    const unread = new Map();
    const value = (text, { name, unit }, at) => {
      if (unit === "text") return text;
      const read = text ? parseNumber(text, this.page.language, unit) : null;
      if (read?.problem) unread.set(`${at} ${name}`, read.problem);
      return read?.problem ? NaN : read;
    };
    const values = rows.map((row, at) => ({ [NAME]: row[NAME], ...Object.fromEntries(this.table.columns.map((column) => [column.name, value(row[column.name], column, at)])) }));
    const hard = tableProblems(this.table, values).filter(({ code, row }) => row !== null && !INCOMPLETE.has(code));
    return new Map(hard.map(({ row, column, code }) => [`${row} ${column}`, problemWords(this.page, this.table, { column, code: unread.get(`${row} ${column}`) ?? code })]));
  }

  #table(problems) {
    const columns = [{ name: NAME, label: this.table.row_label }, ...this.table.columns];
    const head = this.targets.map((target, part) => {
      const said = this.headings[part] || filled(this.texts.import_part, { number: part + 1 });
      const options = [{ name: "", label: this.texts.import_skip }, ...columns].map(({ name, label }) => new Option(label, name, name === target, name === target));
      const select = element("select", { ariaLabel: filled(this.texts.import_goes, { part: said }) }, ...options);
      select.dataset.part = part;
      return element("th", { scope: "col" }, element("span", { className: "small quiet" }, said), select);
    });
    const places = this.given && placesOf(this.body, this.targets, this.given);
    const rows = this.body.slice(0, SHOWN).map((line, row) => {
      const cells = this.targets.map((target, part) => {
        const problem = target && problems.get(`${places ? places[row] : row} ${target}`);
        const words = problem ? [element("p", { className: "error" }, problem)] : [];
        return element("td", { className: target ? "" : "quiet" }, line[part] ?? "", ...words);
      });
      return element("tr", {}, ...cells);
    });
    return element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows));
  }

  #taken() {
    const rows = this.#rows();
    const count = this.given ? placesOf(this.body, this.targets, this.given).filter((place) => place !== null).length : rows.length;
    this.grid.replace([...this.#kept(), ...rows]);
    this.file.value = this.text.value = "";
    this.#refuse("");
    this.place.open = false;
    this.grid.tell(filled(this.texts.import_taken, { count }));
    this.grid.section.querySelector("[data-undo]").focus();
  }
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
