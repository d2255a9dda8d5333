/**
 * What a platform keeps for the next time, as few characters as can be: a JSON list
 * [form, key of the version, language, page, block, pages read, [[share, passed], …], [state of each quiz, …]].
 *
 * What is private is never in it: no number of a calculator, no text, no self-assessment, no decision. Where it is too long
 * the answers to questions go, those of quizzes already passed first, then the longest; place and results always stay.
 */

const FORM = 1;
const BITS = 30; // of the pages that are read, in one number of base 36

/**
 * @typedef {Object} State
 * @property {string} language @property {number} page from 0, -1 for the overview @property {number} block from 0
 * @property {boolean[]} read one for each page
 * @property {({share: number, passed: boolean}|null)[]} results one for each quiz, share from 0 to 1
 * @property {string[]} quizzes what each quiz keeps, "" for nothing
 */

/** @param {string} key @param {State} state @param {number} limit @returns {{text: string, dropped: number}} */
export function packed(key, state, limit) {
  const quizzes = [...state.quizzes];
  let dropped = 0;
  for (;;) {
    const text = written(key, { ...state, quizzes });
    const at = text.length > limit ? next(quizzes, state.results) : -1;
    if (at < 0) return { text: text.length > limit ? "" : text, dropped };
    quizzes[at] = "";
    dropped += 1;
  }
}

/** Which answers go first: of a quiz that is passed before one that is not, the longest before a shorter one. */
function next(quizzes, results) {
  const order = quizzes.map((text, at) => ({ at, length: text.length, passed: Boolean(results[at]?.passed) })).filter(({ length }) => length);
  order.sort((one, other) => Number(other.passed) - Number(one.passed) || other.length - one.length);
  return order[0]?.at ?? -1;
}

function written(key, { language, page, block, read, results, quizzes }) {
  const shares = results.map((each) => (each ? [Math.round(each.share * 1000), Number(each.passed)] : 0));
  return JSON.stringify([FORM, key, language, page, block, bits(read), shares, quizzes]).replace(/[\u007f-\uffff]/g, escaped);
}

/** Some platforms count bytes, and some lose what is not ASCII. */
function escaped(letter) {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * @param {string} text what the platform kept @param {string} key @param {{pages: number, quizzes: number}} sizes
 * @returns {State|null} null where there is nothing, or it is of another version of the module
 */
export function unpacked(text, key, sizes) {
  try {
    const [form, of, language, page, block, read, shares, quizzes] = JSON.parse(text);
    if (form !== FORM || of !== key) return null;
    return {
      language: String(language),
      page: whole(page, -1, sizes.pages - 1),
      block: whole(block, 0, 10_000),
      read: flags(String(read), sizes.pages),
      results: Array.from({ length: sizes.quizzes }, (_, at) => result(shares[at])),
      quizzes: Array.from({ length: sizes.quizzes }, (_, at) => String(quizzes[at] ?? "")),
    };
  } catch {
    return null; // nothing, or not ours
  }
}

function result(kept) {
  return Array.isArray(kept) ? { share: whole(kept[0], 0, 1000) / 1000, passed: kept[1] === 1 } : null;
}

function whole(value, least, most) {
  return Number.isInteger(value) ? Math.min(Math.max(value, least), most) : least;
}

function bits(read) {
  const groups = [];
  for (let at = 0; at < read.length; at += BITS) {
    groups.push(read.slice(at, at + BITS).reduce((sum, each, place) => sum + (each ? 2 ** place : 0), 0).toString(36));
  }
  return groups.join(".");
}

function flags(text, pages) {
  const groups = text.split(".").map((each) => parseInt(each, 36) || 0);
  return Array.from({ length: pages }, (_, at) => Math.floor((groups[Math.floor(at / BITS)] ?? 0) / 2 ** (at % BITS)) % 2 === 1);
}
