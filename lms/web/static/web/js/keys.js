/**
 * The arrow keys turn the page: `[rel="prev"]` or `[data-prev]`, `[rel="next"]` or `[data-next]` in `.turn`, unless the
 * key means something where the focus is. (Arrows rather than letters: a single letter would need a way to switch it off, WCAG 2.1.4.)
 */

const BUSY = 'input, select, textarea, [contenteditable], dialog, [role="slider"], [role="region"][tabindex], audio, video';

/** @param {HTMLElement} page the element around `.turn`; a key anywhere on the document counts */
export default function keys(page) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const way = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
    if (!way || event.target.closest?.(BUSY) || document.querySelector("dialog[open]")) return;
    page.querySelector(`.turn [rel="${way}"], .turn [data-${way}]`)?.click();
  });
}
