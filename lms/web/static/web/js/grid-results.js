/**
 * What tables add to the results of a calculator: `table[data-each="segments"]` with what each row comes to, which cells
 * are unusual (`[data-cautions]` in the table's section), and what an unfinished table still needs.
 */

import { formatValue } from "../../calculators/numerals.js";
import { INCOMPLETE, labelsOf } from "../../calculators/tables.js";
import { saidAs } from "../../calculators/words.js";
import { missingWords } from "./grid-words.js";

export class GridResults {
  /** @param {HTMLElement} section the calculator's @param {Object} page what the server printed */
  constructor(section, page) {
    Object.assign(this, { section, page, tables: page.document.tables });
  }

  /** Show what `compute` returned. */
  show(results) {
    for (const table of this.tables) {
      const names = labelsOf(results.tables[table.name]);
      this.#each(table, results.series, names);
      this.#cautions(table, results.cautions[table.name] ?? [], names);
    }
  }

  /** Return what unfinished tables still need; nothing while one of their cells is refused: that is said at the cell. */
  lacking(cells) {
    if (Object.values(cells).flat().some(({ code }) => !INCOMPLETE.has(code))) return "";
    const unfinished = this.tables.filter(({ name }) => name in cells);
    return unfinished.map((table) => missingWords(this.page, table, cells[table.name])).join(" ");
  }

  /** Return what a move of "segments.referrals" is called, or undefined for one that is of no table. */
  labelOf(moved) {
    const [name, column] = moved.split(".");
    const table = this.tables.find((each) => each.name === name);
    return column && `${table.columns.find((each) => each.name === column).label} (${table.label})`;
  }

  #each(table, series, names) {
    const { language, currency, document: declared } = this.page;
    const columns = declared.series.filter(({ over, hidden }) => over === table.name && !hidden);
    const shown = columns.every(({ name }) => Array.isArray(series[name])) ? names : [];
    const said = (value, { unit, words }) => (words ? (saidAs(declared, words, value) ?? "–") : formatValue(value, unit, language, currency));
    const rows = shown.map((name, at) => row(name, columns, (column) => said(series[column.name][at], column)));
    this.section.querySelector(`[data-each="${CSS.escape(table.name)}"] tbody`)?.replaceChildren(...rows);
  }

  #cautions(table, cautions, names) {
    const said = cautions.map(({ row: at, column: name, code }) => {
      const { label } = table.columns.find((column) => column.name === name);
      return element("p", { className: "caution" }, `${names[at]}, ${label}: ${this.page.fields[code]}`);
    });
    this.section.querySelector(`[data-table="${CSS.escape(table.name)}"] [data-cautions]`)?.replaceChildren(...said);
  }
}

function row(name, columns, figure) {
  const cells = columns.map((column) => {
    const cell = element("td", { className: "num", role: "cell" }, figure(column));
    cell.dataset.label = column.label;
    return cell;
  });
  return element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, name), ...cells);
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
