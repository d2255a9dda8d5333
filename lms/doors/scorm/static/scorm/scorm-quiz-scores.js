/**
 * How a response to one question did: the twin of each kind's `kind.py`, point for point. No page in here.
 *
 * `response(item, value)` gives what is kept: `{ value }`, null for no answer, or `{ problem, remedy }`, names of words.
 * `score(item, value)` gives `{ points, correct, chosen, key, feedback: [text], notes: [{ part, verdict, text, feedback }],
 * counted }` and never throws: a value that is no response counts as unanswered.
 */

import { normal, oneOff, tidy } from "./scorm-quiz-letters.js";

export const CANNOT_JUDGE = "cannot-judge";
const SLACK = 1e-12;
const LARGEST = 1e15;
const LONGEST = 200;
const NONE = { value: null };
const NO_OPTION = { problem: "no_option", remedy: "choose_shown" };

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isEmpty = (value) => value === null || value === undefined || (Array.isArray(value) && !value.length) || (isPlain(value) && !Object.keys(value).length);
const LISTS = ["multiple-choice", "order", "ranking", "hotspot"];
const isNone = (kind, value) => LISTS.includes(kind) && Array.isArray(value) && !value.length;
const ids = (things) => things.map((each) => each.id);
const told = (points, correct, chosen, key, feedback = [], notes = [], counted = true) => ({ points, correct, chosen, key, feedback, notes, counted });

/** @returns {{value: unknown} | {problem: string, remedy: string}} */
export const response = (item, value) => (value === null || value === undefined || isNone(item.kind, value) ? NONE : KINDS[item.kind].response(item, value));

/** Without `partial` credit only what is right has points. */
export function score(item, value, partial = true) {
  const found = KINDS[item.kind].score(item, value ?? null);
  return partial || found.correct ? found : { ...found, points: 0 };
}

/** Whether the ids of an order or a ranking stand in an order that is right. */
export const isRight = (item, placed) => (item.kind === "order" ? ids(item.parts).every((id, at) => id === placed[at]) : item.counted && agreements(item, placed).every(Boolean));

