/** What is wrong with one number, and what is merely unusual: the twin of `judging.py`. */

const LARGEST = 1e15;

/** @param {Object} input as declared @param {*} value @returns {?string} a code, or null when the value can be used */
export function problemWith(input, value) {
  if (value === null) return input.optional ? null : "NOT_A_NUMBER";
  if (input.unit === "choice") return input.choices.some((choice) => choice.value === value) ? null : "NOT_A_CHOICE";
  if (typeof value !== "number" || !Number.isFinite(value)) return "NOT_A_NUMBER";
  if (input.minimum !== null && value < input.minimum) return "BELOW_MINIMUM";
  if (input.maximum !== null && value > input.maximum) return "ABOVE_MAXIMUM";
  if (Math.abs(value) > LARGEST) return "TOO_LARGE";
  return input.whole && !Number.isInteger(value) ? "NOT_WHOLE" : null;
}

/** @returns {?string} BELOW_USUAL, ABOVE_USUAL or null */
export function warningAbout(input, value) {
  if (typeof value !== "number") return null;
  if (input.soft_minimum !== null && value < input.soft_minimum) return "BELOW_USUAL";
  return input.soft_maximum !== null && value > input.soft_maximum ? "ABOVE_USUAL" : null;
}

/** @returns {number} the value kept inside the hard range */
export function bounded(input, value) {
  const least = input.minimum === null ? value : Math.max(value, input.minimum);
  return input.maximum === null ? least : Math.min(least, input.maximum);
}
