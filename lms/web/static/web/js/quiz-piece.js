/**
 * One part of a draft's questions, kept and previewed as it is typed: `<form data-behaviour="quiz-piece" data-busy="…">`.
 *
 * The form is sent as Save would send it, one request at a time. From the page that comes back the preview, what is wrong
 * and the revision are taken; the boxes stay as they are. A button that adds, moves or removes an entry takes the whole
 * form anew. What is wrong is told at a box once it was left, so that nobody is scolded while writing.
 */

import { enliven, take, tell, typed } from "./question-editor.js";
import regions from "./quiz-regions.js";

const PAUSE = 500;

export default function quizPiece(form) {
  new Piece(form);
}

class Piece {
  constructor(form) {
    Object.assign(this, { form, timer: 0, queue: Promise.resolve(), left: new Set(), sent: typed(form, "keep") });
    const outcome = () => form.querySelector("[data-outcome]");
    const later = ({ target }) => outcome().contains(target) || target.closest("[data-notices]") || this.#later();
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("focusout", ({ target }) => target.id && this.left.add(target.id));
    form.addEventListener("submit", (event) => this.#submit(event));
    addEventListener("beforeunload", (event) => this.timer && event.preventDefault());
    enliven(outcome());
    this.#formulas();
  }

  #later() {
    this.#say("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#do("keep"), PAUSE);
  }

  #submit(event) {
    const button = event.submitter;
    const what = button?.value ?? "keep";
    if (button?.name !== "do" || button.getAttribute("formaction")?.includes("?") || what.endsWith("mended")) {
      clearTimeout(this.timer);
      this.timer = 0;
      return;
    }
    event.preventDefault();
    if (button.hasAttribute("data-save")) for (const each of this.form.elements) this.left.add(each.id);
    this.#do(what, button.getAttribute("formaction")?.replace("#", ""));
  }

  /** Send everything on the page, one request after the other; `to`: the id that has the focus afterwards. */
  #do(what, to) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.queue = this.queue
      .then(() => this.#send(what, to))
      .catch((error) => {
        console.error(error);
        this.#say("waiting");
        tell(this.form.querySelector("[data-outcome]"), this.form.dataset.busy);
      });
  }

  async #send(what, to) {
    const body = typed(this.form, what);
    if (what === "keep" && body === this.sent && !to) return this.#say("saved");
    this.#say("saving");
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-Part-Alone": "1" };
    const answer = await fetch(location.href, { method: "POST", body, headers, redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-behaviour=quiz-piece]");
    if (!fresh) throw new Error(String(answer.status));
    const isStill = typed(this.form, what) === body;
    this.sent = isStill ? typed(this.form, "keep") : "";
    if (answer.ok) this.#rebase(fresh);
    this.#take(page, fresh, what);
    if (answer.ok) this.#say(isStill ? "saved" : "waiting");
    else this.#say("refused");
    this.#focus(to);
    if (!isStill && answer.ok) this.#later();
  }

  #rebase(fresh) {
    this.form.querySelector("[name=base]").value = fresh.querySelector("[name=base]").value;
    this.sent = this.sent && typed(this.form, "keep");
  }

  #take(page, fresh, what) {
    if (what.includes(":") && !page.querySelector("[data-notices] [role=alert]")) {
      this.form.querySelector("[data-form]").replaceWith(fresh.querySelector("[data-form]"));
      const drawing = this.form.querySelector("[data-behaviour=quiz-regions]");
      if (drawing) regions(drawing);
      this.#formulas();
      this.sent = typed(this.form, "keep");
      this.form.querySelector("[data-outcome]").replaceWith(fresh.querySelector("[data-outcome]"));
    } else {
      this.form.querySelector("[data-notices]").replaceChildren(...fresh.querySelector("[data-notices]").childNodes);
      take(this.form, page, (id) => this.left.has(id.replace(/-error$/, "")) || !document.getElementById(id.replace(/-error$/, "")));
    }
    enliven(this.form.querySelector("[data-outcome]"));
  }

  #focus(to) {
    const found = to && document.getElementById(to);
    if (!found) return;
    const first = found.matches("fieldset") && found.querySelector("textarea, input:not([type=hidden]), select");
    (first || found).focus();
  }

  #say(state) {
    document.dispatchEvent(new CustomEvent("draft:state", { detail: { state } }));
  }

  /** The names a formula may use stand below it while it has the focus; a tap puts one in. */
  #formulas() {
    const names = this.form.dataset.names ? JSON.parse(this.form.dataset.names) : [];
    if (!names.length) return;
    for (const field of this.form.querySelectorAll("[data-formula]:not([data-ready])")) {
      field.dataset.ready = "";
      const row = Object.assign(document.createElement("div"), { className: "formula-names", hidden: true });
      for (const [name, words] of names) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: words, title: name });
        button.addEventListener("click", () => put(field.querySelector("input"), name));
        row.append(button);
      }
      field.append(row);
      field.addEventListener("focusin", () => (row.hidden = false));
      field.addEventListener("focusout", ({ relatedTarget }) => (row.hidden = !field.contains(relatedTarget)));
    }
  }
}

function put(input, name) {
  const [from, to] = [input.selectionStart, input.selectionEnd];
  const gap = from && /[A-Za-z0-9_]/.test(input.value[from - 1]) ? " " : "";
  input.setRangeText(gap + name, from, to, "end");
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
