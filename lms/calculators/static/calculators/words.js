/** Numbers said as words: the twin of `Calculator.said`. */

/**
 * @param {Object} document the calculator in one language @param {string} name of the words @param {*} value
 * @returns {?string} what 1, 2, … is called; null for a number that has no name
 */
export function saidAs(document, name, value) {
  const { texts } = document.words.find((each) => each.name === name);
  return Number.isInteger(value) ? (texts[value - 1] ?? null) : null;
}
