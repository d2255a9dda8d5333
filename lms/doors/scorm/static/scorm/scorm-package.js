/**
 * A module in one window: its pages one at a time, in any of its languages, and what is kept of the reader by the platform.
 * A page is made anew each time it is turned to, from `<template data-language="da" data-page="01-…">`; "" is the overview.
 */

import keys from "../web/js/keys.js";
import menu from "../web/js/menu.js";
import { blockInView } from "../web/js/place.js";
import print from "../web/js/print.js";
import { Blocks } from "./scorm-blocks.js";
import { Record } from "./scorm-record.js";
import { Telling } from "./scorm-telling.js";

const OVERVIEW = -1;
const RESTS = 1500; // milliseconds of reading until the place is noted

export class Package {
  /** @param {HTMLElement} root @param {Object} about @param {import("./scorm-api.js").Platform} platform */
  constructor(root, about, platform) {
    Object.assign(this, { root, about, platform });
    this.record = new Record(about, platform);
    this.telling = new Telling(root, this.record, () => this.words);
    this.blocks = new Blocks(this);
    this.resting = 0;
    this.watch = new IntersectionObserver(() => (this.resting ||= setTimeout(() => this.#place(), RESTS)), { rootMargin: "-40% 0px -60% 0px" });
  }

  get state() {
    return this.record.state;
  }

  get words() {
    return this.about.words[this.state.language];
  }

  /** Begin where the reader was. */
  open() {
    this.record.begin();
    this.root.addEventListener("click", (event) => this.#click(event));
    keys(this.root);
    this.#frame();
    this.show(this.state.page, { block: this.state.block });
    this.telling.show();
    addEventListener("pagehide", () => this.record.end());
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.record.handOver());
    addEventListener("beforeunload", (event) => this.blocks.hasUnsaved && event.preventDefault());
    document.documentElement.dataset.ready = "";
  }

  /** Turn to a page, by its number. */
  show(page, { block = 0 } = {}) {
    Object.assign(this.state, { page, block });
    const name = page === OVERVIEW ? "" : this.about.pages[page].name;
    const here = this.root.querySelector("[data-page-here]");
    const template = document.querySelector(`template[data-language="${this.state.language}"][data-page="${CSS.escape(name)}"]`);
    this.watch.disconnect();
    here.replaceChildren(template.content.cloneNode(true));
    this.#standing();
    this.blocks.start(here);
    for (const each of here.querySelectorAll("[data-block]")) this.watch.observe(each);
    const target = block > 0 ? here.querySelectorAll("[data-block]")[block] : null;
    if (target) target.scrollIntoView({ block: "start", behavior: "instant" });
    else scrollTo({ top: 0, behavior: "instant" });
    this.#focus(here.querySelector("h1"));
  }

  /** Note what changed, hand it over, and show it. */
  noted() {
    this.record.handOver();
    this.#standing();
    this.telling.show();
  }

  #turn(page) {
    this.show(page);
    this.noted();
  }

  #next() {
    const { page, read } = this.state;
    read[page] = true;
    const last = page === this.about.pages.length - 1;
    this.#turn(last ? OVERVIEW : page + 1);
  }

  #click(event) {
    const at = (selector) => event.target.closest?.(selector);
    const link = at("[data-page-link], a[data-page]");
    if (link) {
      event.preventDefault();
      link.closest("details")?.removeAttribute("open");
      this.#turn(this.about.pages.findIndex(({ name }) => name === (link.dataset.pageLink ?? link.dataset.page)));
    } else if (at("[data-next]")) this.#next();
    else if (at("[data-prev]")) this.#turn(this.state.page - 1);
    else if (at("[data-go-on]")) this.#turn(this.#goOn());
    else if (at("[data-speak]")) this.#speak(at("[data-speak]").dataset.speak);
    else if (at("[data-print-page]")) window.print();
    else if (at("[data-hand-over]")) this.noted();
  }

  /** The page to go on with: the first that is not read, else the first with questions not passed yet, else the first. */
  #goOn() {
    const { pages, quizzes } = this.about;
    const isOpen = (name) => !this.state.results[quizzes.indexOf(name)]?.passed;
    const unread = this.state.read.indexOf(false);
    return unread >= 0 ? unread : Math.max(0, pages.findIndex((page) => page.quizzes.some(isOpen)));
  }

  /** Go on in another language, on the same page and at the same block. */
  #speak(language) {
    this.#place();
    this.state.language = language;
    this.#frame();
    this.show(this.state.page, { block: this.state.block });
    this.noted();
    this.root.querySelector("[data-speak]")?.closest("details").querySelector("summary").focus();
  }

  #frame() {
    const { language } = this.state;
    document.documentElement.lang = language;
    this.root.replaceChildren(document.querySelector(`template[data-frame="${language}"]`).content.cloneNode(true));
    for (const each of this.root.querySelectorAll('[data-behaviour="menu"]')) menu(each);
    for (const each of this.root.querySelectorAll('[data-behaviour="print"]')) print(each);
  }

  #focus(heading) {
    document.title = heading.textContent;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  #place() {
    clearTimeout(this.resting);
    this.resting = 0;
    const all = [...this.root.querySelectorAll("[data-block]")];
    this.state.block = Math.max(0, all.indexOf(blockInView()));
    this.record.later();
  }

  /** Show what is read and passed, wherever it is shown. */
  #standing() {
    const { words, state, about } = this;
    const stands = this.record.standing;
    const all = (selector, act) => this.root.querySelectorAll(selector).forEach(act);
    const filled = (text, slots) => Object.entries(slots).reduce((found, [name, value]) => found.replace(`{${name}}`, value), text);
    const done = state.read.filter(Boolean).length;
    about.pages.forEach(({ name }, at) => {
      all(`[data-tick="${CSS.escape(name)}"]`, (tick) => (tick.hidden = !state.read[at]));
      all(`[data-line="${CSS.escape(name)}"]`, (line) => line.classList.toggle("done", state.read[at]));
      all(`nav [data-page-link="${CSS.escape(name)}"]`, (link) => (at === state.page ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current")));
    });
    all("[data-place]", (place) => (place.textContent = state.page === OVERVIEW ? "" : filled(words.place, { page: state.page + 1, pages: about.pages.length })));
    all("[data-meter]", (meter) => (meter.value = done));
    all("[data-pages-read]", (said) => (said.textContent = filled(words.pagesRead, { done, all: about.pages.length })));
    const rule = (name, isDone, text) =>
      all(`[data-rule="${name}"]`, (line) => {
        line.classList.toggle("done", isDone);
        line.querySelector(".rule-mark").toggleAttribute("data-open", !isDone);
        line.querySelector("[data-says]").textContent = ` · ${text}`;
      });
    rule("pages", stands.pages.done === stands.pages.all, filled(words.pagesRead, stands.pages));
    const passed = stands.quizzes.done === stands.quizzes.all;
    rule("questions", passed, passed ? words.passed : words.notPassed);
    all("[data-go-on]", (button) => (button.textContent = stands.complete ? words.again : done ? words.continue : words.begin));
    all("[data-standing]", (said) => {
      const text = stands.complete ? words.completed : stands.pages.done === stands.pages.all ? words.questionsLeft : words.pagesLeft;
      said.hidden = done === 0;
      said.classList.toggle("ok", stands.complete);
      said.textContent = text;
    });
  }
}
