/**
 * A curriculum being changed: every button acts at once and the page stays where it is, what is typed is kept by itself,
 * Alt with an arrow key or dragging moves a module. Without this script each button is an ordinary form.
 *
 * `<form data-behaviour="curriculum"><ol class="plan" data-places><li data-module data-title>…<button name="act" value="up:…" id>…`
 * The server answers each act with the whole page; its form, side and acts take the place of those shown.
 */

import { dragging } from "./curriculum-drag.js";

const PAUSE = 700;
const WHOLE = ["#curriculum", "#curriculum-acts"];
const FIGURES = ["takes", "weeks", "days", "checks"].map((part) => `[data-part=${part}]`);
/** What changes beside the fields when something was typed: nobody's cursor stands there. */
const BESIDE = [...FIGURES, "#curriculum-acts"];

export default function curriculum(form) {
  new Editing(form);
}

class Editing {
  constructor(form) {
    Object.assign(this, { form, timer: 0, queue: Promise.resolve() });
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("input", ({ target }) => target.name !== "act" && this.#later());
    form.addEventListener("keydown", (event) => this.#keys(event));
    dragging(form, (module, section, place) => this.#do(`put:${module}:${section}:${place}`, `up-${module}`));
    addEventListener("beforeunload", (event) => this.timer && event.preventDefault());
  }

  #submit(event) {
    const act = event.submitter?.value ?? "keep";
    if (["publish", "preview"].includes(act)) return this.#settle();
    event.preventDefault();
    this.#do(act, event.submitter?.id);
  }

  #keys(event) {
    const item = event.target.closest("[data-module]");
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!item || !event.altKey || !way) return;
    event.preventDefault();
    const button = this.form.querySelector(`#${way}-${CSS.escape(item.dataset.module)}`);
    if (button && !button.disabled) this.#do(button.value, event.target.id || button.id);
  }

  #later() {
    this.#say("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#do("keep"), PAUSE);
  }

  #settle() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** Send everything on the page and one act, one after the other; `focus`: the id that has the focus afterwards. */
  #do(act, focus) {
    this.#settle();
    this.queue = this.queue.then(() => this.#send(act, focus ?? document.activeElement?.id)).catch(() => this.#say("refused"));
  }

  async #send(act, focus) {
    this.#say("saving");
    const body = new FormData(this.form);
    body.set("act", act);
    const typedAt = this.#typed();
    const answer = await fetch(this.form.action, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("#curriculum")) return location.assign(answer.url);
    this.#place(page, answer.ok);
    if (answer.ok) history.replaceState(null, "", answer.url.split("#")[0]);
    this.#take(page, act === "keep" || typedAt !== this.#typed() ? BESIDE : WHOLE, focus);
    this.#say(this.timer ? "waiting" : answer.ok ? "saved" : "refused");
    if (act.includes(":")) this.#tell(act);
  }

  /** What is typed now: a page that comes back later must not take it away. */
  #typed() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  /** Refusals and conflicts stand above the form: they come and go with each answer. */
  #place(page, ok) {
    for (const old of document.querySelectorAll("main > .notice, .flashes")) old.remove();
    const notice = page.querySelector("main > .notice");
    if (ok || !notice) return;
    this.form.before(notice);
    notice.focus();
  }

  #take(page, parts, focus) {
    const open = [...this.form.querySelectorAll("details[open][id]")].map((each) => each.id);
    const { value: revision } = page.querySelector("#curriculum [name=revision]"); // before its nodes move over here
    for (const part of parts) {
      const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (old && fresh) old.replaceChildren(...fresh.childNodes);
    }
    this.form.querySelector("[name=revision]").value = revision;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    const wanted = focus && document.getElementById(focus);
    if (wanted && document.activeElement !== wanted) (wanted.disabled ? wanted.parentElement.querySelector("button:not(:disabled)") : wanted)?.focus();
  }

  #say(state) {
    const shown = this.form.querySelector(".save-state");
    shown.dataset.state = state;
    shown.textContent = this.form.dataset[state] ?? "";
  }

  /** Tell where a module stands now, for those who do not see it move. */
  #tell(act) {
    const item = this.form.querySelector(`[data-module="${CSS.escape(act.split(":")[1])}"]`);
    const said = this.form.querySelector("[data-said]");
    if (!item || !said) return;
    const all = [...this.form.querySelectorAll("[data-module]")];
    said.textContent = this.form.dataset.moved.replace("{title}", item.dataset.title).replace("{place}", String(all.indexOf(item) + 1)).replace("{of}", String(all.length));
  }
}
