/**
 * What a whole try comes to: points, passed or not, topic by topic, how sure one was beside how right, which try counts.
 * The twin of `lms.questions.scoring`, `confidence.py` and `counting.py`. No page in here.
 */

import { score } from "./scorm-quiz-scores.js";

const ROUNDING = 1e-9;
export const LEVELS = ["guess", "fairly", "sure"];
const MEANT = { guess: 0.35, fairly: 0.7, sure: 0.95 };
const FEWEST = 4;
const NEAR = 0.15;

/**
 * Score a try.
 * @param {object} data of the quiz @param {{drawn: string[], answers: Map<string, unknown>}} tried
 * @returns {{scores: Map<string, object>, points: number, possible: number, passed: boolean, answered: number}}
 */
export function scored(data, { drawn, answers }) {
  const items = drawn.map((id) => data.items.find((item) => item.id === id));
  const scores = new Map(items.map((item) => [item.id, scoreOf(data, item, answers.get(item.id))]));
  const counted = [...scores.values()].filter((each) => each.counted);
  const points = counted.reduce((sum, each) => sum + each.points, 0);
  const passed = counted.length > 0 && points >= data.pass_mark * counted.length - ROUNDING;
  const answered = [...scores.values()].filter((each) => each.chosen !== null).length;
  return { scores, points, possible: counted.length, passed, answered };
}

/** A text too long to be kept was judged before it was dropped: see `scorm-quiz-state.js`. */
export function scoreOf(data, item, answer) {
  if (!(answer instanceof Judged)) return score(item, answer ?? null, data.settings.partial_credit);
  const feedback = [answer.right ? item.correct : item.wrong];
  return { ...score(item, null), points: Number(answer.right), correct: answer.right, chosen: "…", feedback };
}

/** What is left of an answer whose text could not be kept. */
export class Judged {
  constructor(right) {
    this.right = right;
  }
}

/**
 * What was said of each answer beside what was right, over the questions that count and were answered.
 * @returns {{levels: object, sureAndWrong: string[], said: number, right: number, expected: number, leaning: string|null}}
 */
export function calibrated(scores, sure) {
  const told = [...scores].filter(([, each]) => each.counted && each.chosen !== null);
  const at = (level) => told.filter(([id]) => sure.get(id) === level);
  const levels = Object.fromEntries(LEVELS.map((level) => [level, { said: at(level).length, right: at(level).filter(([, each]) => each.correct).length }]));
  const sum = (part) => LEVELS.reduce((whole, level) => whole + part(level), 0);
  const [said, right] = [sum((level) => levels[level].said), sum((level) => levels[level].right)];
  const expected = sum((level) => MEANT[level] * levels[level].said);
  const sureAndWrong = at("sure").filter(([, each]) => !each.correct).map(([id]) => id);
  return { levels, sureAndWrong, said, right, expected, leaning: leaning(said, expected - right) };
}

function leaning(said, beyond) {
  if (said < FEWEST) return null;
  if (Math.abs(beyond) <= Math.max(1, NEAR * said)) return "even";
  return beyond > 0 ? "over" : "under";
}

/** Points of the questions of each topic that was asked, and the page to read again ("": none). */
export function byTopic(data, scores) {
  return Object.entries(data.topics).flatMap(([name, topic]) => {
    const items = data.items.filter((item) => item.topic === name && scores.get(item.id)?.counted);
    const asked = [...scores.keys()].map((id) => items.find((item) => item.id === id)).filter(Boolean);
    const points = asked.reduce((sum, item) => sum + scores.get(item.id).points, 0);
    const weak = asked.find((item) => !scores.get(item.id).correct)?.page ?? "";
    return asked.length ? [{ title: topic.title, points, possible: asked.length, page: topic.page || weak, isWhole: points === asked.length }] : [];
  });
}

/** Of two submitted tries the one that counts: `counts` is "best", "latest" or "first". */
export function counting(counts, earlier, later) {
  if (!earlier) return later;
  if (counts !== "best") return counts === "first" ? earlier : later;
  const better = Number(later.passed) - Number(earlier.passed) || later.points / later.possible - earlier.points / earlier.possible;
  return better > 0 ? later : earlier;
}

/** How many tries may still be begun; null for as many as one likes. */
export const left = (data, number) => (data.settings.attempts === null ? null : Math.max(0, data.settings.attempts - number));

/** How much a submitted try shows now: "full", "answers" or "score". */
export function review(data, { number, isOpen, deciding }) {
  const { review: most, review_from: from } = data.settings;
  const none = left(data, number) === 0;
  const opened = { submitted: true, passed: Boolean(deciding?.passed) || none, last: none && !isOpen };
  return opened[from] ? most : "score";
}
