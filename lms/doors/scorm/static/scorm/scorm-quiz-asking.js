/**
 * A quiz as it is taken here, without a server: begun, answered, perhaps checked question by question, and scored.
 */

import { arrange } from "../web/js/order.js";
import { read } from "../web/js/responses.js";
import { follow } from "../web/js/spots.js";
import { Clock } from "./scorm-quiz-clock.js";
import { el, focusOn } from "./scorm-quiz-dom.js";
import { arranged, drawn } from "./scorm-quiz-draw.js";
import { field } from "./scorm-quiz-fields.js";
import { calibration, feedback, scoreBox, terms, topics } from "./scorm-quiz-parts.js";
import { LEVELS, byTopic, calibrated, counting, left, review, scoreOf, scored } from "./scorm-quiz-results.js";
import { response } from "./scorm-quiz-scores.js";
import { begun, readBack, written } from "./scorm-quiz-state.js";

const SECONDS = 60;
const SEED_LETTERS = 8;
const SEEDS = 36 ** SEED_LETTERS;

/** What the try that counts came to, for whoever keeps it. */
export const resultOf = (data, deciding) => ({
  id: data.id, done: true, score: deciding.points, max: deciding.possible, passed: deciding.passed,
  answered: deciding.answered, total: data.count, interactions: [],
});

export class Quiz {
  constructor({ root, data, voice, onChange, onResult, chance, now }) {
    Object.assign(this, { root, data, voice, onChange, onResult, chance, now, tried: null, isRefused: false, clock: null });
    root.addEventListener("click", this.#click);
    root.addEventListener("input", this.#input);
    root.addEventListener("change", this.#change);
    root.addEventListener("keydown", this.#key);
    root.addEventListener("submit", this.#submit);
  }

  /** Take up what was kept; what cannot be read is left, and the page says so. */
  restore(state) {
    try {
      this.tried = readBack(this.data, state);
    } catch {
      this.isRefused = true;
    }
    this.show();
  }

  destroy() {
    this.clock?.stop();
    for (const [name, listener] of [["click", this.#click], ["input", this.#input], ["change", this.#change], ["keydown", this.#key], ["submit", this.#submit]]) {
      this.root.removeEventListener(name, listener);
    }
    this.root.replaceChildren();
  }

  show() {
    this.clock?.stop();
    const { tried } = this;
    const page = tried === null ? this.#beginning() : tried.isOpen ? this.#questions() : this.#result();
    this.root.replaceChildren(page);
    this.#enliven(page);
    if (tried?.isOpen && tried.until !== null) this.clock.start();
  }

  #box(id) {
    return this.root.querySelector(`[data-item-box="${CSS.escape(id)}"]`);
  }

  #controls(id) {
    return [...this.root.querySelectorAll(`[data-item="${CSS.escape(id)}"]`)];
  }

  #item(id) {
    return this.data.items.find((item) => item.id === id);
  }

  get #paper() {
    const seed = this.data.settings.shuffle ? this.tried.seed : "";
    return this.tried.drawn.map((id) => arranged(this.#item(id), seed));
  }

  #keep() {
    const line = written(this.data, this.tried);
    for (const item of this.#paper.filter((each) => each.kind === "short-text")) {
      const told = this.#box(item.id)?.querySelector("[data-unkept]");
      if (told) told.textContent = this.tried.lost.has(item.id) ? this.voice.say("too_long_to_keep") : "";
    }
    this.onChange(line);
  }

  #begin() {
    const { data, tried } = this;
    const number = (tried?.number ?? 0) + 1;
    if (left(data, number - 1) === 0) return;
    const seed = Math.floor(this.chance() * SEEDS).toString(36);
    const { time_limit: minutes } = data.settings;
    const until = minutes === null ? null : Math.floor(this.now() / 1000) + SECONDS * minutes;
    this.tried = begun(number, seed, until, drawn(data, seed, tried?.drawn), tried?.deciding ?? null);
    this.isRefused = false;
    this.#keep();
    this.show();
    focusOn(this.root.querySelector("fieldset.item"));
  }

  #end() {
    const { data, tried } = this;
    const total = scored(data, tried);
    const { points, possible, passed, answered } = total;
    tried.isOpen = false;
    tried.deciding = counting(data.settings.counts, tried.deciding, { number: tried.number, points, possible, passed, answered });
    this.#keep();
    this.show();
    this.onResult(resultOf(data, tried.deciding));
    focusOn(this.root.querySelector(".score"));
  }

  #check(id) {
    const value = this.tried.answers.get(id) ?? null;
    if (value === null) return this.#explain(id, this.voice.say("answer_first"));
    this.tried.checked.add(id);
    this.#keep();
    const place = this.tried.drawn.indexOf(id);
    const made = this.#question(this.#paper[place], place);
    this.#box(id).replaceWith(made);
    this.#enliven(made);
    focusOn(made.querySelector(".feedback"));
  }

  #take(control, isFinished) {
    const { item: name } = control.dataset;
    if (name.endsWith(".sure")) {
      this.tried.sure.set(name.slice(0, -".sure".length), control.value);
      return this.#keep();
    }
    const item = this.#item(name);
    const found = read(this.#controls(name), this.voice.language);
    const kept = found.problem ? { problem: problemOf(found.problem), remedy: "" } : response(item, found.value);
    if (!kept.problem) this.#set(name, kept.value);
    if (kept.problem && isFinished) this.#explain(name, this.#problem(item, kept));
    else if (!kept.problem) this.#explain(name, "");
  }

  #set(id, value) {
    if (value === null) this.tried.answers.delete(id);
    else this.tried.answers.set(id, value);
    this.#keep();
  }

