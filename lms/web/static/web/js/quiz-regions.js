/**
 * The regions of a picture drawn by mouse, finger or keyboard: `<div data-behaviour="quiz-regions" data-names="edit-regions">`.
 *
 * What is drawn is written into the boxes of the list below, which are the form; typing there moves the drawing. The
 * place in hand is chosen by a button. A polygon gets a corner with each tap, and Delete takes the last one away.
 */

import { box, drawn, round, shifted, sized } from "./quiz-shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 0.01;
const NUMBERS = { rectangle: ["x", "y", "width", "height"], circle: ["x", "y", "radius"] };

/** @param {HTMLElement} area */
export default function quizRegions(area) {
  new Regions(area);
}

class Regions {
  constructor(area) {
    const [frame, image, svg] = [".regions-picture", "img", "svg"].map((part) => area.querySelector(part));
    Object.assign(this, { area, form: area.closest("form"), frame, image, svg, chosen: 0, from: null });
    frame.addEventListener("pointerdown", (event) => this.#begin(event));
    frame.addEventListener("pointermove", (event) => this.#drag(event));
    frame.addEventListener("pointerup", () => this.#end());
    frame.addEventListener("pointercancel", () => this.#end());
    frame.addEventListener("keydown", (event) => this.#key(event));
    image.addEventListener("load", () => this.#draw());
    this.form.addEventListener("input", ({ target }) => this.#follow(target));
    this.form.addEventListener("change", ({ target }) => this.#follow(target));
    this.form.addEventListener("focusin", ({ target }) => this.#choose(this.#placeOf(target)));
    area.hidden = image.hidden;
    this.#buttons();
    this.#draw();
  }

  get aspect() {
    return this.image.naturalWidth && this.image.naturalHeight ? this.image.naturalWidth / this.image.naturalHeight : 1;
  }

  get places() {
    const name = CSS.escape(this.area.dataset.names);
    return [...this.form.querySelectorAll(`[name^="${name}-"][name$="-shape"]`)].map((each) => each.name.slice(0, -"shape".length));
  }

  #input(place, key) {
    return this.form.querySelector(`[name="${CSS.escape(this.places[place] + key)}"]`);
  }

  #placeOf(target) {
    return this.places.findIndex((prefix) => target.name?.startsWith(prefix));
  }

  #follow(target) {
    if (target.matches("[data-picture]")) this.#show(target.value);
    else if (this.#placeOf(target) >= 0) this.#draw();
  }

  #show(name) {
    this.area.hidden = this.image.hidden = !name;
    if (name) this.image.src = this.area.dataset.addresses.replace(/_$/, encodeURIComponent(name));
  }

  #shape(place) {
    const kind = this.#input(place, "shape").value;
    const number = (key) => Number(this.#input(place, key).value.replace(",", ".")) || 0;
    if (kind === "polygon") {
      const lines = this.#input(place, "points").value.split("\n").map((line) => line.trim().split(/[\s;]+/).map((each) => Number(each.replace(",", "."))));
      return { kind, points: lines.filter((each) => each.length === 2 && each.every(Number.isFinite)) };
    }
    return { kind, ...Object.fromEntries(NUMBERS[kind].map((key) => [key, number(key)])) };
  }

  #write(place, shape) {
    if (shape.kind === "polygon") this.#input(place, "points").value = shape.points.map((each) => each.map(round).join(" ")).join("\n");
    else for (const key of NUMBERS[shape.kind]) this.#input(place, key).value = String(round(shape[key]));
    this.#draw();
  }

  #told() {
    this.#input(this.chosen, "shape").dispatchEvent(new Event("input", { bubbles: true }));
    const { left, top, right, bottom } = box(this.#shape(this.chosen), this.aspect);
    const share = (number) => `${Math.round(number * 100)}\u00a0%`;
    const words = { name: this.#name(this.chosen), left: share(left), top: share(top), width: share(right - left), height: share(bottom - top) };
    const said = this.area.querySelector("[data-said]");
    if (Number.isFinite(left)) said.textContent = said.dataset.words.replace(/\{(\w+)\}/g, (_all, key) => words[key]);
  }

  #name(place) {
    const labels = ["en", "da", "sv"].map((language) => this.#input(place, `label-${language}`)?.value).filter(Boolean);
    return labels[0] || this.area.querySelector("[data-said]").dataset.unnamed.replace("{number}", String(place + 1));
  }

  #buttons() {
    const row = this.area.querySelector("[data-choose]");
    row.replaceChildren(
      ...this.places.map((_prefix, place) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${place + 1}. ${this.#name(place)}` });
        button.addEventListener("click", () => {
          this.#choose(place);
          this.frame.focus({ preventScroll: true });
        });
        return button;
      }),
    );
  }

  #choose(place) {
    if (place < 0 || place === this.chosen) return;
    this.chosen = place;
    this.#draw();
  }

  #at(event) {
    const { left, top, width, height } = this.image.getBoundingClientRect();
    const share = (number) => Math.min(1, Math.max(0, number));
    return { x: share((event.clientX - left) / width), y: share((event.clientY - top) / height) };
  }

  #begin(event) {
    if (!this.places.length || event.button) return;
    event.preventDefault();
    this.frame.focus({ preventScroll: true });
    this.frame.setPointerCapture(event.pointerId);
    const [point, shape] = [this.#at(event), this.#shape(this.chosen)];
    if (shape.kind === "polygon") {
      this.#write(this.chosen, { ...shape, points: [...shape.points, [point.x, point.y]] });
      this.#told();
    } else this.from = point;
  }

  #drag(event) {
    if (!this.from) return;
    const { kind } = this.#shape(this.chosen);
    this.#write(this.chosen, drawn(kind, this.from, this.#at(event), this.aspect));
    this.isDragged = true;
  }

  #end() {
    if (this.from && this.isDragged) this.#told();
    this.from = null;
    this.isDragged = false;
  }

  #key(event) {
    const [x, y] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key] ?? [0, 0];
    if (!this.places.length || event.altKey || event.ctrlKey || event.metaKey) return;
    const shape = this.#shape(this.chosen);
    const isCorner = event.key === "Delete" || event.key === "Backspace";
    if (isCorner && shape.kind === "polygon") this.#write(this.chosen, { ...shape, points: shape.points.slice(0, -1) });
    else if (x || y) this.#write(this.chosen, (event.shiftKey ? sized : shifted)(shape, x, y, this.aspect));
    else return;
    event.preventDefault();
    this.#told();
  }

  #draw() {
    this.svg.replaceChildren(...this.places.map((_prefix, place) => this.#mark(place)));
    const buttons = this.area.querySelectorAll("[data-choose] button");
    buttons.forEach((button, place) => {
      button.setAttribute("aria-pressed", String(place === this.chosen));
      button.textContent = `${place + 1}. ${this.#name(place)}`;
    });
  }

  #mark(place) {
    const shape = this.#shape(place);
    const tag = { rectangle: "rect", circle: "ellipse", polygon: "polygon" }[shape.kind];
    const mark = document.createElementNS(SVG, tag);
    const { left, top, right, bottom } = shape.kind === "polygon" ? {} : box(shape, this.aspect);
    const numbers = {
      rect: { x: left, y: top, width: right - left, height: bottom - top },
      ellipse: { cx: shape.x, cy: shape.y, rx: (right - left) / 2, ry: (bottom - top) / 2 },
    }[tag];
    for (const [key, number] of Object.entries(numbers ?? {})) mark.setAttribute(key, String(number * 1000));
    if (tag === "polygon") mark.setAttribute("points", shape.points.map(([x, y]) => `${x * 1000},${y * 1000}`).join(" "));
    mark.classList.toggle("chosen", place === this.chosen);
    mark.classList.toggle("right", Boolean(this.#input(place, "correct")?.checked));
    return mark;
  }
}
