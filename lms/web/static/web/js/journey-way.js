/**
 * What a table says as a way from its first row to its last: its points, the moments that decide, the lanes of those
 * responsible and where the customer passes from one to another. No page: journey-picture.js draws what is computed here.
 */

/** @typedef {{name: string, height: number|null, lane: string, stage: string, isMet: boolean}} Point */

/** @param {Object[]} rows values @param {{height: string, lanes: string, stages: string, met: string}} curve @returns {Point[]} */
export function pointsOf(rows, curve) {
  return rows.map((row) => ({
    name: plain(row.name),
    height: Number.isFinite(row[curve.height]) ? row[curve.height] : null,
    lane: plain(row[curve.lanes]),
    stage: plain(row[curve.stages]),
    isMet: !curve.met || row[curve.met] > 0,
  }));
}

/**
 * @param {Point[]} points
 * @returns {{strongest: number, deepest: number, last: number}} their places, -1 where there is none. Strongest is the point
 *   farthest from 0, the negative one of two alike; deepest the lowest below 0; last the last that somebody meets.
 */
export function momentsOf(points) {
  const heights = points.map(({ height }) => height).filter((height) => height !== null);
  if (!heights.length) return { strongest: -1, deepest: -1, last: -1 };
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const at = (height) => points.findIndex((point) => point.height === height);
  return { strongest: at(-low >= high ? low : high), deepest: low < 0 ? at(low) : -1, last: points.findLastIndex(({ isMet }) => isMet) };
}

/**
 * @param {Point[]} points
 * @returns {{names: string[], bands: {lane: number, from: number, to: number}[]}} the lanes in the order they are first met,
 *   nobody's ("") last, and the stretches of the way in them. Spaces and capitals make no difference.
 */
export function lanesOf(points) {
  const names = new Map();
  for (const { lane } of points) if (lane && !names.has(key(lane))) names.set(key(lane), lane);
  if (points.some(({ lane }) => !lane)) names.set("", "");
  const order = [...names.keys()];
  return { names: [...names.values()], bands: stretches(points.map(({ lane }) => order.indexOf(key(lane)))).map(({ value, from, to }) => ({ lane: value, from, to })) };
}

/** @param {Point[]} points @returns {{value: string, from: number, to: number}[]} the stages, in their order */
export const stagesOf = (points) => stretches(points.map(({ stage }) => stage), key).filter(({ value }) => value);

/**
 * Where the points of another way stand along this one: those of the same name at the same place, those between them in
 * between, those before and after at the ends.
 * @param {Point[]} then @param {Point[]} now @returns {number[]} places, counted as those of `now`
 */
export function placesAlong(then, now) {
  const free = new Map(now.map(({ name }, at) => [key(name), at]));
  const found = then.map(({ name }) => free.get(key(name)) ?? null);
  if (found.every((place) => place === null)) return then.map((_point, at) => (then.length > 1 ? (at * (now.length - 1)) / (then.length - 1) : 0));
  return found.map((place, at) => place ?? between(found, at, now.length - 1));
}

function between(found, at, end) {
  const before = found.findLastIndex((place, each) => each < at && place !== null);
  const after = found.findIndex((place, each) => each > at && place !== null);
  if (before < 0) return Math.max(-0.4, found[after] - (after - at) / (after + 1));
  if (after < 0) return Math.min(end + 0.4, found[before] + (at - before) / (found.length - before));
  return found[before] + ((found[after] - found[before]) * (at - before)) / (after - before);
}

function stretches(values, same = (value) => value) {
  const found = [];
  values.forEach((value, at) => {
    const last = found.at(-1);
    if (last && same(last.value) === same(value)) last.to = at;
    else found.push({ value, from: at, to: at });
  });
  return found;
}

const plain = (text) => (typeof text === "string" ? text.trim() : "");

const key = (text) => text.trim().toLowerCase();
