/**
 * The picture of a way, as SVG: stages and names above, the curve with its points, below it a lane for each who is
 * responsible with every passing from one to another. journey-map.js says what is drawn and listens to it.
 * A point is `<g data-point tabindex="0" role="slider">`; the same row keeps its element, and with it the focus.
 */

import { lanesOf, momentsOf, placesAlong, stagesOf } from "./journey-way.js";

const LEFT = 52;
const RIGHT = 12;
const NARROWEST = 112;
const NAMES = 40; // where the lines of names begin
const TOP = 138; // where the scale begins
const TALL = 240;
const LANES = TOP + TALL + 84;
const LANE = 40;
const GAP = 7;
let made = 0;

export class JourneyPicture {
  /** @param {HTMLElement} sheet what it is drawn in @param {{texts: Object, said: (height: number) => string, label: string, lanes: string, canChange: boolean}} words */
  constructor(sheet, words) {
    this.words = words;
    this.below = `journey-below-${(made += 1)}`;
    this.svg = svg("svg", { role: "group", "aria-label": words.label });
    this.back = svg("g", { "aria-hidden": "true" });
    this.front = svg("g");
    this.points = new Map();
    this.svg.append(this.back, this.front);
    sheet.append(this.svg);
  }

  /** Draw a way. `rows`: an element for each point, `then`: another way drawn behind it, `chosen`: one of `rows`. */
  draw({ points, rows, then, chosen, low, high, width }) {
    Object.assign(this, { low, high, step: Math.max(NARROWEST, Math.floor((width - LEFT - RIGHT) / Math.max(1, points.length))) });
    const lanes = lanesOf(points);
    this.size = { width: LEFT + RIGHT + this.step * points.length, height: LANES + LANE * lanes.names.length + 8 };
    for (const [name, value] of Object.entries(this.size)) this.svg.setAttribute(name, value);
    this.svg.setAttribute("viewBox", `0 0 ${this.size.width} ${this.size.height}`);
    this.back.replaceChildren(...this.#scale(), ...this.#stages(points), ...this.#names(points), ...this.#curve(points), ...this.#then(then, points), ...this.#lanes(lanes));
    this.#points(points, rows, chosen, then);
  }

  /** The middle of a place. */
  x(place) {
    return LEFT + this.step * (place + 0.5);
  }

  y(height) {
    return TOP + (TALL * (this.high - clamp(height ?? 0, this.low, this.high))) / (this.high - this.low);
  }

  /** The height at a distance of so many pixels below another. */
  heightBelow(height, pixels) {
    return height - (pixels * (this.high - this.low)) / TALL;
  }

  #scale() {
    const right = this.size.width - RIGHT;
    const lines = [this.high, 0, this.low].map((height) => {
      const line = svg("line", { class: height === 0 ? "zero" : "rule", x1: LEFT, x2: right, y1: this.y(height), y2: this.y(height) });
      return [line, text(this.words.said(height), { class: "axis", x: LEFT - 8, y: this.y(height) + 5, "text-anchor": "end" })];
    });
    return [text(this.words.height, { class: "axis", x: 4, y: TOP - 16 }), ...lines.flat()];
  }

