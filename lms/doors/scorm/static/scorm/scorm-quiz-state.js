/**
 * Where a quiz stands as one short line of text, which the platform keeps: which questions, what was answered, which
 * try it is and which one counts. Version, quiz and a check sum stand in it; what fits none of them is refused.
 *
 * `q1.<quiz>.<number>.<phase>.<seed>.<until>.<drawn>.<answers>.<deciding>.<sum>`, ≤ 700 characters for ten questions.
 * A text for which there is no room is left out: of a submitted try it stays known whether it was right.
 */

import { Damaged, decoded, digit, encoded, undigit } from "./scorm-quiz-codes.js";
import { Judged, LEVELS, scoreOf } from "./scorm-quiz-results.js";

const VERSION = "q1";
const PHASES = { o: true, s: false };
const PARTS = 10;
const CHECKED = 4;
const LEAST_ROOM = 700;
const ROOM_EACH = 70;

/** How long a state of this quiz may become. */
export const room = (data) => Math.max(LEAST_ROOM, ROOM_EACH * data.count);

/** A try that has just begun. @returns {object} `{ number, isOpen, seed, until, drawn, answers, sure, checked, deciding, lost }` */
export const begun = (number, seed, until, drawn, deciding) => ({
  number, isOpen: true, seed, until, drawn, answers: new Map(), sure: new Map(), checked: new Set(), deciding, lost: new Set(),
});

/**
 * Write a try down. `tried.lost` are afterwards the questions whose text had no room.
 * @returns {string}
 */
export function written(data, tried) {
  const items = tried.drawn.map((id) => data.items.find((item) => item.id === id));
  const texts = items.filter((item) => item.kind === "short-text").sort((one, other) => size(tried, other) - size(tried, one));
  tried.lost.clear();
  let line = lineOf(data, tried, items);
  for (const item of texts) {
    if (line.length <= room(data)) break;
    tried.lost.add(item.id);
    line = lineOf(data, tried, items);
  }
  return line;
}

/**
 * Read a line that was kept.
 * @returns {object|null} a try as `begun` makes it, null for an empty line @throws {Damaged}
 */
export function readBack(data, line) {
  if (!line) return null;
  const parts = String(line).split(".");
  if (parts.length !== PARTS || parts[0] !== VERSION || parts[1] !== data.mark) throw new Damaged(line);
  if (parts[9] !== sum(parts.slice(0, 9).join("."))) throw new Damaged(line);
  const [, , number, phase, seed, until, drawn, answers, deciding] = parts;
  if (!Object.hasOwn(PHASES, phase) || !/^[0-9a-z]{1,3}$/.test(number) || !/^[0-9a-z]{1,12}$/.test(seed)) throw new Damaged(line);
  const tried = begun(parseInt(number, 36), seed, until ? parseInt(until, 36) : null, ids(data, drawn), readDeciding(deciding));
  tried.isOpen = PHASES[phase];
  const codes = answers.split("*");
  if (codes.length !== tried.drawn.length || tried.number < 1 || Number.isNaN(tried.until)) throw new Damaged(line);
  tried.drawn.forEach((id, place) => put(data, tried, id, codes[place]));
  return tried;
}

function lineOf(data, tried, items) {
  const { number, isOpen, seed, until, deciding } = tried;
  const drawn = items.map((item) => data.items.indexOf(item).toString(36).padStart(2, "0")).join("");
  const answers = items.map((item) => flags(tried, item) + code(data, tried, item)).join("*");
  const parts = [VERSION, data.mark, number.toString(36), isOpen ? "o" : "s", seed, until === null ? "" : until.toString(36), drawn, answers, writeDeciding(deciding)];
  const line = parts.join(".");
  return `${line}.${sum(line)}`;
}

const size = (tried, item) => encoded(item, plain(tried.answers.get(item.id))).length;
const plain = (answer) => (answer instanceof Judged ? null : answer);
const flags = ({ sure, checked }, { id }) => digit(LEVELS.indexOf(sure.get(id)) + 1 + (checked.has(id) ? CHECKED : 0));

function code(data, tried, item) {
  const answer = tried.answers.get(item.id);
  if (!(answer instanceof Judged) && !tried.lost.has(item.id)) return encoded(item, answer);
  const isKnown = !tried.isOpen || tried.checked.has(item.id);
  return isKnown ? `!${Number(scoreOf(data, item, answer).correct)}` : "";
}

function put(data, tried, id, text) {
  const item = data.items.find((each) => each.id === id);
  const flag = undigit(text[0], 2 * CHECKED);
  if (flag % CHECKED) tried.sure.set(id, LEVELS[(flag % CHECKED) - 1]);
  if (flag >= CHECKED) tried.checked.add(id);
  const rest = text.slice(1);
  const isJudged = /^![01]$/.test(rest) && item.kind === "short-text";
  const answer = isJudged ? new Judged(rest === "!1") : decoded(item, rest);
  if (answer !== null) tried.answers.set(id, answer);
}

function ids(data, text) {
  if (!/^([0-9a-z]{2})+$/.test(text)) throw new Damaged(text);
  const found = text.match(/../g).map((each) => data.items[parseInt(each, 36)]?.id);
  if (found.includes(undefined) || new Set(found).size !== found.length) throw new Damaged(text);
  return found;
}

/** The try that counts: number, points, possible, passed, answered. */
const writeDeciding = (it) => (it ? [it.number.toString(36), String(it.points).replace(".", ","), it.possible, Number(it.passed), it.answered].join("~") : "");

function readDeciding(text) {
  if (!text) return null;
  const found = /^([0-9a-z]{1,3})~(\d+(?:,\d+)?(?:e-\d+)?)~(\d{1,3})~([01])~(\d{1,3})$/.exec(text);
  if (!found) throw new Damaged(text);
  const [, number, points, possible, passed, answered] = found;
  return { number: parseInt(number, 36), points: Number(points.replace(",", ".")), possible: Number(possible), passed: passed === "1", answered: Number(answered) };
}

/** A check sum against cut and mixed-up lines (FNV-1a, 32 bits). */
export function sum(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}
