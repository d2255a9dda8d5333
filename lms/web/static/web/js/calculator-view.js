/**
 * Shows the results of a calculator in the places the page has for them; each is optional:
 * `[data-output="name"]` a figure, left out of `.figures` where it is not defined · `[data-sentence]` · `[data-mine]` and `progress[data-mine-meter]` ·
 * `ol[data-moves]` (as many as `data-moves="3"` says) · `[data-note="name"]` · `[data-problem]` a sentence instead of a
 * result · `table[data-twin]` and `[data-plot]`, one for each chart · `[data-said]` what a screen reader hears once things have settled.
 * `[data-range-line]` the range under the headline, which has as many digits as its range bears, in the sentence too: from
 * the page's `step`, then `ranges:ran` {line, step}.
 * What a table adds to that is shown by `tables` (grid-results.js), where a calculator has one.
 */

import { formatValue } from "../../calculators/numerals.js";
import { saidAs } from "../../calculators/words.js";

const SETTLED = 900;
const NOTHING = "–";

export class CalculatorView {
  /** @param {HTMLElement} section @param {Object} page what the server printed */
  constructor(section, page) {
    this.section = section;
    this.page = page;
    this.step = page.step ?? null;
    // sliders change a figure many times a second: what is heard is `[data-said]`, once
    for (const figure of section.querySelectorAll("output")) figure.setAttribute("aria-live", "off");
    this.#findPlaces();
    section.addEventListener("ranges:ran", ({ detail }) => this.#ranged(detail));
    this.#mountCharts();
  }

  /** Show what `compute` returned; while a slider moves, what is folded away waits until it has `settled`, as do the moves. */
  show(results, settled = true) {
    for (const each of this.figures) {
      const value = results.outputs[each.output.name];
      this.#output(each, each.borne ? this.#borne(value) : value);
    }
    for (const input of this.page.document.inputs) {
      this.explain(input, results.problems[input.name]);
      this.#caution(input, results.warnings[input.name]);
    }
    this.#sentence(results);
    this.#mine(results);
    if (results.moves) this.#moves(results);
    for (const place of this.places.notes) place.toggleAttribute("hidden", !results.notes.includes(place.dataset.note));
    const drawn = [results.table, ...(results.more ?? [])];
    drawn.forEach((rows, at) => this.#twin(at, rows, settled));
    this.tables?.show(results);
    this.charts?.then((charts) => charts.forEach((chart, at) => chart.show(drawn[at], settled)));
    this.results = results;
    this.places.range?.toggleAttribute("data-stale", true);
    this.section.dispatchEvent(new CustomEvent("calculator:shown", { detail: results }));
  }

  /** Mark an input as the person's own, else as their fact book's, else as an example. */
  mark(input, own) {
    const { row, from } = this.#row(input);
    const known = input.name in (this.page.facts ?? {});
    row.toggleAttribute("data-own", own || known);
    const { yours, example, fact } = this.page.texts;
    put(from, own ? yours : known ? fact : input.example === null ? "" : example);
  }

  /** Say what is wrong with an input, by its code; nothing clears it. */
  explain(input, code) {
    const limit = (value) => (value === null || value === undefined ? "" : this.#figure(value, input.unit));
    const sentence = code ? (this.page.fields[code] ?? code) : "";
    this.say(input, sentence.replace("{minimum}", limit(input.minimum)).replace("{maximum}", limit(input.maximum)));
  }

  /** Put a sentence at an input. */
  say(input, sentence) {
    const places = input && this.#row(input);
    if (!places) return;
    put(places.error, sentence);
    if (sentence) places.box.setAttribute("aria-invalid", "true");
    else places.box.removeAttribute("aria-invalid");
  }

  /** Move a slider to a value and tell it how full its line is (0–100). */
  place(range, input, value) {
    if (typeof value !== "number") return;
    if (Number(range.value) !== value) range.value = String(value);
    const [low, high] = [Number(range.min), Number(range.max)];
    range.style.setProperty("--at", String((100 * (Number(range.value) - low)) / (high - low)));
    range.setAttribute("aria-valuetext", this.#figure(value, input.unit));
  }

  /** Look once for all places: a slider writes into them many times a second. */
  #findPlaces() {
    const at = (selector) => this.section.querySelector(selector);
    const { outputs } = this.page.document;
    const figure = (place) => {
      const output = outputs.find(({ name }) => name === place.dataset.output);
      return { place, output, borne: output?.headline && place.tagName === "OUTPUT", whole: place.closest(".figures > div") };
    };
    this.figures = [...this.section.querySelectorAll("[data-output]")].map(figure).filter(({ output }) => output);
    this.places = {
      notes: this.section.querySelectorAll("[data-note]"),
      range: at("[data-range-line]"),
      sentence: at("[data-sentence]"),
      problem: at("[data-problem]"),
      said: at("[data-said]"),
      mine: at("[data-mine]"),
      meter: at("[data-mine-meter]"),
      moves: at("[data-moves]"),
    };
    this.rows = new Map();
  }

  /** The places of an input: {row, box, error, caution, from}, or undefined. */
  #row({ name }) {
    if (!this.rows.has(name)) {
      const row = this.section.querySelector(`[data-input="${CSS.escape(name)}"]`);
      const at = (selector) => row.querySelector(selector);
      this.rows.set(name, row && { row, box: at(".box"), error: at(".error"), caution: at(".caution"), from: at("[data-from]") });
    }
    return this.rows.get(name);
  }

  /** A value as its reader says it; `words` names what says it in words. */
  #figure(value, unit, words) {
    if (words) return saidAs(this.page.document, words, value) ?? NOTHING;
    if (unit === "text") return value || NOTHING;
    return typeof value === "number" ? formatValue(value, unit, this.page.language, this.page.currency) : NOTHING;
  }

  /** Show one output; a figure beside the headline that is not defined is left out. */
  #output({ place, output, whole }, value) {
    put(place, this.#figure(value, output.unit, output.words));
    whole?.toggleAttribute("hidden", value === null);
  }

  /** Show the range under the headline, and the headline with no more digits than it bears. */
  #ranged({ line, step }) {
    this.step = step;
    put(this.places.range, line);
    this.places.range?.removeAttribute("data-stale");
    const headline = this.figures.find(({ borne }) => borne);
    if (!headline || !this.results) return;
    this.#output(headline, this.#borne(this.results.outputs[headline.output.name]));
    this.#sentence(this.results);
  }

