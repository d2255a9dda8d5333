/** What a call of a function costs beyond the one step of every part: the twin of `formula/charges.py`. */

export const MOST_AGENTS = 10000;

const AGENTS_A_STEP = 25;
const EACH = { student_cdf: 15, student_quantile: 80, sbg_alpha: 10, sbg_beta: 10 };

export const CHARGED = new Set(["erlang_c", ...Object.keys(EACH)]);

/** @param {string} head @param {Array} given numbers, or lists of them @returns {number} further steps of one call */
export function charge(head, given) {
  const length = given.reduce((most, each) => (Array.isArray(each) ? Math.max(most ?? 0, each.length) : most), null) ?? 1;
  if (head in EACH) return EACH[head] * length;
  const agents = given[1];
  return Array.isArray(agents) ? agents.reduce((sum, each) => sum + queue(each), 0) : queue(agents) * length;
}

function queue(agents) {
  if (!(agents >= 1 && agents <= MOST_AGENTS)) return 0;
  return Math.ceil(Math.trunc(agents) / AGENTS_A_STEP);
}
