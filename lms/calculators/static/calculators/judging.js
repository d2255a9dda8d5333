/** What is wrong with one number, and what is merely unusual: the twin of `judging.py`. */

const LARGEST = 1e15;
const LONGEST_TEXT = 60;

/** What no text of a table may hold. */
export const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;

/** @param {Object} input as declared @param {*} value @returns {?string} a code, or null when the value can be used */
export function problemWith(input, value) {
  if (input.unit === "text") return textProblem(value);
  if (value === null) return input.optional ? null : "NOT_A_NUMBER";
  if (input.unit === "choice") return input.choices.some((choice) => choice.value === value) ? null : "NOT_A_CHOICE";
  if (typeof value !== "number" || !Number.isFinite(value)) return "NOT_A_NUMBER";
  if (input.minimum !== null && value < input.minimum) return "BELOW_MINIMUM";
  if (input.maximum !== null && value > input.maximum) return "ABOVE_MAXIMUM";
  if (Math.abs(value) > LARGEST) return "TOO_LARGE";
  return input.whole && !Number.isInteger(value) ? "NOT_WHOLE" : null;
}

/** @returns {?string} the code of what is wrong with a text of a table, or null; an empty one can be used */
function textProblem(value) {
  if (typeof value !== "string" || UNPRINTABLE.test(value)) return "TEXT_UNPRINTABLE";
  return [...value].length > LONGEST_TEXT ? "TEXT_TOO_LONG" : null;
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
