/**
 * What stands beside the inputs of a calculator that take a fact of the person's fact book; the server says the same
 * (facts/marks.py). In `<div class="slide" data-input="name">`: `<div data-fact>` with `[data-fact-says]`, `[data-fact-open]`
 * a link, `[data-fact-use]` and `[data-fact-keep]` buttons of a form of their own, hidden where they make no sense.
 */

import { formatInput } from "../../calculators/numerals.js";
import { flush } from "./answers.js";

export class FactMarks {
  /**
   * @param {HTMLElement} section @param {Object} page what the server printed; `page.facts` holds {input: number}
   * @param {(input: Object) => void} useAgain takes the number of one's own away, so that the fact stands there
   */
  constructor(section, page, useAgain) {
    this.page = page;
    this.rows = new Map();
    for (const input of page.document.inputs.filter(({ fact }) => fact)) {
      const row = section.querySelector(`[data-input="${CSS.escape(input.name)}"] [data-fact]`);
      if (!row) continue;
      this.rows.set(input.name, row);
      row.querySelector("[data-fact-use]").addEventListener("click", (event) => {
        event.preventDefault();
        useAgain(input);
      });
      const keep = row.querySelector("[data-fact-keep]");
      keep.addEventListener("click", (event) => keepWhatIsSaved(event, keep));
    }
  }

  /** Show how an input's own number goes with its fact; `own` is undefined where there is none. */
  mark(input, own) {
    const row = this.rows.get(input.name);
    if (!row) return;
    const fact = this.page.facts?.[input.name];
    const [known, entered] = [fact !== undefined, typeof own === "number"];
    row.querySelector("[data-fact-says]").textContent = known && entered ? this.#says(input, fact, own) : "";
    row.querySelector("[data-fact-open]").hidden = !known;
    row.querySelector("[data-fact-use]").hidden = !known || !entered;
    row.querySelector("[data-fact-keep]").hidden = !entered || own === fact;
  }

  #says(input, fact, own) {
    const { texts, language, currency } = this.page;
    return own === fact ? texts.same : texts.differs.replace("{figure}", formatInput(fact, input.unit, language, currency));
  }
}

/** What is typed goes to the server first: the number kept there becomes the fact. */
async function keepWhatIsSaved(event, button) {
  if (button.dataset.saved !== undefined) return; // pressed once more by this script: now the form is sent
  event.preventDefault();
  if (!(await flush())) return;
  button.dataset.saved = "";
  button.click();
  delete button.dataset.saved;
}
