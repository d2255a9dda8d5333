/**
 * One line of a tool's ranges: `[data-low]`, `[data-likely]`, `[data-high]`, `[data-shape]` and `[data-error]` in a row.
 * What is typed is judged here as far as its form goes; the hard range of a number is judged by the server.
 */

import { formatInput, parseNumber } from "../../calculators/numerals.js";

export class RangeLine {
  #error = "";

  /** @param {HTMLElement} row @param {{unit: string, value: number}} number @param {Object} page @param {(value: Object|null) => void} keep */
  constructor(row, number, page, keep) {
    Object.assign(this, { row, number, page, keep });
    for (const name of ["low", "high", "shape"]) this[name] = row.querySelector(`[data-${name}]`);
    for (const box of [this.low, this.high, this.shape]) box.addEventListener("change", () => this.#changed());
  }

  /** Whether there is a range here. */
  get isSet() {
    return this.low.value.trim() !== "" && this.high.value.trim() !== "";
  }

  /** Whether nothing in it has to be mended first. */
  get isSound() {
    return !this.#error;
  }

  /** Say what is wrong with it; nothing clears it. */
  explain(words) {
    this.#error = words;
    this.row.querySelector("[data-error]").textContent = words;
    for (const box of [this.low, this.high]) {
      if (words) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
  }

  /** The number itself has moved. */
  standing() {
    this.row.querySelector("[data-likely]").textContent = this.#written(this.number.value);
    const [low, high] = this.#ends();
    if (this.isSet && typeof low === "number" && typeof high === "number") this.explain(this.#judged(low, high));
  }

  /** Put another range here, or none. */
  put(value) {
    this.low.value = value ? this.#written(value.low) : "";
    this.high.value = value ? this.#written(value.high) : "";
    if (value) this.shape.value = value.shape;
    this.explain("");
  }

  /** A range as a person reads it. */
  words(value) {
    return value ? `${this.#written(value.low)} – ${this.#written(value.high)}` : "–";
  }

  #changed() {
    const [low, high] = this.#ends();
    const { problems, texts } = this.page;
    const empty = (end) => end.problem === "EMPTY";
    if (empty(low) && empty(high)) {
      this.explain("");
      return this.keep(null);
    }
    const problem = [low, high].find((end) => end.problem && !empty(end))?.problem;
    if (problem) return this.explain(problems[problem] ?? problem);
    // the other end is still to be typed: said when the person leaves the line
    if (empty(low) || empty(high)) return this.#later(texts.both);
    const words = this.#judged(low, high);
    this.explain(words);
    if (words) return;
    this.low.value = this.#written(low);
    this.high.value = this.#written(high);
    this.keep({ shape: this.shape.value, low, high });
  }

  #later(words) {
    this.explain("");
    this.#error = words;
    const left = ({ relatedTarget }) => {
      if (this.row.contains(relatedTarget)) return;
      this.row.removeEventListener("focusout", left);
      if (this.#error === words) this.explain(words);
    };
    this.row.addEventListener("focusout", left);
  }

  #judged(low, high) {
    const { problems } = this.page;
    if (low > high) return problems.LOW_ABOVE_HIGH;
    if (this.shape.value === "lognormal" && low <= 0) return problems.P10_NOT_POSITIVE;
    return low <= this.number.value && this.number.value <= high ? "" : problems.MODE_OUTSIDE;
  }

  #ends() {
    const read = (box) => parseNumber(box.value, this.page.language, this.number.unit);
    return [read(this.low), read(this.high)];
  }

  #written(value) {
    return formatInput(value, this.number.unit, this.page.language, this.page.currency);
  }
}
