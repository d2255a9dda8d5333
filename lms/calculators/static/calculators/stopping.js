/** How a formula ends without a number: the twin of `formula/stopping.py`. */

/** What a formula answers when it has no number. */
export class Failure {
  /** @param {string} code one of the error codes */
  constructor(code) {
    this.code = code;
  }
}

/** Ends one formula; `outcome` is null (no value) or a Failure. */
export class Stop extends Error {
  constructor(outcome) {
    super();
    this.outcome = outcome;
  }
}

/** End a formula with this code. */
export function stop(code) {
  throw new Stop(new Failure(code));
}

/** @returns {*} the value; a number that has left the finite ones ends the formula with TOO_LARGE */
export function finite(value) {
  if (typeof value === "number" && !Number.isFinite(value)) stop("TOO_LARGE");
  return value;
}