const KINDS = {
  "single-choice": {
    response: (item, value) => (find(item.options, value) ? { value } : NO_OPTION),
    score(item, value) {
      const key = item.options.find((each) => each.correct).id;
      const chosen = find(item.options, value);
      if (!chosen) return told(0, false, null, key);
      return told(Number(chosen.correct), chosen.correct, chosen.id, key, [chosen.feedback]);
    },
  },
  "multiple-choice": {
    response(item, value) {
      const chosen = several(item.options, value);
      if (!chosen) return NO_OPTION;
      return item.choose !== null && chosen.length > item.choose ? { problem: "too_many", remedy: "choose_fewer" } : { value: chosen };
    },
    score: (item, value) => hits(item.options, several(item.options, value), (each) => each.text),
  },
  hotspot: {
    response(item, value) {
      const chosen = places(item, value);
      if (!chosen) return NO_OPTION;
      return { value: item.several ? chosen : chosen[0] };
    },
    score(item, value) {
      const found = hits(item.regions, places(item, value), (each) => each.label);
      if (item.several) return found;
      return { ...found, key: found.key[0], chosen: found.chosen && found.chosen[0] };
    },
  },
  number: {
    response(_item, value) {
      if (!Number.isFinite(value)) return { problem: "not_a_number", remedy: "write_digits" };
      return Math.abs(value) > LARGEST ? { problem: "too_large", remedy: "fewer_digits" } : { value };
    },
    score(item, value) {
      if (!Number.isFinite(value)) return told(0, false, null, item.answer);
      if (within(value, item.answer, item.tolerance)) return told(1, true, value, item.answer, [item.correct]);
      const near = item.near.filter((each) => within(value, each.value, each.tolerance));
      const mistake = near.reduce((best, each) => (best && Math.abs(value - best.value) <= Math.abs(value - each.value) ? best : each), null);
      return told(0, false, value, item.answer, [mistake ? mistake.feedback : item.wrong]);
    },
  },
  "short-text": {
    response(_item, value) {
      if (typeof value !== "string") return { problem: "no_text", remedy: "few_words" };
      const text = tidy(value);
      if ([...text].length > LONGEST) return { problem: "too_long", remedy: "fewer_letters" };
      if (/\p{C}|(?! )\p{Z}/u.test(text)) return { problem: "broken_text", remedy: "few_words" };
      return { value: text || null };
    },
    score(item, value) {
      const typed = typeof value === "string" ? [...tidy(value)].slice(0, LONGEST).join("") : "";
      if (!typed) return told(0, false, null, item.shown);
      const compared = normal(typed, !item.accept_accents);
      const missed = item.near.find((each) => each.answers.includes(compared));
      const typo = item.accept_typos && item.accepted.some((each) => oneOff(compared, each));
      if (item.accepted.includes(compared) || (typo && !missed)) return told(1, true, typed, item.shown, [item.correct]);
      return told(0, false, typed, item.shown, [missed ? missed.feedback : item.wrong]);
    },
  },
  scale: {
    response(item, value) {
      return point(item, value) !== null || isCannot(item, value) ? { value } : { problem: "no_point", remedy: "choose_point" };
    },
    score(item, value) {
      const key = item.counted ? item.accepted[0] : null;
      const at = point(item, value);
      const cannot = isCannot(item, value);
      if (at === null && !cannot) return told(0, false, null, key, [], [], item.counted);
      const correct = item.accepted.includes(at);
      const when = item.counted ? (correct ? "correct" : "wrong") : "any";
      return told(Number(correct), correct, cannot ? CANNOT_JUDGE : at, key, [item.feedback[when]], [], item.counted);
    },
  },
  matrix: {
    response(item, value) {
      const chosen = pairs(item.rows, item.columns, value);
      return chosen ? { value: isEmpty(chosen) ? null : chosen } : NO_OPTION;
    },
    score(item, value) {
      const key = item.counted ? Object.fromEntries(item.rows.map((row) => [row.id, row.correct[0]])) : null;
      const chosen = pairs(item.rows, item.columns, value);
      if (isEmpty(chosen)) return told(0, false, null, key, [], [], item.counted);
      const right = item.rows.filter((row) => row.correct.includes(chosen[row.id])).length;
      const notes = item.rows.map((row) => {
        const isFine = row.correct.includes(chosen[row.id]) || !row.correct.length;
        return note(row, row.text, isFine ? "right" : Object.hasOwn(chosen, row.id) ? "wrong" : "missed");
      });
      return told(right / item.rows.length, right === item.rows.length, chosen, key, [], notes, item.counted);
    },
  },
  matching: {
    response(item, value) {
      const chosen = pairs(item.pairs, item.answers, value);
      return chosen ? { value: isEmpty(chosen) ? null : chosen } : NO_OPTION;
    },
    score(item, value) {
      const key = Object.fromEntries(item.pairs.map((pair) => [pair.id, pair.right]));
      const chosen = pairs(item.pairs, item.answers, value);
      if (isEmpty(chosen)) return told(0, false, null, key);
      const right = item.pairs.filter((pair) => chosen[pair.id] === pair.right).length;
      const notes = item.pairs.map((pair) => {
        const text = `${pair.left} – ${find(item.answers, pair.right).text}`;
        return note(pair, text, chosen[pair.id] === pair.right ? "right" : Object.hasOwn(chosen, pair.id) ? "wrong" : "missed");
      });
      return told(right / item.pairs.length, right === item.pairs.length, chosen, key, [], notes);
    },
  },
  order: {
    response: (item, value) => (placed(item.parts, value) ? { value: [...value] } : { problem: "not_all", remedy: "place_each" }),
    score(item, value) {
      const key = ids(item.parts);
      if (!placed(item.parts, value)) return told(0, false, null, key);
      const stand = couples(key).map(([above, below]) => value.indexOf(above) < value.indexOf(below));
      return ordered(stand, value, key, item);
    },
  },
  ranking: {
    response: (item, value) => (placed(item.options, value) ? { value: [...value] } : { problem: "not_all", remedy: "place_each" }),
    score(item, value) {
      const key = item.counted ? ids(ranked(item)) : null;
      if (!placed(item.options, value)) return told(0, false, null, key, [], [], item.counted);
      if (!item.counted) return told(0, false, [...value], key, [item.feedback.any], [], false);
      return ordered(agreements(item, value), value, key, item.feedback);
    },
  },
};

