/**
 * A decision drill in a package. What every way leads to was worked out when the package was made and lies in `data.root`,
 * so nothing is calculated here. What is decided stays in this window's memory alone.
 */

import { el, focusOn, pageLink, paragraphs } from "./scorm-quiz-dom.js";
import { picture } from "./scorm-quiz-lines.js";
import { doneLine, doneResult, forget, readDone, remembered } from "./scorm-quiz-private.js";

export class Drill {
  constructor({ root, data, voice, onChange, onResult }) {
    Object.assign(this, { root, data, voice, onChange, onResult, isDone: false, isRefused: false });
    root.addEventListener("click", this.#click);
    root.addEventListener("submit", this.#submit);
  }

  /** `way`: places of the options taken, from the first scene on; `step`: the decision looked at, null for where one is. */
  get #mine() {
    return remembered(this.data.mark, () => ({ isBegun: false, way: [], step: null }));
  }

  restore(state) {
    Object.assign(this, readDone(this.data.mark, state));
    this.show();
  }

  destroy() {
    this.root.removeEventListener("click", this.#click);
    this.root.removeEventListener("submit", this.#submit);
    this.root.replaceChildren();
  }

  show() {
    const { isBegun, step, way } = this.#mine;
    const here = this.#nodes(way).at(-1);
    const page = !isBegun ? this.#beginning() : step !== null ? this.#step(step) : "ending" in here ? this.#end(here) : this.#scene(here);
    this.root.replaceChildren(page);
  }

  /** The places a way leads through, the first scene among them. */
  #nodes(way) {
    return way.reduce((found, at) => [...found, found.at(-1).roads[at].next], [this.data.root]);
  }

  #turn(change) {
    Object.assign(this.#mine, change);
    this.show();
    focusOn(this.root.querySelector("h2"));
  }

  #click = ({ target }) => {
    const button = target.closest("button[data-act]");
    if (!button) return;
    const { act, step } = button.dataset;
    if (act === "begin") {
      forget(this.data.mark);
      this.#turn({ isBegun: true });
    } else if (act === "step") this.#turn({ step: Number(step) });
    else if (act === "on") this.#turn({ step: Number(step) < this.#mine.way.length ? Number(step) : null });
  };

  #submit = (event) => {
    event.preventDefault();
    const chosen = this.root.querySelector("input:checked");
    if (!chosen) {
      const error = this.root.querySelector("[data-error]");
      error.replaceChildren(this.voice.icon("warn"), this.voice.say("choose_one_of_them"));
      return this.root.querySelector("input").focus();
    }
    const mine = this.#mine;
    const way = [...mine.way, Number(chosen.value)];
    if ("ending" in this.#nodes(way).at(-1)) {
      this.onChange(doneLine(this.data.mark));
      this.onResult(doneResult(this.data, way.length, way.length));
    }
    this.#turn({ way, step: way.length - 1 });
  };

