/** `<ul data-behaviour="show-current">`: a row that scrolls sideways begins where the current entry can be seen. */

/** @param {HTMLElement} row */
export default function showCurrent(row) {
  const here = row.querySelector("[aria-current]");
  if (!here) return;
  const before = here.offsetLeft - row.offsetLeft;
  if (before + here.offsetWidth > row.clientWidth) row.scrollLeft = before - (row.clientWidth - here.offsetWidth) / 2;
}
