/**
 * What of a draft waits to be saved, as plain data: no network, no clock, no page. `draft-saving.js` gives it those.
 *
 * One entry a part: a newer text replaces one that waits. What is on its way stays what it is, and a newer text waits
 * behind it with the revision that comes back. A part somebody else changed waits for a choice and is sent no more.
 */

/** @typedef {{path: string, part: string, text: string|null, after?: string|null, what: string, due: number, take?: boolean}} Entry */
/** @typedef {{path: string, part: string, mine: string|null, theirs: string|null, base: string, by: string, at: string|null, locked_by?: string}} Clash */

export const keyOf = ({ path, part }) => `${path}\n${part}`;

export class DraftQueue {
  constructor() {
    /** @type {Map<string, Entry>} */
    this.waiting = new Map();
    /** @type {Map<string, Clash>} */
    this.clashes = new Map();
    this.bases = new Map();
    this.refused = new Set();
    /** @type {Entry|null} */
    this.sent = null;
  }

  /** Add a text; `base` counts for a part that is not known yet. While a part waits for a choice, it is "mine" there. */
  add({ path, part, base = "", text, after = null, what = "written" }, now, quiet) {
    const key = keyOf({ path, part });
    if (!this.bases.has(key)) this.bases.set(key, base);
    this.refused.delete(key);
    if (this.clashes.has(key)) this.clashes.get(key).mine = text;
    else this.waiting.set(key, { path, part, text, after, what, due: now + quiet });
  }

  /** The next entry that is due, frozen, with its revision; null where none is or one is on its way. */
  next(now) {
    if (this.sent) return null;
    const entry = [...this.waiting.values()].filter(({ due }) => due <= now).sort((a, b) => a.due - b.due)[0];
    if (!entry) return null;
    this.waiting.delete(keyOf(entry));
    this.sent = entry;
    return { ...entry, base: this.bases.get(keyOf(entry)) ?? "" };
  }

  /** The server keeps what was sent. @returns {boolean} whether nothing newer of the part waits */
  kept(base) {
    const key = keyOf(this.sent);
    this.bases.set(key, base);
    this.sent = null;
    return !this.waiting.has(key);
  }

  /** It did not get there: it goes again, unless something newer of the part waits already. */
  again(due) {
    const key = keyOf(this.sent);
    if (!this.waiting.has(key)) this.waiting.set(key, { ...this.sent, due });
    this.sent = null;
  }

  /** Somebody else was faster. What I typed since is mine too. @returns {Clash} */
  clash(told) {
    const entry = this.sent;
    const key = keyOf(entry);
    const mine = this.waiting.has(key) ? this.waiting.get(key).text : entry.text;
    this.waiting.delete(key);
    this.sent = null;
    const clash = { mine, after: entry.after, what: entry.what, path: entry.path, part: entry.part, theirs: told.text, base: told.base, by: told.by, at: told.at };
    if (told.locked_by) clash.locked_by = told.locked_by;
    this.clashes.set(key, clash);
    return clash;
  }

  /** The choice: "mine" is sent over theirs, "theirs" is forgotten of. @returns {Clash|undefined} */
  resolve(place, choice, now) {
    const key = keyOf(place);
    const clash = this.clashes.get(key);
    if (!clash) return undefined;
    this.clashes.delete(key);
    this.bases.set(key, clash.base);
    if (choice === "mine") {
      const { path, part, mine: text, after, what } = clash;
      this.waiting.set(key, { path, part, text, after, what, due: now, take: Boolean(clash.locked_by) });
    }
    return clash;
  }

  /** It can never be kept as it is. */
  refuse() {
    this.refused.add(keyOf(this.sent));
    this.sent = null;
  }

  /** The parts of a file are others now: what is known of it is forgotten, and learnt anew. */
  recut(path, parts) {
    for (const key of [...this.bases.keys()]) if (key.startsWith(`${path}\n`)) this.bases.delete(key);
    for (const { part, base } of parts) this.bases.set(keyOf({ path, part }), base);
  }

  /** Whether the server does not have all of a part yet. */
  holds(place) {
    const key = keyOf(place);
    return this.waiting.has(key) || this.clashes.has(key) || (this.sent !== null && keyOf(this.sent) === key);
  }

  get isEmpty() {
    return !this.sent && this.waiting.size === 0 && this.clashes.size === 0;
  }

  /** @param {boolean} failing @returns {"saved"|"saving"|"waiting"|"refused"} */
  state(failing) {
    if (this.clashes.size || ((this.sent || this.waiting.size) && failing)) return "waiting";
    if (this.sent || this.waiting.size) return "saving";
    return this.refused.size ? "refused" : "saved";
  }
}
