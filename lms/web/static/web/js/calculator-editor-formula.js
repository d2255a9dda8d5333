/**
 * Completion in a formula's box: a list of names and functions below it, each with what it means.
 *
 * It opens as one types a word, or with Ctrl+Space; arrows choose, Enter or Tab takes, Escape closes. A text
 * area may not be called a combobox, but is told all that one is told: the list, the choice in it, how many there are.
 */

import { proposals } from "./calculator-editor-words.js";

const MOST = 8;

export class FormulaBox {
  /** @param {HTMLTextAreaElement} box @param {Object} words what the page printed @param {HTMLElement} said a live region */
  constructor(box, words, said) {
    Object.assign(this, { box, words, said, found: [], at: 0 });
    this.list = Object.assign(document.createElement("ul"), { id: `${box.id}-list`, className: "proposals", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.labels[0]?.textContent ?? "");
    const below = Object.assign(document.createElement("div"), { className: "proposals-place" });
    below.append(this.list);
    box.after(below);
    box.setAttribute("aria-autocomplete", "list");
    box.addEventListener("input", () => this.#typed());
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the caret stays where it is
      const option = event.target.closest("[role=option]");
      if (option) this.#take(Number(option.dataset.at));
    });
  }

  close() {
    if (this.list.hidden) return;
    this.list.hidden = true;
    for (const name of ["aria-haspopup", "aria-controls", "aria-activedescendant"]) this.box.removeAttribute(name);
  }

  #typed() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    if (/(?:^|[^0-9A-Za-z_.])[A-Za-z][A-Za-z0-9_.]*$|[=!]=\s*$|\b(?:fail|given)\s*\(\s*$/.test(before)) this.#open();
    else this.close();
  }

  #open() {
    const all = proposals(this.box.value, this.box.selectionStart, this.words, this.box.dataset.formula);
    this.found = all.slice(0, MOST);
    const typed = this.found[0] && this.box.value.slice(this.found[0].start, this.found[0].end);
    if (!all.length || (all.length === 1 && all[0].text === typed)) return this.close();
    this.at = 0;
    this.list.replaceChildren(...this.found.map((each, at) => this.#option(each, at)));
    this.list.hidden = false;
    this.box.setAttribute("aria-haspopup", "listbox");
    this.box.setAttribute("aria-controls", this.list.id);
    this.#mark();
    const { one, many } = this.words.told;
    this.said.textContent = this.found.length === 1 ? one : many.replace("{count}", String(this.found.length));
  }

  #option({ text, meaning, unit }, at) {
    const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${at}` });
    option.setAttribute("role", "option");
    option.dataset.at = String(at);
    const code = Object.assign(document.createElement("code"), { textContent: text });
    const about = Object.assign(document.createElement("span"), { textContent: [meaning, unit].filter(Boolean).join(" · ") });
    option.append(code, " ", about);
    return option;
  }

  #mark() {
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.at)));
    const chosen = this.list.children[this.at];
    this.box.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.ctrlKey && event.code === "Space") {
      event.preventDefault();
      return this.#open();
    }
    if (this.list.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      this.at = (this.at + move + this.found.length) % this.found.length;
      this.#mark();
    } else if (event.key === "Enter" || event.key === "Tab") this.#take(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(at) {
    const { text, start, end } = this.found[at];
    this.close();
    this.box.setRangeText(text, start, end, "end");
    this.box.focus();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }
}
