/**
 * What a sitting of a self-assessment amounts to, 0 to 100: the twin of `learning/assessing/scoring.py`. No page in here.
 */

const LEAST_ANSWERED = 0.8;
const FEWEST_OF_A_SUBSCALE = 2;

/**
 * @param {object} data of the instrument @param {Map<string, number|string>} answers a point, or "cannot-judge"
 * @returns {{score: number, judged: number, of: number, subs: object[], alike: boolean}|{judged: number, needed: number}}
 */
export function profile(data, answers) {
  const points = new Map(data.items.map(({ id }) => [id, typeof answers.get(id) === "number" ? answers.get(id) : null]));
  const judged = [...points.values()].filter((each) => each !== null).length;
  const score = scoreOf(data, data.items, points);
  if (score === null) return { judged, needed: data.needed };
  const subs = data.subscales.map(({ id }) => subscale(data, id, points));
  return { score, judged, of: data.items.length, subs, alike: alike(data, points) };
}

/** The highest band that begins at or below the score. */
export const bandOf = (bands, score) => bands.findLast((band) => band.start <= score);

function scoreOf(data, items, points) {
  const most = data.anchors.length;
  const given = items.filter(({ id }) => points.get(id) !== null).map(({ id, reverse }) => (reverse ? 1 + most - points.get(id) : points.get(id)));
  if (!items.length || given.length / items.length < LEAST_ANSWERED) return null;
  const mean = given.reduce((sum, each) => sum + each, 0) / given.length;
  return (100 * (mean - 1)) / (most - 1);
}

/** By all its statements, or by all but one when that leaves two. */
function subscale(data, id, points) {
  const items = data.items.filter((item) => item.sub === id);
  const judged = items.filter((item) => points.get(item.id) !== null);
  const isEnough = judged.length === items.length || judged.length >= Math.max(FEWEST_OF_A_SUBSCALE, items.length - 1);
  return { id, score: isEnough ? scoreOf(data, judged, points) : null, judged: judged.length, of: items.length };
}

/** Every answer was the same, the reversed statements' too. */
function alike(data, points) {
  const given = data.items.filter(({ id }) => points.get(id) !== null);
  return new Set(given.map(({ id }) => points.get(id))).size === 1 && new Set(given.map(({ reverse }) => reverse)).size === 2;
}
