/**
 * What can be undone and done again in a table: whole states of it, the newest last. A paste, a file, a removed row, a moved
 * one and a changed cell are one step each. No page: grid.js takes the pictures and puts them back.
 */

const MOST = 50;

export class History {
  #past = [];
  #undone = [];

  /** Keep the state a change starts from; what was undone before is gone with it. */
  push(state) {
    this.#past.push(state);
    if (this.#past.length > MOST) this.#past.shift();
    this.#undone = [];
  }

  /** @param {*} now the state as it is @returns {*} the state before the last change, or undefined */
  undo(now) {
    const state = this.#past.pop();
    if (state !== undefined) this.#undone.push(now);
    return state;
  }

  /** @param {*} now the state as it is @returns {*} the state before the last undoing, or undefined */
  redo(now) {
    const state = this.#undone.pop();
    if (state !== undefined) this.#past.push(now);
    return state;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }
}
