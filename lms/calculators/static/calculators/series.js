/** The functions of a whole series in the browser: the twin of `formula/series.py`. */

import { finite, stop } from "./stopping.js";
import { falls, fit } from "./survivors.js";

const MAXIMUM_PERIODS = 200;

/** @returns {Function} min or max, of several values or of one series; an empty one is OUT_OF_DOMAIN */
export function extreme(operation) {
  return (...given) => {
    const among = given.length === 1 ? given[0] : given;
    if (among.length === 0) stop("OUT_OF_DOMAIN");
    return operation(...among);
  };
}

function sum(series) {
  let total = 0;
  for (const each of series) total += each;
  return total;
}

function mean(series) {
  if (series.length === 0) stop("OUT_OF_DOMAIN");
  return finite(sum(series)) / series.length;
}

function product(series) {
  let found = 1;
  for (const each of series) found = finite(found * each);
  return found;
}

function median(series) {
  if (series.length === 0) stop("OUT_OF_DOMAIN");
  const ordered = [...series].sort((a, b) => a - b);
  const half = Math.floor(series.length / 2);
  return series.length % 2 ? ordered[half] : finite(ordered[half - 1] + ordered[half]) / 2;
}

function years(last) {
  if (!Number.isInteger(last) || last < 0 || last > MAXIMUM_PERIODS) stop("OUT_OF_DOMAIN");
  const found = [];
  for (let year = 1; year <= last; year += 1) found.push(year);
  return found;
}

function cumulative(series) {
  let total = 0;
  return series.map((each) => (total = finite(total + each)));
}

function shift(series, places, blank = 0) {
  if (!Number.isInteger(places) || Math.abs(places) > MAXIMUM_PERIODS) stop("OUT_OF_DOMAIN");
  return series.map((_, at) => (at - places >= 0 && at - places < series.length ? series[at - places] : blank));
}

function changes(series) {
  return series.filter((each, at) => at > 0 && each !== series[at - 1]).length;
}

function at(series, position) {
  if (!Number.isInteger(position) || position < 1 || position > series.length) stop("OUT_OF_DOMAIN");
  return series[position - 1];
}

let latest = { of: [], found: null };

function fitted(part) {
  return (series) => {
    if (!falls(series)) stop("INVALID_INPUT");
    const known = series.length === latest.of.length && series.every((each, place) => each === latest.of[place]);
    if (!known) latest = { of: [...series], found: fit(series) };
    if (!latest.found) stop("NOT_ESTIMABLE");
    return latest.found[part];
  };
}

/** What takes a series as one thing, instead of value by value. */
export const WHOLE = new Map([
  ["sum", sum],
  ["mean", mean],
  ["product", product],
  ["median", median],
  ["years", years],
  ["cumulative", cumulative],
  ["shift", shift],
  ["changes", changes],
  ["distinct", (series) => new Set(series).size],
  ["at", at],
  ["last", (series) => at(series, series.length)],
  ["count", (series) => series.length],
  ["sbg_alpha", fitted(0)],
  ["sbg_beta", fitted(1)],
]);
