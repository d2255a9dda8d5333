/**
 * What is alive on a page: calculators, questions, and texts of one's own. What somebody enters is put back when the page is
 * made anew, from this window's memory; only the quizzes that count are kept by the platform.
 */

import calculator from "../web/js/calculator.js";
import { GridRows } from "../web/js/grid-rows.js";
import { formatInput } from "../calculators/numerals.js";
import { enteredIn } from "./scorm-answers.js";
import { mountQuiz } from "./scorm-quiz.js";

export class Blocks {
  /** @param {import("./scorm-package.js").Package} whole */
  constructor(whole) {
    this.whole = whole;
    this.private = new Map(); // {name of a self-assessment or drill: its state}
    this.mounted = []; // questions of the page that is shown
    this.texts = new Map(); // {block: what was written}
    this.taken = new Map(); // {block: what of it was copied or printed}
    addEventListener("afterprint", () => (this.taken = new Map(this.texts)));
  }

  /** Whether something was written that was neither copied nor printed. */
  get hasUnsaved() {
    return [...this.texts].some(([block, text]) => text.trim() && this.taken.get(block) !== text);
  }

  /** Bring a page to life. @param {HTMLElement} page */
  start(page) {
    for (const each of this.mounted.splice(0)) each.destroy();
    for (const each of page.querySelectorAll("[data-calculator-here]")) this.#try(each, () => this.#calculator(each));
    for (const each of page.querySelectorAll("[data-asked]")) this.#try(each, () => this.#asked(each));
    for (const each of page.querySelectorAll("[data-own-words]")) this.#ownWords(each);
  }

  /** What fails takes nothing else on the page down with it. */
  #try(place, act) {
    Promise.resolve()
      .then(act)
      .catch((error) => {
        console.error(error);
        const said = Object.assign(document.createElement("p"), { className: "notice error", textContent: this.whole.words.failed });
        place.prepend(said);
      });
  }

  async #calculator(section) {
    const page = JSON.parse(section.querySelector("[data-calculator]").textContent);
    const own = enteredIn(section.dataset.context);
    const chosen = [];
    for (const input of page.document.inputs) {
      const box = section.querySelector(`[data-input="${CSS.escape(input.name)}"] .box`);
      if (!box || !own.has(input.name)) continue;
      const value = own.get(input.name);
      box.value = typeof value === "number" ? formatInput(value, input.unit, page.language, page.currency) : value;
      if (box.tagName === "SELECT") chosen.push(box);
    }
    for (const table of page.document.tables ?? []) if (own.has(table.name)) fill(section, table, page, own.get(table.name));
    await calculator(section);
    for (const box of chosen) box.dispatchEvent(new Event("change"));
  }

  #asked(section) {
    const { quiz: name, asked: kind } = section.dataset;
    const { record, words, state, about } = this.whole;
    const data = JSON.parse(section.querySelector("[data-quiz-data]").textContent);
    const at = kind === "quiz" ? about.quizzes.indexOf(name) : -1;
    const mounted = mountQuiz({
      root: section.querySelector("[data-quiz-root]"),
      data,
      state: at < 0 ? (this.private.get(name) ?? "") : state.quizzes[at],
      words: words.asked,
      language: state.language,
      onChange: (kept) => {
        if (at < 0) return void this.private.set(name, kept);
        state.quizzes[at] = kept;
        record.later();
      },
      onResult: (found) => {
        if (at < 0) return;
        record.result(at, found);
        this.whole.noted();
      },
    });
    this.mounted.push(mounted);
  }

  #ownWords(box) {
    const block = box.dataset.ownWords;
    const text = box.querySelector("textarea");
    const told = box.querySelector("[data-words-told]");
    text.value = this.texts.get(block) ?? "";
    text.addEventListener("input", () => {
      this.texts.set(block, text.value);
      told.textContent = "";
    });
    box.querySelector("[data-copy-words]").addEventListener("click", async () => {
      const copied = await taken(text);
      if (copied) this.taken.set(block, text.value);
      told.textContent = copied ? this.whole.words.copied : this.whole.words.notCopied;
    });
  }
}

/** Copy a text; frames of many platforms are not allowed the newer way. @returns {Promise<boolean>} */
async function taken(text) {
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    text.focus();
    text.select();
    return document.execCommand("copy");
  }
}

function fill(section, table, page, rows) {
  const place = section.querySelector(`[data-table="${CSS.escape(table.name)}"]`);
  if (!place) return;
  const written = new GridRows(place, table, page);
  const before = written.texts();
  const texts = written.written(rows);
  written.write(table.fixed ? texts.map((row, at) => ({ ...row, name: before[at].name })) : texts);
}
