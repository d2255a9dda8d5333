/**
 * What may stand where a formula is being typed, best first: names before it, options of a choice behind `==`, codes in
 * `fail(`, optional numbers in `given(`, else names and functions. The same as lms/calculators/service/completing.py.
 */

const WORD = /[A-Za-z0-9_.]{0,90}$/;
const CHOICE = /([a-z][a-z0-9_]{0,39})\s{0,9}[=!]=\s{0,9}$/;
const CALL = /\b(fail|given)\s{0,9}\(\s{0,9}$/;
const NEAR = 200;

/**
 * @param {string} text the formula @param {number} position where the caret stands
 * @param {{names: Object[], functions: Object[], codes: Object[]}} words what the page printed
 * @param {string} own the name the formula gives a value to: it sees what stands before that one; "" sees all
 * @returns {{text: string, meaning: string, unit: string, start: number, end: number}[]}
 */
export function proposals(text, position, words, own = "") {
  const near = text.slice(Math.max(0, position - NEAR), position);
  const typed = WORD.exec(near)[0];
  const start = position - typed.length;
  const ranked = fitting(near.slice(0, near.length - typed.length), words, own).map((each) => [rank(each.text, typed), each]);
  const found = ranked.filter(([place]) => place !== null);
  return found.sort(([one], [other]) => one - other).map(([, each]) => ({ text: each.text, meaning: each.meaning ?? "", unit: each.unit ?? "", start, end: position }));
}

function fitting(before, { names, functions, codes }, own) {
  const at = names.findIndex(({ text }) => text === own);
  const seen = at < 0 ? names : names.slice(0, at);
  const [call, choice] = [CALL.exec(before), CHOICE.exec(before)];
  if (call?.[1] === "fail") return codes;
  if (call) return seen.filter(({ optional }) => optional);
  const options = choice && seen.find(({ text }) => text === choice[1])?.options;
  return options ? options.map((option) => ({ text: option })) : [...seen, ...functions];
}

function rank(proposed, typed) {
  const [wanted, name] = [typed.toLowerCase(), proposed.toLowerCase()];
  if (name.startsWith(wanted)) return 0;
  return name.split(/[_.]/).some((part) => part.startsWith(wanted)) ? 1 : null;
}
