/**
 * Stands in the place of `answers.js` in a package: what somebody enters in a calculator is kept in this window's memory, so
 * that it is still there when they turn the page or change the language. It goes nowhere, and no further than this window.
 */

const entered = new Map();

/** @param {{context: string, item: string, value: unknown}} answer */
export function save({ context, item, value }) {
  if (!entered.has(context)) entered.set(context, new Map());
  entered.get(context).set(item, value);
}

/** What was entered in one calculator. @returns {Map<string, unknown>} */
export function enteredIn(context) {
  return new Map([...(entered.get(context) ?? [])].filter(([, value]) => value !== null));
}

/** There is nothing to wait for. @returns {Promise<boolean>} */
export async function flush() {
  return true;
}