  /** `where`: what stands above the title, once the story has begun. */
  #card(title, where, ...children) {
    const { data, voice } = this;
    const above = where.length ? [el("p", { class: "eyebrow" }, `${voice.say("decision_drill")} · ${data.title}`), ...where] : [el("p", { class: "eyebrow" }, voice.say("decision_drill"))];
    const id = `${data.id}-title`;
    return el("section", { class: "card", "aria-labelledby": id }, ...above, el("h2", { id }, title), ...children, voice.private("memory_only"));
  }

  #button(words, act, step, looks = "btn") {
    return el("button", { type: "button", class: looks, "data-act": act, "data-step": step }, words, " ", this.voice.icon("arrow"));
  }

  #beginning() {
    const { data, voice } = this;
    return this.#card(
      data.title,
      [],
      ...paragraphs(data.frame),
      this.isRefused && voice.notice("warn", "info", el("p", {}, voice.say("state_refused"))),
      this.isDone && voice.notice("", "info", el("p", {}, voice.say("played_before"))),
      el("p", { class: "quiet num" }, `${voice.say("about_minutes", { minutes: data.minutes })} · ${voice.say("no_right")} · ${voice.say("optional")}`),
      el("p", {}, voice.say("how_it_goes")),
      el("p", {}, this.#button(voice.say(this.isDone ? "play_again" : "begin"), "begin")),
      this.#assumption(),
    );
  }

  #assumption() {
    return el("details", { class: "more" }, el("summary", {}, this.voice.say("invented")), ...paragraphs(this.data.assumption));
  }

  #wayBack() {
    const { data, voice } = this;
    const { way } = this.#mine;
    const nodes = this.#nodes(way);
    const lines = way.map((at, step) => {
      const scene = data.scenes[nodes[step].scene];
      const words = [el("span", { class: "small quiet" }, scene.title), " ", el("span", {}, scene.options[at].title)];
      return el("li", {}, el("button", { type: "button", class: "btn quiet", "data-act": "step", "data-step": step }, el("span", { class: "stack tight" }, ...words)));
    });
    return lines.length > 0 && el("nav", { "aria-label": voice.say("decided") }, el("ol", { class: "drill-way" }, ...lines));
  }

  #scene(node) {
    const { data, voice } = this;
    const scene = data.scenes[node.scene];
    const error = `${data.id}-error`;
    const figures = scene.figures.map((name, at) => el("div", {}, el("dt", {}, data.labels[name]), el("dd", { class: "num" }, node.figures[at])));
    const options = scene.options.map((option, at) => {
      const input = el("input", { type: "radio", name: `${data.id}-option`, value: at, "aria-describedby": error });
      return el("label", { class: "choice drill-option" }, input, el("span", {}, el("strong", {}, option.title), el("span", {}, option.text)));
    });
    const list = el("fieldset", { class: "drill-option-list" }, el("legend", {}, el("h3", {}, voice.say("what_do"))), el("div", { class: "choices" }, ...options), el("p", { class: "error", id: error, role: "alert", "data-error": true }));
    const decide = el("div", { class: "actions" }, el("button", { type: "submit", class: "btn" }, voice.say("decide"), " ", voice.icon("arrow")), el("p", { class: "small quiet" }, voice.say("stands_until")));
    return this.#card(
      scene.title,
      [this.#wayBack(), el("p", { class: "eyebrow num" }, voice.say("year", { year: node.year }))],
      ...paragraphs(scene.text),
      figures.length > 0 && el("section", { class: "drill-figures" }, el("h3", { class: "eyebrow" }, voice.say("this_year")), el("dl", {}, ...figures)),
      el("form", { class: "stack", novalidate: true }, list, decide),
    );
  }

  #span(first, last) {
    return first === last ? this.voice.say("year", { year: first }) : this.voice.say("years", { first, last });
  }

  #step(step) {
    const { data, voice } = this;
    const { way } = this.#mine;
    const node = this.#nodes(way)[step];
    const scene = data.scenes[node.scene];
    const taken = node.roads[way[step]];
    const years = taken.years.length;
    const moved = scene.figures.map((name, at) => {
      const to = el("span", { class: "strong" }, el("span", { class: "sr" }, `${voice.say("now")} `), taken.after[at]);
      const from = el("span", {}, el("span", { class: "sr" }, `${voice.say("before")} `), node.figures[at]);
      return el("div", {}, el("dt", {}, data.labels[name]), el("dd", { class: "num" }, from, voice.icon("arrow"), to, taken.moved[at] && el("span", { class: "quiet" }, `(${taken.moved[at]})`)));
    });
    const order = [way[step], ...node.roads.keys()].filter((at, place, all) => all.indexOf(at) === place);
    const names = order.map((at, place) => `${place + 1}. ${place ? scene.options[at].title : voice.say("your_choice", { choice: scene.options[at].title })}`);
    const next = step + 1 < way.length ? "next_decision" : "ending" in taken.next ? "see_ending" : "story_goes_on";
    return this.#card(
      scene.options[way[step]].title,
      [this.#wayBack(), el("p", { class: "eyebrow num" }, this.#span(node.year, node.year + years - 1))],
      ...paragraphs(scene.options[way[step]].afterwards),
      moved.length > 0 && el("h3", {}, voice.sayN("what_years_did", years)),
      moved.length > 0 && el("dl", { class: "drill-moved" }, ...moved),
      moved.length > 0 && el("p", { class: "small quiet" }, voice.say("from_the_year")),
      el("h3", {}, voice.say("roads_not_taken")),
      ...picture(voice, data, order.map((at, place) => ({ name: names[place], years: node.roads[at].years, drawn: node.roads[at].drawn })), node.year),
      el("ul", { class: "roads" }, ...order.map((at, place) => this.#road(node, way[step], at, names[place]))),
      el("p", {}, this.#button(voice.say(next), "on", step + 1)),
    );
  }

  #road(node, mine, at, name) {
    const { data, voice } = this;
    const scene = data.scenes[node.scene];
    const road = node.roads[at];
    const against = at === mine ? "" : node.roads[mine].against[at];
    const heads = scene.figures.map((figure, place) => [figure, `${data.labels[figure]} ${road.after[place]}`]).filter(([figure]) => figure !== data.drawn);
    const what = el("details", { class: "more" }, el("summary", {}, voice.say("would_have")), ...paragraphs(scene.options[at].afterwards));
    return el(
      "li",
      { class: at === mine ? "yours" : null },
      el("p", { class: "strong" }, name),
      el("p", { class: "num" }, voice.sayN("sum_in_years", road.years.length, { sum: road.sum }), against && el("span", { class: "quiet" }, ` (${voice.say("against_yours", { difference: against })})`)),
      heads.length > 0 && el("p", { class: "small quiet num" }, `${voice.say("afterwards")} ${heads.map(([, words]) => words).join(" · ")}`),
      at !== mine && what,
    );
  }

  #end(leaf) {
    const { data, voice } = this;
    const { way } = this.#mine;
    const ending = data.endings[leaf.ending];
    const paths = [["your_path", way], ["highest_total", data.best], ["most_cautious", data.cautious]].map(([name, each]) => ({ name: voice.say(name), way: each, nodes: this.#nodes(each) }));
    const rows = paths.map(({ name, nodes }, at) => el("tr", { class: at ? null : "yours" }, el("th", { scope: "row" }, name), el("td", { class: "num" }, nodes.at(-1).total), el("td", { class: "num" }, nodes.at(-1).poorest)));
    const heads = ["path", "total", "poorest"].map((name, at) => el("th", { scope: "col", class: at ? "num" : null }, voice.say(name)));
    const table = el("table", { class: "twin" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
    const lines = paths.map(({ name, way: each, nodes }) => {
      const roads = each.map((at, step) => nodes[step].roads[at]);
      return { name, years: roads.flatMap((road) => road.years), drawn: roads.flatMap((road) => road.drawn) };
    });
    const decided = paths.slice(1).flatMap(({ name, way: each, nodes }) => [el("p", { class: "strong" }, name), el("ol", { class: "drill-choices" }, ...each.map((at, step) => el("li", {}, data.scenes[nodes[step].scene].options[at].title)))]);
    return this.#card(
      ending.title,
      [el("p", { class: "eyebrow num" }, voice.say("after_years", { years: lines[0].years.length }))],
      ...paragraphs(ending.text),
      el("section", { class: "drill-take-away" }, el("h3", { class: "eyebrow" }, voice.say("take_away")), ...paragraphs(ending.take_away), Object.hasOwn(data.pages, ending.page) && el("p", {}, pageLink(data.pages, ending.page, voice.icon("arrow"), data.pages[ending.page]))),
      el("h3", {}, data.total),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": voice.say("three_paths") }, table),
      el("p", { class: "small quiet" }, voice.say("over_all_ways", { number: data.paths })),
      ...picture(voice, data, lines, 1),
      el("details", { class: "more" }, el("summary", {}, voice.say("decided_there")), ...decided),
      this.#assumption(),
      el("h3", {}, voice.say("your_way")),
      el("ol", { class: "drill-timeline" }, ...this.#milestones(way, paths[0].nodes)),
      el("p", {}, this.#button(voice.say("play_again"), "begin")),
    );
  }

  #milestones(way, nodes) {
    const { data, voice } = this;
    return way.map((at, step) => {
      const node = nodes[step];
      const scene = data.scenes[node.scene];
      const road = node.roads[at];
      return el(
        "li",
        {},
        el("p", { class: "eyebrow num" }, `${this.#span(node.year, node.year + road.years.length - 1)} · ${scene.title}`),
        el("p", {}, this.#button(scene.options[at].title, "step", step, "btn quiet")),
        el("p", { class: "small quiet num" }, voice.sayN("sum_in_years", road.years.length, { sum: road.sum })),
      );
    });
  }
}
