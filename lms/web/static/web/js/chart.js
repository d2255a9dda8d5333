/**
 * A Vega-Lite chart under a strict policy: no eval (syntax trees and an interpreter), drawn as SVG, in the colours and
 * type of the theme, in the reader's numerals. The library is fetched when the chart comes near the window.
 *
 * Placeholders in a specification: `$pine`, `$pine_soft`, `$sun`, `$clay`, `$ink`, `$ink_2`, `$line`, `$surface`,
 * `$sans`, `$serif`; `$money` the words of a money axis (its data are divided to fit), `$number` a number format;
 * `$text:name` a text of the chart. Beside its fields a row has `label` (of a table: the row's name) and, for each column
 * and each field in [chart.words], `<name>_text`.
 */

import { formatNumber, formatValue, moneyScale } from "../../calculators/numerals.js";
import { saidAs } from "../../calculators/words.js";
import { NARROW, filled, fitting, merged, theme, tokensOf } from "./chart-theme.js";

const LOCALES = {
  en: { decimal: ".", thousands: ",", grouping: [3], currency: ["", ""] },
  da: { decimal: ",", thousands: ".", grouping: [3], currency: ["", " kr."] },
  sv: { decimal: ",", thousands: "\u00a0", grouping: [3], currency: ["", " kr"] },
};
const NEAR = "400px";

/**
 * What Vega remarks on, put on the console. Two remarks are about no fault: a layer may have no row for these numbers
 * (nobody stands at the mark), and where each row has a height of its own only the width is fitted.
 */
const NO_FAULT = /^(Infinite extent|Dropping "fit-y")/;
const remarks = {
  level() {
    return this;
  },
  error(...words) {
    console.error(...words);
    return this;
  },
  warn(...words) {
    if (!NO_FAULT.test(words[0])) console.warn(...words);
    return this;
  },
  info() {
    return this;
  },
  debug() {
    return this;
  },
};

let vega = null;

export class Chart {
  /** @param {HTMLElement} plot @param {{document: Object, language: string, currency: string}} page */
  constructor(plot, page) {
    this.plot = plot;
    this.page = page;
    this.divisor = 0;
    this.rows = null;
    this.fits = false;
    this.near = near(plot);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#again());
    new ResizeObserver(() => this.#wider()).observe(plot);
  }

  /** Draw these rows; several calls within one drawing become one, the last. Once `settled`, it is fitted anew too. */
  async show(rows, settled = true) {
    this.rows = rows;
    this.fits ||= settled;
    if (this.drawing) return;
    this.drawing = true;
    try {
      await this.near;
      while (this.rows) {
        const latest = this.rows;
        this.rows = null;
        await this.#draw(latest);
      }
    } finally {
      this.drawing = false;
    }
  }

  async #draw(rows) {
    this.latest = rows;
    this.plot.toggleAttribute("data-nothing", rows.length === 0); // numbers without a result have no picture
    if (!rows.length) return;
    const { language, currency } = this.page;
    const money = this.#moneyFields(rows);
    const largest = Math.max(0, ...rows.flatMap((row) => money.map((name) => Math.abs(row[name]) || 0)));
    const [divisor, words] = moneyScale(largest, language, currency);
    const table = rows.map((row) => this.#datum(row, money, divisor));
    if (this.view && divisor === this.divisor) await this.#change(table);
    else await this.#build(table, words);
    this.divisor = divisor;
  }

  async #build(table, words) {
    const { parse, View, compile, expressionInterpreter } = await (vega ??= import("../vendor/vega.js"));
    this.view?.finalize();
    const { spec: found, texts } = this.page.document.chart;
    const tokens = tokensOf(this.plot);
    this.narrow = this.#width() < NARROW;
    const spec = filled(fitting(found, this.narrow), { ...tokens, money: words, number: ",.2~f" }, texts);
    const full = { ...spec, data: { name: "table", values: table }, width: this.#width(), config: merged(theme(tokens), spec.config ?? {}) };
    const locale = { number: LOCALES[this.page.language] ?? LOCALES.en };
    const runtime = parse(compile(full, { logger: remarks }).spec, null, { ast: true });
    const view = new View(runtime, { expr: expressionInterpreter, renderer: "svg", locale, logger: remarks, hover: false });
    await view.initialize(this.plot).runAsync();
    this.plot.querySelector("svg")?.setAttribute("aria-hidden", "true");
    this.view = view;
    this.fits = false;
  }

  /** Draw other numbers. The same rows keep their marks: only what is different is worked out and written anew. */
  async #change(table) {
    const standing = this.view.data("table");
    const changes = this.view.changeset();
    if (table.length === standing.length && table.every(({ row, label }, at) => standing[at].row === row && standing[at].label === label)) {
      table.forEach((datum, at) => {
        for (const [name, value] of Object.entries(datum)) if (standing[at][name] !== value) changes.modify(standing[at], name, value);
      });
    } else {
      changes.remove(() => true).insert(table);
    }
    if (this.fits) this.view.resize(); // words beside an axis have become longer or shorter
    this.fits = false;
    await this.view.change("table", changes).runAsync();
  }

  /** Columns in money; where a chart has named rows, all their fields are drawn on the one money axis. */
  #moneyFields([first = {}]) {
    const { columns, rows } = this.page.document.chart;
    const money = columns.filter(({ unit }) => unit === "money").map(({ name }) => name);
    return rows.length && money.length ? Object.keys(first).filter((name) => typeof first[name] === "number") : money;
  }

  /** One row as the specification sees it: money fitted to the axis, `label` of a named row, `<column>_text` to write. */
  #datum(row, money, divisor) {
    const { columns, rows, words = {} } = this.page.document.chart;
    const { language, currency } = this.page;
    const fitted = Object.fromEntries(money.map((name) => [name, row[name] / divisor]));
    const text = ({ name, unit }) => (unit === "money" ? formatNumber(threeFigures(row[name]) / divisor, language) : formatValue(row[name], unit, language, currency));
    const texts = columns.filter(({ unit }) => unit !== "text").map((column) => [`${column.name}_text`, typeof row[column.name] === "number" ? text(column) : undefined]);
    const named = [...Object.entries(words), ...columns.flatMap(({ name, words: own }) => (own ? [[name, own]] : []))];
    const said = named.map(([name, own]) => [`${name}_text`, saidAs(this.page.document, own, row[name]) ?? "–"]);
    return { ...row, ...fitted, ...Object.fromEntries([...texts, ...said]), label: row.label ?? rows.find(({ name }) => name === row.row)?.label };
  }

  #width() {
    return Math.max(200, this.plot.clientWidth);
  }

  #wider() {
    if (!this.view) return;
    if (this.narrow !== this.#width() < NARROW) this.#again();
    else this.view.width(this.#width()).runAsync();
  }

  async #again() {
    this.divisor = 0;
    if (this.latest) await this.show(this.latest);
  }
}

/** An amount rounded as the headline rounds it: to three significant figures from 1,000. */
function threeFigures(amount) {
  return Math.abs(amount) < 1000 ? amount : Number(amount.toPrecision(3));
}

function near(plot) {
  return new Promise((resolve) => {
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!entry.isIntersecting) return;
        watch.disconnect();
        resolve();
      },
      { rootMargin: NEAR },
    );
    watch.observe(plot);
    addEventListener("beforeprint", resolve, { once: true });
  });
}