/** The kinds that can be scored here. */
export const KNOWN = Object.keys(KINDS);

/** The options of a ranking, the one that weighs most first, ties as they are written. */
export const ranked = (item) => [...item.options].sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0));

/** The places, from 1, in which an option of a ranking is right: [first, last]. */
export function rightPlaces(item, id) {
  const { rank } = find(item.options, id);
  const above = item.options.filter((each) => (each.rank ?? 0) < (rank ?? 0)).length;
  return [above + 1, above + item.options.filter((each) => each.rank === rank).length];
}

const find = (things, id) => things.find((each) => each.id === id);
const note = (thing, text, verdict) => ({ part: thing.id, verdict, text, feedback: thing.feedback });
const couples = (things) => things.flatMap((one, at) => things.slice(at + 1).map((other) => [one, other]));
const within = (value, target, tolerance) => Math.abs(value - target) <= tolerance + SLACK * Math.max(Math.abs(value), Math.abs(target));
const point = (item, value) => (Number.isInteger(value) && value >= 1 && value <= item.points ? value : null);
const isCannot = (item, value) => value === CANNOT_JUDGE && item.cannot_judge;

/** The ids, each once, sorted; null where `value` is no list of these things. */
function several(things, value) {
  if (!Array.isArray(value) || new Set(value).size !== value.length) return null;
  return value.every((id) => find(things, id)) ? [...value].sort() : null;
}

function places(item, value) {
  if (typeof value === "string" && !item.several) return find(item.regions, value) ? [value] : null;
  return item.several ? several(item.regions, value) : null;
}

/** (Right chosen - wrong chosen) / right ones, at least 0; a note on each that was chosen or missed. */
function hits(things, chosen, textOf) {
  const key = ids(things.filter((each) => each.correct)).sort();
  if (isEmpty(chosen)) return told(0, false, null, key);
  const right = chosen.filter((id) => key.includes(id)).length;
  const points = Math.max(0, (right - (chosen.length - right)) / key.length);
  const shown = things.filter((each) => each.correct || chosen.includes(each.id));
  const notes = shown.map((each) => note(each, textOf(each), chosen.includes(each.id) ? (each.correct ? "right" : "wrong") : "missed"));
  return told(points, points === 1, chosen, key, [], notes);
}

/** {left: right} of what was given, by the ids on the left; null where it names something that is not there. */
function pairs(left, right, value) {
  if (!isPlain(value)) return null;
  const given = Object.entries(value).filter(([, to]) => to !== null).sort(([one], [other]) => (one < other ? -1 : 1));
  return given.every(([from, to]) => find(left, from) && find(right, to)) ? Object.fromEntries(given) : null;
}

const placed = (parts, value) => Array.isArray(value) && value.length === parts.length && new Set(value).size === parts.length && value.every((id) => find(parts, id));

/** For each couple that the author does not tie, whether it stands the right way round. */
function agreements(item, value) {
  const apart = couples(ranked(item)).filter(([above, below]) => above.rank !== below.rank);
  return apart.map(([above, below]) => value.indexOf(above.id) < value.indexOf(below.id));
}

function ordered(stand, value, key, feedback) {
  const all = stand.every(Boolean);
  return told(stand.filter(Boolean).length / stand.length, all, [...value], key, [all ? feedback.correct : feedback.wrong]);
}