  #problem(item, { problem, remedy }) {
    const example = { en: "1,200.50", da: "1.200,50", sv: "1 200,50" }[this.voice.language] ?? "1,200.50";
    const words = [problem, remedy].filter(Boolean).map((name) => this.voice.say(name, { example, count: item.choose }));
    return words.join(" ");
  }

  #explain(id, reason) {
    const box = this.#box(id);
    const error = [...box.querySelectorAll("[data-error]")].find((each) => each.closest("[data-item-box]") === box);
    error.replaceChildren(...(reason ? [this.voice.icon("warn"), reason] : []));
    for (const each of box.querySelectorAll('[aria-invalid="true"]')) each.removeAttribute("aria-invalid");
    if (!reason) return;
    const [control] = this.#controls(id);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", error.id);
    control.focus();
  }

  #click = ({ target }) => {
    const to = target.closest("[data-to]");
    const button = target.closest("button");
    if (to) setTimeout(() => focusOn(document.getElementById(to.dataset.to)));
    else if (button?.dataset.act === "begin") this.#begin();
    else if (button?.dataset.check) this.#check(button.dataset.check);
  };

  #input = ({ target }) => target.dataset.item && this.tried?.isOpen && this.#take(target, false);

  #change = ({ target }) => target.dataset.item && this.tried?.isOpen && this.#take(target, true);

  #key = (event) => {
    if (event.key === "Enter" && event.target.matches("input[data-item]")) event.preventDefault();
  };

  #submit = (event) => {
    event.preventDefault();
    const wrong = this.root.querySelector('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    else if (this.tried?.isOpen) this.#end();
  };

  #beginning() {
    const { data, voice } = this;
    return el(
      "section",
      { class: "quiz card" },
      el("h2", {}, data.title),
      this.isRefused && voice.notice("warn", "info", el("p", {}, voice.say("state_refused"))),
      terms(voice, data, 0),
      el("p", {}, el("button", { type: "button", class: "btn", "data-act": "begin" }, voice.say("begin_questions"))),
      voice.private("stays_here"),
    );
  }

  #questions() {
    const { data, voice, tried } = this;
    if (tried.until !== null) this.clock = new Clock(voice, tried.until, this.now, () => this.#end());
    return el(
      "form",
      { class: "quiz card", novalidate: true, "aria-labelledby": `${data.id}-title` },
      el("header", { class: "head" }, el("h2", { id: `${data.id}-title` }, data.title)),
      tried.until !== null && this.clock.element,
      ...this.#paper.map((item, place) => this.#question(item, place)),
      el("div", { class: "actions" }, el("button", { type: "submit", class: "btn" }, voice.say("see_how")), voice.private("stays_here")),
    );
  }

  #question(item, place) {
    const { data, voice, tried } = this;
    const isChecked = tried.checked.has(item.id);
    const score = isChecked ? scoreOf(data, item, tried.answers.get(item.id)) : null;
    const check = data.settings.feedback === "immediate" && !isChecked;
    const button = () => el("button", { type: "button", class: "btn ghost", "data-check": item.id }, voice.icon("check"), voice.say("check"), el("span", { class: "sr" }, ` ${voice.say("question_small", { number: place + 1 })}`));
    return el(
      "fieldset",
      this.#frame(item),
      ...this.#stem(item, place),
      ...this.#field(item, score),
      item.kind === "short-text" && el("p", { class: "help", role: "status", "data-unkept": true }),
      this.#sureness(item, isChecked),
      score && feedback(voice, data, item, score),
      check && el("p", {}, button()),
    );
  }

  #frame(item, looks = "") {
    return { class: `item ${looks}`.trim(), id: `${this.data.id}-${item.id}`, tabindex: "-1", "data-item-box": item.id };
  }

  #stem(item, place) {
    const { voice, tried } = this;
    const number = el("span", { class: "item-no num" }, voice.say("question_of", { number: place + 1, all: tried.drawn.length }));
    const notYet = el("p", { class: "untranslated" }, voice.icon("globe"), voice.say("not_translated"));
    return [el("legend", {}, number, el("span", { lang: item.lang || null }, item.stem)), item.lang && notYet];
  }

  #field(item, score) {
    const { data, voice, tried } = this;
    return field({ item, base: `${data.id}-${item.id}-a`, answer: tried.answers.get(item.id) ?? null, score, voice, currency: data.currency });
  }

  #sureness(item, isSettled) {
    const { data, voice, tried } = this;
    if (!data.confidence || !item.counted) return null;
    const pills = LEVELS.map((level) => {
      const about = { type: "radio", name: `${data.id}-${item.id}-sure`, value: level, "data-item": `${item.id}.sure` };
      return el("label", { class: "pill" }, el("input", { ...about, checked: tried.sure.get(item.id) === level, disabled: isSettled }), el("span", {}, voice.say(`sure_${level}`)));
    });
    return el("fieldset", { class: "sure" }, el("legend", {}, voice.say("how_sure")), el("div", { class: "pills" }, ...pills));
  }

  #result() {
    const { data, voice, tried } = this;
    const total = scored(data, tried);
    const shown = review(data, tried);
    const found = data.confidence ? calibrated(total.scores, tried.sure) : null;
    const first = found && shown !== "score" ? found.sureAndWrong : [];
    const items = this.#paper;
    return el(
      "form",
      { class: "quiz card", novalidate: true, "aria-labelledby": `${data.id}-title` },
      el("header", { class: "head" }, el("h2", { id: `${data.id}-title` }, data.title)),
      scoreBox(voice, data, tried, total),
      found && calibration(voice, data, items, { ...found, sureAndWrong: first }),
      topics(voice, data, byTopic(data, total.scores)),
      ...(shown === "score" ? [] : items.map((item, place) => this.#judged(item, place, total.scores.get(item.id), shown === "full", first.includes(item.id)))),
    );
  }

  #judged(item, place, score, isFull, isFirst) {
    const { voice, data } = this;
    const look = isFirst && el("p", { class: "tag late look-first" }, voice.icon("warn"), voice.say("were_sure"));
    const about = { ...this.#frame(item, isFirst ? "look" : ""), disabled: !isFull };
    return el("fieldset", about, ...this.#stem(item, place), look, ...this.#field(item, isFull ? score : null), feedback(voice, data, item, score, !isFull));
  }

  #enliven(part) {
    for (const list of part.querySelectorAll('[data-reads="order"]')) arrange(list);
    for (const figure of part.querySelectorAll("[data-spots]")) follow(figure.closest("[data-item-box]"));
  }
}

const problemOf = (code) => ({ TOO_LONG: "number_too_long", TOO_LARGE: "number_too_large" })[code] ?? "number_example";
