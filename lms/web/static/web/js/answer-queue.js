/**
 * What waits to be saved, as plain data: no network, no clock, no page. `answers.js` gives it those.
 *
 * An entry is frozen once it was sent: it goes again with the same id, base and value until the server has answered,
 * and a newer value of the same field waits behind it, so that nothing older can ever land on top of something newer.
 */

import { uuid7 } from "./uuid7.js";

const LARGEST_BATCH = 50;

/** @typedef {{id: string, context: string, block: string, item: string, base: number|null, value: unknown, keep: boolean, due: number, sent: boolean}} Entry */

/** @param {{context: string, block: string, item: string}} answer */
const key = ({ context, block, item }) => [context, block, item].join("\n");
const placeOf = ({ field }) => Number(/^\[(\d+)\]/.exec(field ?? "")?.[1] ?? NaN);

export class AnswerQueue {
  constructor() {
    /** @type {Entry[]} oldest first */
    this.entries = [];
    this.revisions = new Map();
    this.refused = new Map();
  }

  /**
   * Add a value; what is not yet sent of the same field is replaced.
   * @returns {{entry: Entry, replaced: Entry[]}}
   */
  add({ context, block, item, base = 0, value, keep = false }, now, quiet) {
    const entry = { id: uuid7(now), context, block, item, base: null, value, keep, due: now + quiet, sent: false };
    if (!this.revisions.has(key(entry))) this.revisions.set(key(entry), base);
    const replaced = this.entries.filter((other) => !other.sent && key(other) === key(entry));
    this.entries = [...this.entries.filter((other) => !replaced.includes(other)), entry];
    this.refused.delete(key(entry));
    return { entry, replaced };
  }

  /** Take up entries an earlier page left behind; they are older than anything typed here. */
  restore(left) {
    const known = new Set(this.entries.map(({ id }) => id));
    const old = left.filter(({ id }) => !known.has(id)).map((entry) => ({ ...entry, due: 0, sent: entry.base !== null }));
    this.entries = [...old, ...this.entries];
  }

  /** The next batch, frozen: the oldest of each field that is due. @returns {Entry[]} at most 50 */
  next(now) {
    const fields = new Set();
    const batch = [];
    for (const entry of this.entries) {
      if (batch.length === LARGEST_BATCH) break;
      if (fields.has(key(entry))) continue;
      fields.add(key(entry));
      if (entry.sent || entry.due <= now) batch.push(entry);
    }
    for (const entry of batch) {
      entry.base ??= this.revisions.get(key(entry)) ?? 0;
      entry.sent = true;
    }
    return batch;
  }

  /**
   * The server has stored a batch.
   * @returns {{done: Entry[], conflicts: Object[]}} what may be forgotten; which fields another device had changed
   */
  settle(batch, { saved, conflicts }) {
    const done = batch.filter(({ id }) => [...saved, ...conflicts].some((each) => each.id === id));
    this.entries = this.entries.filter((entry) => !done.includes(entry));
    const told = [];
    for (const entry of done) {
      const current = conflicts.find(({ id }) => id === entry.id)?.current;
      if (!current) this.revisions.set(key(entry), saved.find(({ id }) => id === entry.id).revision);
      else if (!this.entries.some((other) => key(other) === key(entry))) told.push(this.#conflict(entry, current));
    }
    return { done, conflicts: told.filter(Boolean) };
  }

  /**
   * The server has refused a batch because of the answers it names (by id, or by place: `[3].value`); the others wait on.
   * @returns {{done: Entry[], refused: {context: string, block: string, item: string, reason: string}[]}}
   */
  refuse(batch, errors) {
    const reasons = new Map(errors.map((error) => [batch.find(({ id }) => id === error.id) ?? batch[placeOf(error)], error.reason]));
    const named = batch.filter((entry) => reasons.has(entry));
    const done = named.length ? named : batch;
    this.entries = this.entries.filter((entry) => !done.includes(entry));
    const refused = done.map((entry) => ({ context: entry.context, block: entry.block, item: entry.item, reason: reasons.get(entry) ?? "" }));
    for (const each of refused) this.refused.set(key(each), each.context);
    return { done, refused };
  }

  /** @param {boolean} failing @returns {"saving"|"waiting"|"refused"|"saved"} */
  state(context, failing) {
    if (this.entries.some((entry) => entry.context === context)) return failing ? "waiting" : "saving";
    return [...this.refused.values()].includes(context) ? "refused" : "saved";
  }

  #conflict({ context, block, item, value, keep, ...entry }, current) {
    this.revisions.set(key({ context, block, item }), current.revision);
    const same = JSON.stringify(value) === JSON.stringify(current.value);
    return same ? null : { id: entry.id, context, block, item, mine: value, current, keep };
  }
}