  #stages(points) {
    return stagesOf(points).flatMap(({ value, from, to }) => {
      const [left, wide] = [this.x(from) - this.step / 2, this.step * (to - from + 1)];
      const line = svg("line", { class: "stage-line", x1: left + GAP, x2: left + wide - GAP, y1: 6, y2: 6 });
      return [line, text(shortened(value, wide - 2 * GAP), { class: "stage", x: left + GAP, y: 24 })];
    });
  }

  #names(points) {
    return points.flatMap(({ name, height }, at) => {
      const lines = wrapped(name || this.words.texts.unnamed, this.step - 12, 4);
      const words = lines.map((line, each) => text(line, { class: "name", x: this.x(at), y: NAMES + 12 + 17 * each, "text-anchor": "middle" }));
      const above = NAMES + 17 * lines.length + 2;
      return [svg("line", { class: "rule", x1: this.x(at), x2: this.x(at), y1: above, y2: LANES - 34, "data-height": height ?? "" }), ...words];
    });
  }

  #curve(points) {
    const line = points.map(({ height }, at) => `${this.x(at)},${this.y(height)}`);
    const area = [`${this.x(0)},${this.y(0)}`, ...line, `${this.x(points.length - 1)},${this.y(0)}`];
    const below = svg("clipPath", { id: this.below }, svg("rect", { x: 0, y: this.y(0), width: this.size.width, height: this.y(this.low) - this.y(0) + 8 }));
    return [below, svg("polygon", { class: "below", points: area.join(" "), "clip-path": `url(#${this.below})` }), svg("polyline", { class: "way", points: line.join(" ") })];
  }

  #then(then, points) {
    if (!then) return [];
    const places = placesAlong(then, points);
    const dots = then.map(({ height }, at) => svg("circle", { class: "then-dot", cx: this.x(places[at]), cy: this.y(height), r: 4 }));
    return [svg("polyline", { class: "then", points: then.map(({ height }, at) => `${this.x(places[at])},${this.y(height)}`).join(" ") }), ...dots];
  }

  #lanes({ names, bands }) {
    const { texts, lanes } = this.words;
    if (!lanes) return [];
    const passed = texts.handoffs.replace("{count}", bands.length - 1);
    const middle = (lane) => LANES + LANE * (lane + 0.5);
    const stripes = names.map((_name, at) => svg("rect", { class: "lane", x: LEFT, width: this.size.width - LEFT - RIGHT, y: LANES + LANE * at + 2, height: LANE - 4, rx: 6 }));
    const stretches = bands.flatMap(({ lane, from, to }) => {
      const [left, wide] = [this.x(from) - this.step / 2 + GAP, this.step * (to - from + 1) - 2 * GAP];
      const words = shortened(names[lane] || texts.nobody, wide - 20);
      return [svg("rect", { class: names[lane] ? "band" : "band nobody", x: left, width: wide, y: middle(lane) - 14, height: 28, rx: 6 }), text(words, { class: "owner", x: left + 10, y: middle(lane) + 5 })];
    });
    const passings = bands.slice(1).flatMap(({ lane, from }, at) => {
      const [x, from_, to] = [this.x(from) - this.step / 2, middle(bands[at].lane), middle(lane)];
      const path = svg("polyline", { class: "passing", points: `${x - GAP},${from_} ${x},${from_} ${x},${to} ${x + GAP},${to}` });
      return [path, svg("rect", { class: "diamond", x: x - 5, y: (from_ + to) / 2 - 5, width: 10, height: 10, transform: `rotate(45 ${x} ${(from_ + to) / 2})` })];
    });
    return [...stripes, text(`${lanes} · ${passed}`, { class: "axis", x: LEFT, y: LANES - 10 }), ...stretches, ...passings];
  }

  #points(points, rows, chosen, then) {
    const moments = momentsOf(points);
    const { bands } = lanesOf(points);
    const moved = new Set(bands.slice(1).map(({ from }) => from));
    for (const [row, place] of this.points) if (!rows.includes(row)) (place.remove(), this.points.delete(row));
    const order = rows.map((row) => this.points.get(row) ?? this.#made(row));
    order.forEach((place, at) => this.#point(place, points[at], { at, count: points.length, moments, isChosen: rows[at] === chosen, then, isMoved: moved.has(at) }));
    const there = [...this.front.children];
    if (order.some((place, at) => there[at] !== place)) this.#inOrder(order);
  }

  /** The order in the document is the order of Tab; what has the focus is not taken out. */
  #inOrder(order) {
    const kept = order.findIndex((place) => place === document.activeElement);
    order.forEach((place, at) => {
      if (kept >= 0 && at < kept) order[kept].before(place);
      else if (at !== kept) this.front.append(place);
    });
  }

  #made(row) {
    const place = svg("g", { "data-point": "", ...(this.words.canChange ? { tabindex: 0, role: "slider", "aria-orientation": "vertical" } : { role: "img" }) });
    place.append(svg("circle", { class: "hit", r: 22 }), svg("circle", { class: "ring", r: 15 }), svg("circle", { class: "dot", r: 9 }));
    this.points.set(row, place);
    return place;
  }

  #point(place, { name, height, lane }, { at, count, moments, isChosen, then, isMoved }) {
    const { texts, said, canChange } = this.words;
    const marks = ["strongest", "last", "deepest"].filter((each) => moments[each] === at && !(each === "deepest" && moments.strongest === at));
    const spoken = height === null ? texts.empty : said(height);
    const before = then?.find((each) => each.name.toLowerCase() === name.toLowerCase() && each.name);
    const was = before && before.height !== null && before.height !== height ? texts.was.replace("{value}", said(before.height)) : "";
    const whole = texts.point.replace("{value}", spoken).replace("{place}", at + 1).replace("{count}", count);
    const sentence = [whole, ...marks.map((each) => texts[each]), was, lane || texts.nobody, isMoved ? texts.hands : ""].filter(Boolean).join(", ");
    const label = name || texts.unnamed;
    set(place, canChange ? { "aria-label": label, "aria-valuemin": this.low, "aria-valuemax": this.high, "aria-valuenow": height ?? 0, "aria-valuetext": sentence } : { "aria-label": `${label}: ${sentence}` });
    set(place, { transform: `translate(${this.x(at)} ${this.y(height)})`, "data-place": at });
    place.toggleAttribute("data-is-chosen", isChosen);
    place.toggleAttribute("data-empty", height === null);
    place.toggleAttribute("data-decides", marks.length > 0);
    const up = (height ?? 0) >= 0;
    const words = marks.map((each) => texts[each]).join(" · ");
    for (const old of place.querySelectorAll("text")) old.remove();
    place.append(text(spoken, { class: "value", y: up ? -20 : 32, "text-anchor": "middle" }), text(words, { class: "moment", y: up ? -37 : 49, "text-anchor": "middle" }));
  }
}

const clamp = (number, low, high) => Math.min(high, Math.max(low, number));

const set = (element, attributes) => Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));

function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(element, attributes);
  element.append(...children);
  return element;
}

const text = (words, attributes) => svg("text", attributes, words);

const LETTER = 6.9; // the mean width of one at 13 px

const shortened = (words, width) => (words.length * LETTER <= width ? words : `${words.slice(0, Math.max(1, Math.floor(width / LETTER) - 1)).trimEnd()}…`);

/** Lines of words no wider than this, the last of so many cut short. */
function wrapped(words, width, most) {
  const lines = [];
  for (const word of words.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && longer.length * LETTER <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join(" ")] : lines;
  return kept.map((line) => shortened(line, width));
}
