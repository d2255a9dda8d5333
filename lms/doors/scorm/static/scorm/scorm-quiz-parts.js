/**
 * Parts of a quiz beside its questions: what one must know before, what an answer teaches, the score, the topics.
 */

import { formatNumber } from "../calculators/numerals.js";
import { el } from "./scorm-quiz-dom.js";
import { left, review } from "./scorm-quiz-results.js";

const VERDICT_ICONS = { right: "check", wrong: "cross", partly: "partly", noted: "info" };
const NOTE_ICONS = { right: "check", wrong: "cross", missed: "partly" };
const quiet = (words) => el("span", { class: "quiet" }, words);
const points = (voice, number) => formatNumber(number, voice.language, 2);

/** What one must know before a try begins; `number`: how many were begun. */
export function terms(voice, data, number) {
  const rules = data.settings;
  const line = (icon, ...words) => el("li", {}, voice.icon(icon), el("span", {}, ...words));
  const pass = Math.ceil(data.pass_mark * data.count - 1e-9);
  return el(
    "ul",
    { class: "terms" },
    line(
      "list",
      `${voice.sayN("questions", data.count)} · ${voice.say("pass_with", { count: pass })}`,
      data.count < data.items.length && quiet(voice.say("drawn_anew", { count: data.items.length })),
      !rules.partial_credit && quiet(voice.say("only_full")),
      data.left_out > 0 && quiet(voice.sayN("left_out", data.left_out)),
    ),
    rules.time_limit === null
      ? line("clock", voice.say("no_limit"), quiet(voice.say("leave_when")))
      : line("clock", voice.sayN("minutes_from", rules.time_limit), quiet(voice.say("clock_goes_on"))),
    line("pen", triesLeft(voice, data, number)),
    line("learn", ...afterwards(voice, rules)),
    data.confidence && line("info", voice.say("asks_how_sure"), quiet(voice.say("never_changes"))),
  );
}

function triesLeft(voice, data, number) {
  const counted = voice.say(`counts_${data.settings.counts}`);
  const some = left(data, number);
  if (some === null) return voice.say("many_tries", { counted });
  if (data.settings.attempts === 1) return voice.say("one_try");
  if (some === data.settings.attempts) return voice.sayN("tries", some, { counted });
  return voice.sayN("tries_left_of", some, { all: data.settings.attempts, counted });
}

function afterwards(voice, rules) {
  if (rules.feedback === "immediate") return [voice.say("check_as_you_go"), quiet(voice.say("stays_then"))];
  if (rules.review === "score") return [voice.say("afterwards_score")];
  const when = { passed: rules.attempts === null ? "once_passed" : "once_passed_or_last", last: "after_last" }[rules.review_from];
  return [voice.say(rules.review === "full" ? "afterwards_full" : "afterwards_answers"), when && quiet(voice.say(when))];
}

/** What the answer to one question teaches, and where to read it again. */
export function feedback(voice, data, item, score, onlyVerdict = false) {
  const verdict = !score.counted ? "noted" : score.correct ? "right" : score.points ? "partly" : "wrong";
  const heading = score.chosen === null ? voice.say("not_answered") : voice.say(`verdict_${verdict}`);
  const share = verdict === "partly" && score.chosen !== null && el("span", { class: "num" }, ` (${voice.say("part_of_point", { points: points(voice, score.points) })})`);
  const notes = score.notes.map((note) => {
    const aside = { missed: "not_chosen", wrong: "verdict_wrong_small" }[note.verdict];
    const part = el("p", { class: "part" }, note.text, aside && " ", aside && quiet(voice.say(aside)));
    return el("li", { class: note.verdict }, voice.icon(NOTE_ICONS[note.verdict]), el("div", {}, part, el("p", {}, note.feedback)));
  });
  const page = !score.correct && score.counted ? item.page : "";
  return el(
    "div",
    { class: `feedback ${verdict}`, tabindex: "-1" },
    voice.icon(VERDICT_ICONS[verdict]),
    el(
      "div",
      {},
      el("p", { class: "strong" }, heading, share),
      ...(onlyVerdict ? [] : score.feedback.map((text) => el("p", {}, text))),
      !onlyVerdict && notes.length > 0 && el("ul", { class: "taught" }, ...notes),
      readAgain(voice, data, page, "again"),
    ),
  );
}

function readAgain(voice, data, page, looks) {
  return Boolean(page) && Object.hasOwn(data.pages, page) && el("p", { class: looks }, el("a", { href: `#${page}`, "data-page": page }, voice.say("read_again", { title: data.pages[page] })));
}