  #borne(value) {
    return typeof value === "number" && this.step ? Math.sign(value) * Math.round(Math.abs(value) / this.step) * this.step : value;
  }

  #caution(input, code) {
    put(this.#row(input)?.caution, code ? (this.page.fields[code] ?? "") : "");
  }

  #sentence({ outputs, values, cells }) {
    const { document: declared, messages } = this.page;
    const headline = declared.outputs.find((output) => output.headline);
    const failed = Object.values(outputs).find((value) => typeof value === "string");
    const problem = typeof outputs[headline.name] === "number" ? "" : this.tables?.lacking(cells) || (messages[failed] ?? "");
    const slots = [...declared.outputs, ...declared.inputs];
    const value = ({ name }) => (name === headline.name ? this.#borne(outputs[name]) : (outputs[name] ?? values[name]));
    const sentence = problem ? "" : filled(declared.sentence, slots, (slot) => this.#figure(value(slot), slot.unit, slot.words));
    put(this.places.sentence, sentence);
    put(this.places.problem, problem);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => put(this.places.said, problem || sentence), SETTLED);
  }

  #mine({ yours, matters }) {
    const words = this.page.texts.mine.replace("{yours}", yours).replace("{matters}", matters);
    const { mine, meter } = this.places;
    put(mine, words);
    if (meter && (meter.max !== matters || meter.value !== yours)) Object.assign(meter, { max: matters, value: yours });
  }

  #moves({ moves }) {
    const list = this.places.moves;
    const { unit, words } = this.page.document.outputs.find((output) => output.headline);
    const most = moves.filter(({ swing }) => swing > 0).slice(0, Number(list?.dataset.moves || 3));
    list?.replaceChildren(
      ...most.map(({ name, low, high }) => {
        const label = this.tables?.labelOf(name) ?? this.page.document.inputs.find((input) => input.name === name).label;
        const ends = [low, high].sort((a, b) => a - b).map((end) => this.#figure(end, unit, words));
        return element("li", {}, element("span", {}, label), element("span", { className: "num" }, ends.join(` ${NOTHING} `)));
      }),
    );
  }

  /** Every chart as it is declared, the first one first. */
  get #declared() {
    const { chart, more_charts: more = [] } = this.page.document;
    return chart ? [chart, ...more] : [];
  }

  #twin(at, rows, settled) {
    const body = this.section.querySelectorAll("table[data-twin]")[at]?.tBodies[0];
    if (!settled && !body?.closest("details")?.open) return;
    const { columns, rows: named } = this.#declared[at] ?? {};
    body?.replaceChildren(
      ...rows.map((row) => {
        const label = row.label ?? named?.find(({ name }) => name === row.row)?.label;
        const cells = columns.map(({ name, unit, words }) => this.#figure(row[name], unit, words));
        const head = label ?? cells.shift();
        return element("tr", {}, element("th", { scope: "row" }, head), ...cells.map((cell) => element("td", { className: "num" }, cell)));
      }),
    );
  }

  #mountCharts() {
    const plots = [...this.section.querySelectorAll("[data-plot]")];
    const page = (chart) => ({ ...this.page, document: { ...this.page.document, chart } });
    if (!plots.length || !this.#declared.length) return;
    this.charts = import("./chart.js").then(({ Chart }) => this.#declared.map((chart, at) => new Chart(plots[at], page(chart))));
  }
}

/** Write a text where another stands: into the same node, which costs the browser less than a new one. */
function put(place, text) {
  if (!place || place.textContent === text) return;
  const [only, more] = place.childNodes;
  if (text && !more && only instanceof Text) only.data = text;
  else place.textContent = text;
}

const filled = (sentence, slots, figure) => slots.reduce((text, slot) => text.replaceAll(`{${slot.name}}`, figure(slot)), sentence ?? "").replaceAll("..", "."); // "kr." ends with one of its own

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
