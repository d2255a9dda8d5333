/**
 * Where somebody stands in a module: completed when every page that has to be read is read and every quiz is passed, as in
 * Outside-In itself. The score is the mean of the quizzes' best results, one that is not answered counting nothing.
 */

/**
 * @param {{required: boolean}[]} pages @param {boolean[]} read
 * @param {({share: number, passed: boolean}|null)[]} results one for each quiz
 * @returns {{pages: {done: number, all: number}, quizzes: {done: number, all: number}, complete: boolean, answered: boolean,
 *   failed: boolean, score: number|null}} score in per cent; failed: everything read and answered, and not passed
 */
export function standing(pages, read, results) {
  const wanted = pages.map(({ required }, at) => required && !read[at]).filter(Boolean).length;
  const all = pages.filter(({ required }) => required).length;
  const passed = results.filter((each) => each?.passed).length;
  const answered = results.length > 0 && results.every(Boolean);
  const share = results.reduce((sum, each) => sum + (each?.share ?? 0), 0) / (results.length || 1);
  return {
    pages: { done: all - wanted, all },
    quizzes: { done: passed, all: results.length },
    complete: wanted === 0 && passed === results.length,
    answered,
    failed: wanted === 0 && answered && passed < results.length,
    score: results.some(Boolean) ? Math.round(share * 100) : null,
  };
}

/** What counts of a quiz: the best that was reached, and passed once it was. */
export function better(before, { score, max, passed }) {
  const share = max > 0 ? Math.min(Math.max(score / max, 0), 1) : 0;
  return { share: Math.max(before?.share ?? 0, share), passed: Boolean(before?.passed || passed) };
}
