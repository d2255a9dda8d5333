/**
 * What can be undone in a table: whole states of it, the newest last. A paste, a removed row and a changed cell are one
 * step each. No page: grid.js takes the pictures and puts them back.
 */

const MOST = 50;

export class History {
  #steps = [];

  /** Keep the state a change starts from. */
  push(state) {
    this.#steps.push(state);
    if (this.#steps.length > MOST) this.#steps.shift();
  }

  /** @returns {*} the state before the last change, or undefined */
  pop() {
    return this.#steps.pop();
  }

  get isEmpty() {
    return this.#steps.length === 0;
  }
}
