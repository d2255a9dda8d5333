/**
 * What the controls of one item say, and how an answer is put back into them. How they are read stands on an element
 * around them, or on the control itself, as `data-reads`:
 *   "several"  check boxes: the list of those ticked
 *   "rows"     radio buttons with `data-row`: {row: value}
 *   "pairs"    selects with `data-row`: {row: value}
 *   "order"    selects inside `<li data-part>`: the list of parts in their order, once one of them has a place
 *   "text"     one text box
 *   otherwise  radio buttons (with `data-number`: a number), or one number box with `data-unit`
 * Nothing at all is null. Controls that were filled in tell so by a `shown` event.
 */

import { formatNumber, parseNumber } from "../../calculators/numerals.js";
import { put } from "./order.js";

/** @param {HTMLElement[]} controls of one item @returns {{value: unknown} | {problem: string}} */
export const read = (controls, language) => reader(controls).read(controls, language);

/** Put an answer into the controls. */
export function show(controls, value, language) {
  if (!controls.length) return;
  reader(controls).show(controls, value, language);
  controls[0].dispatchEvent(new CustomEvent("shown", { bubbles: true }));
}

/** An answer as a person reads it. @returns {string} */
export const words = (controls, value, language) => (value === null || !controls.length ? "–" : reader(controls).words(controls, value, language));

/** Whether somebody has touched the control since the page was made. */
export function differs(control) {
  if (control.matches('[type="radio"]')) return control.checked && !control.defaultChecked;
  if (control.matches('[type="checkbox"]')) return control.checked !== control.defaultChecked;
  if (control.matches("select")) return [...control.options].some((option) => option.selected !== option.defaultSelected && option.value !== "");
  return control.value !== control.defaultValue;
}

const label = (control) => control?.closest("label")?.textContent.trim() ?? "";
const value = (control) => ("number" in control.dataset ? Number(control.value) : control.value);
const line = (control) => control.closest("[data-part]");
const pair = (select, answer) => `${select.labels[0]?.textContent.trim()} – ${[...select.options].find((each) => each.value === answer)?.textContent.trim()}`;
const single = (controls) => controls.filter((each) => each.type === "radio");

const READERS = {
  one: {
    read(controls, language) {
      if (controls[0].type === "radio") {
        const chosen = controls.find((each) => each.checked);
        return { value: chosen ? value(chosen) : null };
      }
      const number = parseNumber(controls[0].value, language, controls[0].dataset.unit ?? "number");
      if (typeof number === "number") return { value: number };
      return number.problem === "EMPTY" ? { value: null } : number;
    },
    show(controls, answer, language) {
      for (const each of controls) {
        if (each.type === "radio") each.checked = value(each) === answer;
        else each.value = typeof answer === "number" ? formatNumber(answer, language, 6) : "";
      }
    },
    words: (controls, answer, language) => label(single(controls).find((each) => value(each) === answer)) || formatNumber(answer, language, 6),
  },
  text: {
    read: ([box]) => ({ value: box.value.trim() || null }),
    show: ([box], answer) => (box.value = answer ?? ""),
    words: (_controls, answer) => answer,
  },
  several: {
    read(controls) {
      const ticked = controls.filter((each) => each.checked).map((each) => each.value);
      return { value: ticked.length ? ticked.sort() : null };
    },
    show: (controls, answer) => controls.forEach((each) => (each.checked = (answer ?? []).includes(each.value))),
    words: (controls, answer) => controls.filter((each) => answer.includes(each.value)).map(label).join(" · "),
  },
  rows: {
    read(controls) {
      const chosen = controls.filter((each) => each.checked).map((each) => [each.dataset.row, each.value]);
      return { value: chosen.length ? Object.fromEntries(chosen) : null };
    },
    show: (controls, answer) => controls.forEach((each) => (each.checked = answer?.[each.dataset.row] === each.value)),
    words: (controls, answer) => controls.filter((each) => answer[each.dataset.row] === each.value).map(label).join(" · "),
  },
  pairs: {
    read(controls) {
      const chosen = controls.filter((each) => each.value).map((each) => [each.dataset.row, each.value]);
      return { value: chosen.length ? Object.fromEntries(chosen) : null };
    },
    show: (controls, answer) => controls.forEach((each) => (each.value = answer?.[each.dataset.row] ?? "")),
    words: (controls, answer) => controls.filter((each) => answer[each.dataset.row]).map((each) => pair(each, answer[each.dataset.row])).join(" · "),
  },
  order: {
    read: (controls) => ({ value: controls.some((each) => each.value) ? controls.map((each) => line(each).dataset.part) : null }),
    show: (controls, answer) => put(controls[0].closest('[data-reads="order"]'), answer),
    words: (controls, answer) =>
      answer.map((part) => line(controls.find((each) => line(each).dataset.part === part))?.querySelector(".words")?.textContent.trim()).join(" → "),
  },
};

const reader = ([control]) => READERS[control.closest("[data-reads]")?.dataset.reads ?? "one"] ?? READERS.one;
