/**
 * The arrow keys turn the page: `a[rel="prev"]` and `a[rel="next"]` of the player, unless the key means something where
 * the focus is. (Arrows rather than letters: a single letter would need a way to switch it off, WCAG 2.1.4.)
 */

const BUSY = 'input, select, textarea, [contenteditable], dialog, [role="slider"], [role="region"][tabindex], audio, video';

/** @param {HTMLElement} page the element that carries the behaviour; any key on the document counts */
export default function keys(page) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const way = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
    if (!way || event.target.closest?.(BUSY) || document.querySelector("dialog[open]")) return;
    page.ownerDocument.querySelector(`.turn a[rel="${way}"]`)?.click();
  });
}
