/**
 * How much time a try has left. There is no server here, so the clock of this device decides.
 */

import { due, shown } from "../web/js/countdown.js";
import { el } from "./scorm-quiz-dom.js";

const OFTEN = 250;
const LAST_MINUTE = 60;

export class Clock {
  /** @param {number} until seconds since 1970 @param {() => number} now in milliseconds @param {() => void} over */
  constructor(voice, until, now, over) {
    Object.assign(this, { voice, until, now, over, timer: 0 });
    this.figure = el("span", { class: "strong", "data-left": true });
    this.said = el("p", { class: "sr", role: "status", "data-said": true });
    const summary = el("summary", {}, voice.icon("clock"), el("span", {}, voice.say("time_left")), voice.icon("chevron"));
    this.element = el("div", { class: "clock" }, el("details", { open: true }, summary, el("p", { class: "num" }, this.figure)), this.said);
    this.last = this.#left();
    this.figure.textContent = shown(this.last);
  }

  start() {
    this.timer = setInterval(() => this.#tick(), OFTEN);
    this.#tick();
  }

  stop() {
    clearInterval(this.timer);
  }

  #left() {
    return Math.max(0, this.until - Math.floor(this.now() / 1000));
  }

  #tick() {
    const left = this.#left();
    const word = due(this.last, left);
    if (word) this.said.textContent = this.voice.say(`left_${word}`);
    this.last = left;
    this.figure.textContent = shown(left);
    this.element.classList.toggle("short", left <= LAST_MINUTE);
    if (left > 0) return;
    this.stop();
    this.over();
  }
}
