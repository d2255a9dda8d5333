/**
 * A list that is folded on phones and stands open where there is room beside the text.
 *
 * `<details data-behaviour="wide-open">…</details>`
 */

const ROOM = matchMedia("(min-width: 1100px)");

/** @param {HTMLDetailsElement} details */
export default function wideOpen(details) {
  details.open = ROOM.matches;
  ROOM.addEventListener("change", () => (details.open = ROOM.matches));
}
