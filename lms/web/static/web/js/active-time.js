/**
 * How long somebody is active on a page: seconds in which the page is in view and they have moved, scrolled, typed or
 * touched within the last minute. Whoever leaves the page open and goes for coffee is not reading.
 */

const AWAKE = 60_000;

/** Counts from signs of life, in milliseconds since any fixed moment. Knows no clock and no page. */
export class ActiveTime {
  #last;
  #spent = 0;

  /** @param {number} at the moment it begins: opening a page is a sign of life */
  constructor(at) {
    this.#last = at;
  }

  /** Somebody was there at this moment: the time since the last sign counts, at most a minute of it. */
  sign(at) {
    if (this.#last !== null) this.#spent += Math.min(Math.max(at - this.#last, 0), AWAKE);
    this.#last = at;
  }

  /** The page went out of view. */
  rest(at) {
    this.sign(at);
    this.#last = null;
  }

  /** @returns {number} whole seconds counted since they were last taken */
  take() {
    const seconds = Math.floor(this.#spent / 1000);
    this.#spent -= seconds * 1000;
    return seconds;
  }

  /** Put seconds back that could not be told. */
  give(seconds) {
    this.#spent += seconds * 1000;
  }
}
