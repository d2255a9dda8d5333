/**
 * What is known of the reader, and its handing over to the platform: at each turn of a page and each result at once, else a
 * little later, and whenever the window is left. What the platform did not take stays here and goes with the next attempt.
 */

import { values } from "./scorm-handing.js";
import { better, standing } from "./scorm-standing.js";
import { packed, unpacked } from "./scorm-state.js";

const LATER = 3000;
const WATCHED = new Set(["browse", "review"]); // somebody looks on: nothing counts
const DONE = new Set(["passed", "completed"]);
const MATTERS = /suspend_data|lesson_status|completion_status|success_status|score\.raw/; // the others are optional in SCORM 1.2

export class Record {
  /** @param {Object} about the package @param {import("./scorm-api.js").Platform} platform */
  constructor(about, platform) {
    Object.assign(this, { about, platform });
    this.began = Date.now();
    this.sent = new Map();
    this.trouble = ""; // why the last handing over failed
    this.dropped = 0;
    this.alarm = 0;
  }

  /** Ask the platform who is reading and where they were. */
  begin() {
    const { about, platform } = this;
    if (platform.isThere && !platform.begin()) this.trouble = platform.trouble || "–";
    const is2004 = about.standard === "2004";
    const core = is2004 ? "cmi" : "cmi.core";
    const sizes = { pages: about.pages.length, quizzes: about.quizzes.length };
    const kept = unpacked(platform.read("cmi.suspend_data"), about.key, sizes);
    this.mode = platform.read(is2004 ? "cmi.mode" : "cmi.core.lesson_mode");
    this.before = {
      complete: DONE.has(platform.read(is2004 ? "cmi.completion_status" : "cmi.core.lesson_status")),
      score: Number.parseFloat(platform.read(`${core}.score.raw`)),
    };
    this.state = kept ?? {
      language: "",
      page: -1,
      block: 0,
      read: about.pages.map(() => false),
      results: about.quizzes.map(() => null),
      quizzes: about.quizzes.map(() => ""),
    };
    if (!about.languages.includes(this.state.language)) this.state.language = this.#language(is2004);
    this.handOver();
  }

  get standing() {
    const found = standing(this.about.pages, this.state.read, this.state.results);
    return this.before.complete ? { ...found, complete: true, failed: false } : found;
  }

  /** Take a result of a quiz. @param {number} at which one */
  result(at, found) {
    this.state.results[at] = better(this.state.results[at], found);
  }

  /** Hand over in a little while. */
  later() {
    this.alarm ||= setTimeout(() => this.handOver(), LATER);
  }

  /** Hand over now. @returns {boolean} whether the platform has it, or there is none */
  handOver() {
    clearTimeout(this.alarm);
    this.alarm = 0;
    const { platform, about, state } = this;
    const { text, dropped } = packed(about.key, state, about.limit);
    this.dropped = dropped;
    if (!platform.isThere || WATCHED.has(this.mode)) return true;
    if (!platform.open && !platform.begin()) return this.#failed();
    const stands = this.standing;
    if (this.before.score > (stands.score ?? Infinity)) stands.score = this.before.score;
    const wanted = values(about.standard, stands, { text, place: state.page < 0 ? "overview" : about.pages[state.page].name }, (Date.now() - this.began) / 1000);
    const lowers = this.before.complete && stands.quizzes.done < stands.quizzes.all; // passed in another version
    this.trouble = "";
    for (const [name, value] of wanted) if (!(lowers && name === "cmi.success_status")) this.#write(name, value);
    if (!platform.keep()) this.trouble ||= platform.trouble || "–";
    return !this.trouble;
  }

  /** The window is left. */
  end() {
    if (!this.platform.open) return;
    this.handOver();
    this.platform.end();
  }

  #write(name, value) {
    if (this.sent.get(name) === value) return;
    if (this.platform.write(name, value)) this.sent.set(name, value);
    else if (MATTERS.test(name)) this.trouble = this.platform.trouble || "–";
  }

  #failed() {
    this.trouble = this.platform.trouble || "–";
    return false;
  }

  #language(is2004) {
    const asked = [this.platform.read(is2004 ? "cmi.learner_preference.language" : "cmi.student_preference.language"), ...(navigator.languages ?? [])];
    const short = asked.map((each) => String(each).slice(0, 2).toLowerCase());
    return short.find((each) => this.about.languages.includes(each)) ?? this.about.languages[0];
  }
}
