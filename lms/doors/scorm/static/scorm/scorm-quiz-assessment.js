/**
 * A self-assessment in a package: statements on a scale and one's own profile, which stay in this window's memory alone.
 */

import { el, focusOn, pageLink, svg } from "./scorm-quiz-dom.js";
import { shuffled } from "./scorm-quiz-draw.js";
import { doneLine, doneResult, forget, readDone, remembered } from "./scorm-quiz-private.js";
import { bandOf, profile } from "./scorm-quiz-profile.js";

const CANNOT_JUDGE = "cannot-judge";
const TICK = 5;

export class Assessment {
  constructor({ root, data, voice, onChange, onResult, chance }) {
    Object.assign(this, { root, data, voice, onChange, onResult, chance, isDone: false, isRefused: false, trouble: null });
    root.addEventListener("click", this.#click);
    root.addEventListener("change", this.#change);
    root.addEventListener("submit", this.#submit);
  }

  get #mine() {
    return remembered(this.data.mark, () => ({ phase: "new", seed: String(this.chance()), answers: new Map(), result: null }));
  }

  restore(state) {
    Object.assign(this, readDone(this.data.mark, state));
    this.show();
  }

  destroy() {
    for (const [name, listener] of [["click", this.#click], ["change", this.#change], ["submit", this.#submit]]) this.root.removeEventListener(name, listener);
    this.root.replaceChildren();
  }

  show() {
    const pages = { new: () => this.#beginning(), open: () => this.#statements(), done: () => this.#result() };
    this.root.replaceChildren(pages[this.#mine.phase]());
  }

  #click = ({ target }) => {
    const act = target.closest("[data-act]")?.dataset.act;
    const to = target.closest("[data-to]")?.dataset.to;
    if (to) setTimeout(() => focusOn(document.getElementById(to)));
    if (act !== "begin") return;
    forget(this.data.mark);
    Object.assign(this.#mine, { phase: "open" });
    this.trouble = null;
    this.show();
    focusOn(this.root.querySelector("fieldset"));
  };

  #change = ({ target }) => {
    const { item } = target.dataset;
    if (!item) return;
    this.#mine.answers.set(item, target.value === CANNOT_JUDGE ? CANNOT_JUDGE : Number(target.value));
    const box = target.closest("fieldset");
    box.classList.remove("left-out");
    box.querySelector("[data-error]").replaceChildren();
    this.root.querySelector("[data-answered]").textContent = this.#count();
    this.root.querySelector("progress").value = this.#mine.answers.size;
  };

  #submit = (event) => {
    event.preventDefault();
    const { data } = this;
    const mine = this.#mine;
    const found = profile(data, mine.answers);
    if (mine.answers.size < data.items.length) this.trouble = { left: data.items.length - mine.answers.size };
    else if ("needed" in found) this.trouble = found;
    else {
      Object.assign(mine, { phase: "done", result: found });
      this.trouble = null;
      this.onChange(doneLine(data.mark));
      this.onResult(doneResult(data, mine.answers.size, data.items.length));
    }
    this.show();
    focusOn(this.root.querySelector(this.trouble ? ".notice" : "h2"));
  };

  #count() {
    return this.voice.say("answered_of", { answered: this.#mine.answers.size, all: this.data.items.length });
  }

  #card(title, ...children) {
    const { data, voice } = this;
    const above = title === data.title ? voice.say("self_assessment") : `${voice.say("self_assessment")} · ${data.title}`;
    const id = `${data.id}-title`;
    return el("section", { class: "card", "aria-labelledby": id }, el("p", { class: "eyebrow" }, above), el("h2", { id, tabindex: "-1" }, title), ...children, voice.private("memory_only"));
  }

  #beginning() {
    const { data, voice } = this;
    const about = `${voice.sayN("statements", data.items.length)} · ${voice.say("two_to_three")} · ${voice.say("no_right")}`;
    return this.#card(
      data.title,
      el("p", {}, data.frame),
      this.isRefused && voice.notice("warn", "info", el("p", {}, voice.say("state_refused"))),
      this.isDone && voice.notice("", "info", el("p", {}, voice.say("done_before"))),
      el("p", { class: "quiet" }, about),
      el("p", {}, voice.say("say_how_well")),
      el("p", {}, el("button", { type: "button", class: "btn", "data-act": "begin" }, voice.say(this.isDone ? "do_again" : "begin"), " ", voice.icon("arrow"))),
    );
  }

  #statements() {
    const { data, voice } = this;
    const mine = this.#mine;
    const all = data.items.length;
    const meter = el("progress", { class: "meter", value: mine.answers.size, max: all, "aria-label": voice.say("statements_answered") });
    const count = el("div", { class: "answered" }, el("p", { class: "num", "data-answered": true }, this.#count()), meter);
    const lines = shuffled(data.items, mine.seed).map((item, at) => el("li", {}, this.#statement(item, at + 1)));
    const form = el(
      "form",
      { class: "assessment", novalidate: true },
      count,
      el("ol", { class: "statements" }, ...lines),
      el("div", { class: "actions" }, el("button", { type: "submit", class: "btn" }, voice.say("see_profile"))),
    );
    return this.#card(data.title, el("p", {}, data.frame), this.trouble && this.#troubled(), form);
  }

  #troubled() {
    const { voice, trouble, data } = this;
    if (trouble.left) return voice.notice("error", "warn", el("p", { class: "strong" }, voice.sayN("without_answer", trouble.left)), el("p", {}, voice.say("marked_below")));
    const words = voice.say("too_few_judged", { judged: trouble.judged, all: data.items.length, needed: trouble.needed });
    return voice.notice("error", "warn", el("p", { class: "strong" }, words), el("p", {}, voice.say("look_once_more")));
  }

  #statement(item, number) {
    const { data, voice } = this;
    const chosen = this.#mine.answers.get(item.id);
    const isOut = Boolean(this.trouble?.left) && chosen === undefined;
    const name = `${data.id}-${item.id}`;
    const input = (value) => el("input", { type: "radio", name, value, "data-item": item.id, checked: chosen === value });
    const points = data.anchors.map((words, at) => el("label", { class: "point" }, input(at + 1), el("span", { class: "dot num", "aria-hidden": "true" }, String(at + 1)), el("span", { class: "word" }, words)));
    const ends = el("p", { class: "point-ends small quiet", "aria-hidden": "true" }, el("span", {}, data.anchors[0]), el("span", {}, data.anchors.at(-1)));
    const count = el("span", { class: "item-no num" }, voice.say("number_of", { number, all: data.items.length }));
    return el(
      "fieldset",
      { class: `statement${isOut ? " left-out" : ""}`, id: name, tabindex: "-1" },
      el("legend", {}, count, el("span", { lang: item.lang || null }, item.text)),
      el("div", { class: "points" }, ...points),
      ends,
      el("label", { class: "point-none" }, input(CANNOT_JUDGE), el("span", {}, data.no_answer)),
      el("p", { class: "error", "data-error": true }, ...(isOut ? [voice.icon("warn"), voice.say("no_answer_yet")] : [])),
    );
  }

  #result() {
    const { data, voice } = this;
    const { result } = this.#mine;
    const band = bandOf(data.bands, result.score);
    const bear = el("details", { class: "more" }, el("summary", {}, voice.say("can_bear")), el("div", { class: "stack tight small" }, ...["a_draft", null, "for_conversation"].map((name) => el("p", {}, name ? voice.say(name) : data.spread))));
    return this.#card(
      band.title,
      el("p", { class: "lead" }, band.text),
      this.#help(band.page),
      this.#chart(result),
      bear,
      result.alike && voice.notice("warn", "info", el("p", {}, voice.say("all_alike"))),
      el("h3", {}, voice.say("points_to")),
      el("ul", { class: "findings" }, ...data.subscales.map((sub, at) => this.#finding(sub, result.subs[at]))),
      el("p", { class: "quiet" }, voice.say("gone_when_closed")),
      el("p", {}, el("button", { type: "button", class: "btn ghost", "data-act": "begin" }, voice.say("do_again"))),
    );
  }

  #help(page) {
    const { data, voice } = this;
    return Object.hasOwn(data.pages, page) && el("p", {}, pageLink(data.pages, page, voice.icon("arrow"), data.pages[page]));
  }

  #finding(sub, found) {
    const { voice } = this;
    const count = { judged: found.judged, all: found.of };
    if (found.score === null) return el("li", {}, el("h4", { class: "title" }, sub.title), el("p", { class: "quiet" }, voice.say("not_enough_judged", count)));
    const band = bandOf(sub.findings, found.score);
    const some = found.judged < found.of && el("p", { class: "small quiet" }, voice.say("from_some", count));
    return el("li", {}, el("h4", { class: "title" }, sub.title), el("p", {}, band.text), some, this.#help(band.page));
  }

  #chart(result) {
    const { data, voice } = this;
    const rows = [[voice.say("all_together"), result.score], ...data.subscales.map((sub, at) => [sub.title, result.subs[at].score])];
    const shown = (score) => (score === null ? "–" : String(Math.round(score)));
    const lines = rows.map(([name, score], at) => el("li", { class: at ? null : "whole" }, el("p", { class: "line-name" }, name), this.#line(name, score), el("p", { class: "line-score num" }, shown(score))));
    const ends = el("li", { class: "ends small quiet num", "aria-hidden": "true" }, ...["0", "50", "100"].map((each) => el("span", {}, each)));
    const head = el("tr", {}, el("th", { scope: "col" }, voice.say("zero_to_hundred")), el("th", { scope: "col", class: "num" }, voice.say("you")));
    const body = rows.map(([name, score]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "num" }, shown(score))));
    const table = el("table", { class: "twin" }, el("thead", {}, head), el("tbody", {}, ...body));
    const twin = el("details", { class: "more" }, el("summary", {}, voice.say("as_table")), table);
    return el("figure", { class: "profile-chart" }, el("ul", { class: "line-rows" }, ...lines, ends), twin);
  }

  #line(name, score) {
    const { voice } = this;
    const words = score === null ? voice.say("no_score") : voice.say("of_hundred", { score: Math.round(score) });
    const ticks = [0, 50, 100].map((at) => svg("line", { class: "tick", x1: `${at}%`, x2: `${at}%`, y1: 16 - TICK, y2: 16 + TICK }));
    const dot = score !== null && svg("circle", { class: "latest", cx: `${score.toFixed(2)}%`, cy: 16, r: 7 });
    return svg("svg", { class: "line-100", width: "100%", height: 32, role: "img", "aria-label": `${name}: ${words}` }, svg("line", { class: "rule", x1: 0, x2: "100%", y1: 16, y2: 16 }), ...ticks, dot);
  }
}
