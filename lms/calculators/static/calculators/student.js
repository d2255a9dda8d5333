/** Student's t distribution in the browser: the twin of `statistics/student.py` and `beta.py`, operation for operation. */

import { normalQuantile } from "./normal.js";

export const MOST_FREEDOM = 1e6;
export const LEAST_SHARE = 1e-100;

const FAR = 1e150;
const CENTRE = 0.4;
const ROUNDS = 60;
const CLOSE = 1e-14;
const ENOUGH = 30;
const SERIES = [1, -1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144, 869 / 4194304, 39325 / 33554432, -334477 / 2147483648];
const TINY = 1e-300;
const FRACTION_CLOSE = 1e-15;
const MOST_TERMS = 20000;

/** @param {number} t @param {number} freedom from 1 to a million @returns {number} P(T ≤ t) */
export function studentCdf(t, freedom) {
  const [centre, tail] = shares(Math.min(Math.abs(t), FAR), freedom);
  return t < 0 ? tail : 0.5 + centre;
}

/** @param {number} p from 1e-100 to below 1 @param {number} freedom @returns {number} t with P(T ≤ t) = p */
export function studentQuantile(p, freedom) {
  const off = p - 0.5;
  const size = Math.abs(off) <= CENTRE ? inner(Math.abs(off), freedom) : outer(off < 0 ? p : 1 - p, freedom);
  return off < 0 ? -size : size;
}

function inner(share, freedom) {
  let t = share / density(0, freedom);
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = (share - shares(t, freedom)[0]) / density(t, freedom);
    t += step;
    if (Math.abs(step) <= CLOSE * t) break;
  }
  return t;
}

function outer(share, freedom) {
  let t = -normalQuantile(share);
  let before = t;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [, tail] = shares(t, freedom);
    if (tail <= 0) {
      t = (before + t) / 2;
      continue;
    }
    const step = (Math.log(tail / share) * tail) / (t * density(t, freedom));
    before = t;
    t *= Math.exp(step);
    if (Math.abs(step) <= CLOSE) break;
  }
  return t;
}

/** P(0 ≤ T ≤ t) and P(T ≥ t) for t ≥ 0; the smaller one of them exactly. */
function shares(t, freedom) {
  const square = t * t;
  const half = freedom / 2;
  const whole = freedom + square;
  const front = gammaRatio(half) * Math.exp(-half * Math.log1p(square / freedom)) * (t / Math.sqrt(Math.PI * whole));
  if (freedom / whole >= (half + 1) / (half + 2.5)) {
    const centre = front * fraction(0.5, half, square / whole);
    return [centre, 0.5 - centre];
  }
  const tail = (front * fraction(half, 0.5, freedom / whole)) / freedom;
  return [0.5 - tail, tail];
}

function density(t, freedom) {
  const shape = Math.exp((-(freedom + 1) / 2) * Math.log1p((t * t) / freedom));
  return (gammaRatio(freedom / 2) * shape) / Math.sqrt(Math.PI * freedom);
}

/** Γ(a + ½)/Γ(a). */
function gammaRatio(from) {
  let a = from;
  let lowered = 1;
  while (a < ENOUGH) {
    lowered *= a / (a + 0.5);
    a += 1;
  }
  let total = 0;
  for (let at = SERIES.length - 1; at >= 0; at -= 1) total = total / a + SERIES[at];
  return lowered * total * Math.sqrt(a);
}

/** The continued fraction of the incomplete beta function, by the modified Lentz method. */
function fraction(a, b, x) {
  let c = 1;
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1));
  let total = d;
  for (let at = 1; at < MOST_TERMS; at += 1) {
    const even = (at * (b - at) * x) / ((a + 2 * at - 1) * (a + 2 * at));
    const odd = (-(a + at) * (a + b + at) * x) / ((a + 2 * at) * (a + 2 * at + 1));
    for (const term of [even, odd]) {
      d = 1 / apart(1 + term * d);
      c = apart(1 + term / c);
      total *= c * d;
    }
    if (Math.abs(c * d - 1) < FRACTION_CLOSE) break;
  }
  return total;
}

const apart = (value) => (Math.abs(value) > TINY ? value : TINY);