/** The result of the try that is shown, what it means, and a button for the next one. */
export function scoreBox(voice, data, tried, total) {
  const { deciding } = tried;
  const some = left(data, tried.number);
  const mayTry = some === null || some > 0;
  const again = mayTry && el("button", { type: "button", class: `btn${total.passed ? " ghost" : ""}`, "data-act": "begin" }, voice.say("try_again"));
  return el(
    "section",
    { class: `score${total.passed ? "" : " short"}`, tabindex: "-1", "aria-labelledby": `${data.id}-score` },
    el("p", { class: "big num" }, voice.say("right_of", { right: points(voice, total.points), all: total.possible })),
    el(
      "div",
      {},
      el("h3", { id: `${data.id}-score` }, voice.say(headline(total.passed, deciding.passed, mayTry))),
      deciding.number !== tried.number && el("p", {}, whichCounts(voice, data, deciding)),
      el("p", {}, voice.say(advice(data, tried, total, mayTry))),
      some !== null && some > 0 && el("p", { class: "quiet" }, voice.sayN("tries_left", some)),
    ),
    again,
  );
}

function headline(now, ever, mayTry) {
  if (now) return ever ? "passed" : "enough_now";
  if (ever) return "passed_all_the_same";
  return mayTry ? "not_passed_yet" : "not_passed";
}

function whichCounts(voice, data, deciding) {
  const percent = Math.round((100 * deciding.points) / deciding.possible);
  return voice.say(data.settings.counts === "first" ? "first_counts" : "best_counts", { percent, number: deciding.number });
}

function advice(data, tried, total, mayTry) {
  const rules = data.settings;
  if (review(data, tried) === "score") {
    if (rules.review === "score") return "score_only";
    if (rules.review_from === "passed") return rules.attempts === null ? "details_once_passed" : "details_once_passed_or_last";
    return "details_after_last";
  }
  if (!mayTry) return "last_try";
  if (rules.review === "answers") return "look_and_try";
  return total.passed ? "read_and_enjoy" : "read_and_try";
}

/** How sure one was beside how right, in words; nothing where nothing was said. */
export function calibration(voice, data, items, found) {
  if (!found.said) return null;
  const { sure, fairly, guess } = found.levels;
  const expected = Math.round(found.expected);
  const line = (...words) => el("p", {}, ...words);
  const first = found.sureAndWrong.map((id) => items.find((item) => item.id === id)).map((item) => el("li", {}, el("a", { href: `#${data.id}-${item.id}`, "data-to": `${data.id}-${item.id}` }, item.stem)));
  return el(
    "section",
    { class: "calibration", "aria-labelledby": `${data.id}-calibration` },
    el("h3", { id: `${data.id}-calibration` }, voice.say("how_sure_how_right")),
    sure.said === 1 && line(voice.say(sure.right ? "sure_one_right" : "sure_one_wrong")),
    sure.said > 1 && line(voice.say("sure_many", sure)),
    fairly.said > 1 && line(voice.say("fairly_many", fairly)),
    guess.said > 1 && line(voice.say("guess_many", guess), guess.right > guess.said / 2 && ` ${voice.say("know_more")}`),
    found.leaning && el("p", { class: found.leaning === "even" ? null : "strong" }, voice.say(`leaning_${found.leaning}`, { expected, right: found.right })),
    first.length > 0 && el("p", { class: "strong" }, voice.say("sure_and_wrong")),
    first.length > 0 && el("ul", {}, ...first),
    !first.length && sure.said > 1 && sure.right === sure.said && line(voice.say("sure_is_right")),
    voice.private("only_you_this"),
  );
}

/** Topic by topic: points, and the page to read again where something is missing. */
export function topics(voice, data, found) {
  if (!found.length) return null;
  const lines = found.map((topic) => {
    const again = !topic.isWhole && readAgain(voice, data, topic.page, null);
    const words = el("div", {}, el("p", { class: "part" }, topic.title), again);
    const share = el("p", { class: "num" }, voice.say("right_of", { right: points(voice, topic.points), all: topic.possible }));
    return el("li", {}, voice.icon(topic.isWhole ? "check" : "partly"), words, share);
  });
  return el("section", { class: "topics", "aria-labelledby": `${data.id}-topics` }, el("h3", { id: `${data.id}-topics` }, voice.say("topic_by_topic")), el("ul", {}, ...lines));
}
