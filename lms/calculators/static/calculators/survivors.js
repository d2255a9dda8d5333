/**
 * The shifted beta-geometric model fitted to one cohort in the browser: the twin of `statistics/survivors.py`, the same
 * sums, products and quotients in the same order, so that both give the same α and β to the last bit.
 */

const GRID = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const ROUNDS = 100;
const CLOSE = 1e-9;
const NOTHING = 1e-14;
const FEWEST = 3;

/** @returns {boolean} whether these can be survivors: above zero at the start, never rising, never below zero */
export function falls(series) {
  if (!series.length) return true;
  return series[0] > 0 && series.at(-1) >= 0 && series.every((each, at) => at === 0 || each <= series[at - 1]);
}

/** @param {number[]} series survivors n₀ ≥ n₁ ≥ … @returns {?[number, number]} α and β; null: too little to go on */
export function fit(series) {
  if (series.length < FEWEST) return null;
  const left = series.slice(1).map((each, at) => (series[at] - each) / series[0]);
  const stayed = series.slice(1).map((each) => each / series[0]);
  const lost = left.reduce((total, each) => total + each, 0);
  if (lost <= 0 || stayed[0] <= NOTHING * lost) return null;
  const losses = { left, stayed, lost };
  const mixture = highest(losses);
  const mean = meanOf(losses, mixture, 1);
  return [mean / mixture, (1 - mean) / mixture];
}

function highest(losses) {
  const slopes = [];
  const means = [];
  let mean = 1;
  for (let at = GRID.length - 1; at >= 0; at -= 1) {
    mean = means[at] = meanOf(losses, GRID[at], mean);
    slopes[at] = slopeOf(losses, mean, GRID[at]);
  }
  const tops = slopes[0] <= 0 ? [GRID[0]] : [];
  if (slopes.at(-1) > 0) tops.push(GRID.at(-1));
  for (let at = 0; at < GRID.length - 1; at += 1) {
    if (slopes[at] > 0 && slopes[at + 1] <= 0) tops.push(topOf(losses, at, slopes[at], slopes[at + 1], means[at + 1]));
  }
  if (tops.length === 1) return tops[0];
  const heights = tops.map((each) => loglik(losses, meanOf(losses, each, 1), each));
  return tops[heights.indexOf(Math.max(...heights))];
}

/** The best μ for this φ, where Σ(d − n·h) = 0: Newton's steps from the right, which only come closer. */
function meanOf({ stayed, lost }, mixture, above) {
  let mean = lost / (lost + stayed[0]);
  if (above < mean) mean = above;
  for (let round = 0; round < ROUNDS; round += 1) {
    let off = lost;
    let slope = 0;
    for (let at = 0; at < stayed.length; at += 1) {
      const weight = 1 / (1 + mixture * at);
      const stays = 1 - weight * mean;
      const odds = (stayed[at] * weight) / stays;
      off -= odds * mean;
      slope += odds / stays;
    }
    const step = off / slope;
    mean += step;
    if (Math.abs(step) <= CLOSE * mean) break;
  }
  return mean;
}

/** ∂LL/∂φ = Σ (t−1)/(1 + φ(t−1)) · (n·h − d)/(1 − h). */
function slopeOf({ left, stayed }, mean, mixture) {
  let total = 0;
  for (let at = 1; at < stayed.length; at += 1) {
    const spread = 1 + mixture * at;
    const hazard = mean / spread;
    total += (at / spread) * ((stayed[at] * hazard) / (1 - hazard) - left[at]);
  }
  return total;
}

/** The φ between two of the grid where the slope is zero: false position, Illinois. */
function topOf(losses, at, rising, falling, above) {
  let [low, high, up, down] = [GRID[at], GRID[at + 1], rising, falling];
  let side = 0;
  let last = Infinity;
  let mixture = low;
  for (let round = 0; round < ROUNDS; round += 1) {
    mixture = (low * down - high * up) / (down - up);
    const slope = slopeOf(losses, meanOf(losses, mixture, above), mixture);
    if (slope > 0) {
      [low, up] = [mixture, slope];
      if (side > 0) down /= 2;
      side = 1;
    } else {
      [high, down] = [mixture, slope];
      if (side < 0) up /= 2;
      side = -1;
    }
    if (Math.abs(mixture - last) <= CLOSE * mixture || slope === 0) break;
    last = mixture;
  }
  return mixture;
}

function loglik({ left, stayed }, mean, mixture) {
  let total = 0;
  for (let at = 0; at < stayed.length; at += 1) {
    const hazard = mean / (1 + mixture * at);
    total += left[at] * Math.log(hazard) + (stayed[at] ? stayed[at] * Math.log(1 - hazard) : 0);
  }
  return total;
}
