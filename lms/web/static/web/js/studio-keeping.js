/** What is written is kept: the text of the page is cut into parts, and the parts that differ are sent to the draft. */

import { announce, isWaiting, knowBase, savePart, saveTogether } from "./draft-saving.js";
import { cut } from "./studio-page-text.js";

export class Keeping {
  /** @param {Object} page `{path, text, parts, kinds}` @param {(text: string) => void} taken somebody else's text is to be shown */
  constructor({ path, text, parts, kinds }, taken) {
    this.path = path;
    this.kinds = kinds.map(({ name }) => name);
    this.known = cut(text, this.kinds);
    this.taken = taken;
    this.under = false;
    this.waiting = null;
    this.mark = 0; // rises with everything that is written here or kept
    for (const { part, base } of parts) knowBase(path, part, base);
    this.listen();
  }

  /** The text as it was last sent or told. */
  get text() {
    return this.known.map(({ text }) => text).join("");
  }

  /** Keep a text. @param {string} text @param {string} what the code of the act */
  async keep(text, what = "written") {
    if (text !== this.text) this.mark += 1;
    if (this.under) return void (this.waiting = [text, what]);
    const wanted = cut(text, this.kinds);
    if (sameNames(this.known, wanted)) {
      for (const each of wanted) this.keepPart(each);
      return announce();
    }
    this.under = true;
    const edits = editsBetween(this.path, this.known, wanted);
    const answer = await saveTogether(edits, what, (conflicts) => ({ again: () => this.again(edits, conflicts, what) }));
    this.under = false;
    if (answer && !answer.recut?.[this.path]) this.known = wanted;
    const waiting = this.waiting;
    this.waiting = null;
    if (waiting) await this.keep(...waiting);
  }

  /** Do once more what came too late, on what a colleague has made of the parts meanwhile. */
  async again(edits, conflicts, what) {
    const there = new Map(conflicts.map((each) => [each.part, each]));
    for (const { part, base } of conflicts) knowBase(this.path, part, base);
    const onto = edits.map((edit) => {
      const { text } = there.get(edit.part) ?? {};
      return edit.moved && typeof text === "string" ? { ...edit, text } : edit; // it was only moved: the words are theirs
    });
    const answer = await saveTogether(onto, what, (late) => ({ again: () => this.again(onto, late, what) }));
    if (answer) location.reload();
  }

  keepPart({ part, text }) {
    const known = this.known.find((each) => each.part === part);
    if (known.text === text) return;
    known.text = text;
    savePart({ path: this.path, part, text });
  }

  /** What the server had when the mark was `mark`: where nothing was written here since, colleagues' words take their place. */
  hear(parts, mark) {
    if (mark !== this.mark || this.under || parts.some(({ part }) => isWaiting(this.path, part))) return;
    if (parts.map(({ text }) => text).join("") === this.text) return;
    for (const { part, base } of parts) knowBase(this.path, part, base);
    this.known = parts.map(({ part, text }) => ({ part, text }));
    this.taken(this.text);
  }

  listen() {
    document.addEventListener("draft:saved", ({ detail }) => detail.path === this.path && (this.mark += 1));
    const ours = (name, then) => document.addEventListener(`draft:${name}`, ({ detail }) => detail.path === this.path && then(detail));
    ours("recut", ({ parts }) => (this.known = parts.map(({ part, text }) => ({ part, text }))));
    ours("resolved", ({ part, text, taken }) => taken === "theirs" && this.replace(part, text));
    ours("restored", ({ part, text }) => this.replace(part, text));
  }

  replace(part, text) {
    this.known = this.known.filter((each) => each.part !== part || text !== null).map((each) => (each.part === part ? { ...each, text } : each));
    this.taken(this.text);
  }
}

const sameNames = (left, right) => left.map(({ part }) => part).join("\n") === right.map(({ part }) => part).join("\n");

/** The fewest parts to take out and put in again so that one order becomes the other; what stays is only rewritten. */
export function editsBetween(path, known, wanted) {
  const names = wanted.map(({ part }) => part);
  const stays = new Set(longestRun(known.map(({ part }) => names.indexOf(part))).map((at) => names[at]));
  const gone = known.filter(({ part }) => !stays.has(part)).map(({ part }) => ({ path, part, text: null }));
  const put = wanted.map(({ part, text }, at) => ({ path, part, text, after: wanted[at - 1]?.part ?? null, old: known.find((each) => each.part === part)?.text }));
  const kept = put.filter(({ part, text, old }) => !stays.has(part) || text !== old);
  return [...gone, ...kept.map(({ path: file, part, text, after, old }) => ({ path: file, part, text, after, moved: text === old }))];
}

/** The longest run of rising numbers, -1 aside. */
function longestRun(numbers) {
  const best = [];
  for (const [at, number] of numbers.entries()) {
    if (number < 0) continue;
    const before = best.slice(0, at).filter((run) => run && run.at(-1) < number).sort((a, b) => b.length - a.length)[0] ?? [];
    best[at] = [...before, number];
  }
  return best.filter(Boolean).sort((a, b) => b.length - a.length)[0] ?? [];
}
