/**
 * Letter keys (h, n and /) and the switch that turns them off: someone who speaks to their computer, or types with one
 * hand, must be able to (WCAG 2.1.4). The choice stays in this browser.
 *
 * `<input type="checkbox" data-behaviour="letters">`
 */

const KEY = "lms-letter-keys";
const BUSY = 'input, select, textarea, [contenteditable], dialog, [role="slider"]';

/** @param {HTMLInputElement} box */
export default function letters(box) {
  box.checked = areOn();
  box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
}

/** @param {KeyboardEvent} event @returns {string} the letter, or "" when it means something else here or letters are off */
export function letterOf(event) {
  const held = event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.repeat;
  if (held || event.key.length !== 1 || !areOn()) return "";
  return event.target.closest?.(BUSY) || document.querySelector("dialog[open]") ? "" : event.key.toLowerCase();
}

function areOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}
