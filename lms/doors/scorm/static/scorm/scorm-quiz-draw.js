/**
 * Which questions a try asks and in which order, as the server draws them: fair to every topic, fresh where it can be.
 * Everything follows from a seed. No page in here.
 */

import { isRight } from "./scorm-quiz-scores.js";

/** Where something called `names` stands in the order that `seed` gives: a whole number to sort by (two rounds of murmur). */
export function rank(seed, ...names) {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of [seed, ...names].join("/")) {
    const code = letter.codePointAt(0);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}

/** The things in the order that `seed` gives to their ids; `within` tells lists with equal ids apart. */
export function shuffled(things, seed, ...within) {
  return [...things].sort((one, other) => rank(seed, ...within, one.id) - rank(seed, ...within, other.id));
}

/**
 * The ids of the questions a try asks, in their order.
 * @param {object} data of a quiz @param {string} seed @param {string[]} met the ids that the try before asked
 */
export function drawn(data, seed, met = []) {
  const ids = data.items.map((item) => item.id);
  const some = data.draws ? pick(data, seed, met) : ids;
  if (!data.settings.shuffle) return ids.filter((id) => some.includes(id));
  return some.sort((one, other) => rank(seed, "place", one) - rank(seed, "place", other));
}

/** Round the topics, one question at a time: those not met first, then the kind drawn least so far, then by chance. */
function pick(data, seed, met) {
  const pools = poolsOf(data, seed);
  const found = [];
  while (found.length < data.count && pools.some((pool) => pool.length)) {
    for (const pool of pools) {
      if (!pool.length || found.length >= data.count) continue;
      const liked = (item) => [Number(met.includes(item.id)), found.filter((each) => each.kind === item.kind).length, rank(seed, "item", item.id)];
      pool.sort((one, other) => before(liked(one), liked(other)));
      found.push(pool.shift());
    }
  }
  return found.map((item) => item.id);
}

function poolsOf(data, seed) {
  const pools = new Map();
  for (const item of data.items) pools.set(item.topic, [...(pools.get(item.topic) ?? []), item]);
  const topics = [...pools.keys()].sort((one, other) => rank(seed, "topic", one) - rank(seed, "topic", other));
  return topics.map((topic) => pools.get(topic));
}

function before(one, other) {
  const at = one.findIndex((each, place) => each !== other[place]);
  return at < 0 ? 0 : one[at] - other[at];
}

const ARRANGED = {
  "single-choice": (item, seed) => (seed ? { ...item, options: shuffled(item.options, seed, item.id) } : item),
  "multiple-choice": (item, seed) => (seed ? { ...item, options: shuffled(item.options, seed, item.id) } : item),
  matrix: (item, seed) => (seed ? { ...item, rows: shuffled(item.rows, seed, item.id) } : item),
  hotspot: (item, seed) => (seed ? { ...item, regions: shuffled(item.regions, seed, item.id) } : item),
  order: (item, seed) => ({ ...item, mixed: neverRight(item, shuffled(item.parts, seed, item.id)) }),
  ranking: (item, seed) => ({ ...item, mixed: neverRight(item, shuffled(item.options, seed, item.id)) }),
  matching: (item, seed) => ({
    ...item,
    pairs: seed ? shuffled(item.pairs, seed, item.id) : item.pairs,
    answers: shuffled(item.answers, seed, item.id, "answers"),
  }),
};

/** The question with its options in the order of `seed`, "" for the author's; what is to be put in order as `mixed`. */
export const arranged = (item, seed) => ARRANGED[item.kind]?.(item, seed) ?? item;

/** The parts, turned round once where chance has put them right: that would give it away. */
function neverRight(item, parts) {
  return isRight(item, parts.map((part) => part.id)) ? [...parts.slice(1), parts[0]] : parts;
}
