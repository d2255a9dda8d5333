/**
 * What nobody but the person may see: it lives in this window's memory, until the window is closed, and goes nowhere else.
 * All a platform keeps of it is that it was done.
 */

const VERSION = "p1";
const kept = new Map();

/** What is remembered under a block's `mark`; made by `make` the first time. */
export function remembered(mark, make) {
  if (!kept.has(mark)) kept.set(mark, make());
  return kept.get(mark);
}

/** Forget it, to begin anew. */
export const forget = (mark) => kept.delete(mark);

/** @returns {string} the line for the platform: that this was done */
export const doneLine = (mark) => `${VERSION}.${mark}.done`;

/** @returns {{isDone: boolean, isRefused: boolean}} */
export const readDone = (mark, line) => ({ isDone: line === doneLine(mark), isRefused: Boolean(line) && line !== doneLine(mark) });

/** What is told of a block that has nothing to pass. */
export const doneResult = (data, answered, total) => ({ id: data.id, done: true, score: null, max: null, passed: null, answered, total, interactions: [] });
