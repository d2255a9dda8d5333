/**
 * Computes the JSON tree of a formula in the browser: the twin of `formula/scalar.py`, rule for rule.
 * No eval, no dependency. A value that cannot be had ends the formula: with null (not defined) or a Failure.
 */

import { CHARGED, MOST_AGENTS, charge } from "./charges.js";
import { normalCdf, normalQuantile } from "./normal.js";
import { waiting } from "./queue.js";
import { WHOLE, extreme } from "./series.js";
import { Failure, Stop, finite, stop } from "./stopping.js";
import { LEAST_SHARE, MOST_FREEDOM, studentCdf, studentQuantile } from "./student.js";

export { Failure };

const MAXIMUM_STEPS = 10000;
const MAXIMUM_DIGITS = 12;
const SCALES = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

/**
 * @param {*} tree the parsed formula
 * @param {Object<string, *>} values every name the formula may use
 * @returns {number|boolean|Array|null|Failure} never throws
 */
export function evaluateTree(tree, values) {
  try {
    return valueOf(tree, { values, steps: 0 });
  } catch (problem) {
    if (problem instanceof Stop) return problem.outcome;
    return new Failure("INVALID_INPUT");
  }
}

function count(run, steps) {
  run.steps += steps;
  if (run.steps > MAXIMUM_STEPS) stop("TOO_MANY_STEPS");
}

function valueOf(tree, run) {
  count(run, 1);
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") return named(tree, run);
  if (tree === null) throw new Stop(null);
  const head = tree[0];
  const special = SPECIAL.get(head);
  if (special) return special(tree, run);
  const given = [];
  for (let at = 1; at < tree.length; at += 1) given.push(valueOf(tree[at], run));
  if (CHARGED.has(head)) count(run, charge(head, given));
  const result = apply(FUNCTIONS.get(head), head, given);
  if (Array.isArray(result)) count(run, result.length);
  return result;
}

function named(name, run) {
  if (!Object.hasOwn(run.values, name)) stop("INVALID_INPUT");
  const found = run.values[name];
  if (found === null || found instanceof Failure) throw new Stop(found);
  return found;
}

function chosen(tree, run) {
  const condition = valueOf(tree[1], run);
  if (!Array.isArray(condition)) return valueOf(condition ? tree[2] : tree[3], run);
  count(run, condition.length);
  const first = valueOf(tree[2], run);
  const second = valueOf(tree[3], run);
  return spread((yes, a, b) => (yes ? a : b), [condition, first, second]);
}

const SPECIAL = new Map([
  ["if", chosen],
  ["given", (tree, run) => run.values[tree[1]] !== null],
  ["option", (tree) => tree[1]],
  ["fail", (tree) => stop(tree[1])],
]);

function apply(operation, head, given) {
  const whole = WHOLE.has(head) || (given.length === 1 && (head === "min" || head === "max"));
  if (whole || !given.some(Array.isArray)) {
    const result = operation(...given);
    return Array.isArray(result) ? result : finite(result);
  }
  return spread(operation, given);
}

function spread(operation, given) {
  let length = -1;
  for (const each of given) {
    if (!Array.isArray(each)) continue;
    if (length >= 0 && each.length !== length) stop("OUT_OF_DOMAIN");
    length = each.length;
  }
  const result = [];
  if (given.length === 2) {
    const [a, b] = given; // most operations have two: without a list for each place of the series
    if (!Array.isArray(a)) for (const each of b) result.push(finite(operation(a, each)));
    else if (!Array.isArray(b)) for (const each of a) result.push(finite(operation(each, b)));
    else for (let at = 0; at < length; at += 1) result.push(finite(operation(a[at], b[at])));
    return result;
  }
  const turn = [...given];
  for (let at = 0; at < length; at += 1) {
    for (let place = 0; place < given.length; place += 1) if (Array.isArray(given[place])) turn[place] = given[place][at];
    result.push(finite(operation(...turn)));
  }
  return result;
}

function divide(a, b) {
  if (b === 0) stop("DIVIDE_BY_ZERO");
  return a / b;
}

function power(a, b) {
  if (a === 0 && b < 0) stop("DIVIDE_BY_ZERO");
  if (a < 0 && !Number.isInteger(b)) stop("OUT_OF_DOMAIN");
  return a ** b;
}

function root(a) {
  if (a < 0) stop("OUT_OF_DOMAIN");
  return Math.sqrt(a);
}

function logarithm(operation) {
  return (a) => {
    if (a <= 0) stop("OUT_OF_DOMAIN");
    return operation(a);
  };
}

function round(a, digits = 0) {
  if (!Number.isInteger(digits) || digits < 0 || digits > MAXIMUM_DIGITS) stop("OUT_OF_DOMAIN");
  const scale = SCALES[digits];
  const size = Math.floor(finite(Math.abs(a) * scale + 0.5)) / scale;
  return a < 0 || Object.is(a, -0) ? -size : size;
}

function clamp(a, low, high) {
  if (low > high) stop("OUT_OF_DOMAIN");
  return Math.min(Math.max(a, low), high);
}

function quantile(p) {
  if (!(p > 0 && p < 1)) stop("OUT_OF_DOMAIN");
  return normalQuantile(p);
}

function student(operation, least, most) {
  return (a, freedom) => {
    if (!(a > least && a < most && freedom >= 1 && freedom <= MOST_FREEDOM)) stop("OUT_OF_DOMAIN");
    return operation(a, freedom);
  };
}

function queue(traffic, agents) {
  if (traffic < 0 || !Number.isInteger(agents) || agents < 1 || agents > MOST_AGENTS) stop("OUT_OF_DOMAIN");
  return waiting(traffic, agents);
}

const FUNCTIONS = new Map([
  ["+", (a, b) => a + b],
  ["-", (a, b) => (b === undefined ? -a : a - b)],
  ["*", (a, b) => a * b],
  ["/", divide],
  ["^", power],
  ["<", (a, b) => a < b],
  ["<=", (a, b) => a <= b],
  [">", (a, b) => a > b],
  [">=", (a, b) => a >= b],
  ["==", (a, b) => a === b],
  ["!=", (a, b) => a !== b],
  ["abs", Math.abs],
  ["min", extreme(Math.min)],
  ["max", extreme(Math.max)],
  ["clamp", clamp],
  ["round", round],
  ["floor", Math.floor],
  ["ceil", Math.ceil],
  ["sqrt", root],
  ["exp", Math.exp],
  ["ln", logarithm(Math.log)],
  ["log10", logarithm(Math.log10)],
  ["and", (...each) => each.every(Boolean)],
  ["or", (...each) => each.some(Boolean)],
  ["not", (a) => !a],
  ["normal_cdf", normalCdf],
  ["normal_quantile", quantile],
  ["student_cdf", student(studentCdf, -Infinity, Infinity)],
  ["student_quantile", student(studentQuantile, LEAST_SHARE, 1)],
  ["erlang_c", queue],
  ...WHOLE,
]);
