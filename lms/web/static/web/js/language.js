/**
 * Changing language in the middle of a page: the reader stays at the same block, at the same height in the window.
 * On every `form[data-behaviour="language"]`; blocks carry `data-block`, which is the same in all languages.
 */

import { blockInView } from "./place.js";

const NOTE = "lms-place";

/** @param {HTMLFormElement} form */
export default function language(form) {
  restore();
  form.addEventListener("submit", () => {
    const block = blockInView();
    if (!block) return;
    const note = { path: location.pathname, block: block.dataset.block, top: block.getBoundingClientRect().top };
    sessionStorage.setItem(NOTE, JSON.stringify(note));
  });
}

function restore() {
  const note = JSON.parse(sessionStorage.getItem(NOTE) ?? "null");
  if (!note || note.path !== location.pathname) return;
  sessionStorage.removeItem(NOTE);
  const block = document.querySelector(`[data-block="${CSS.escape(note.block)}"]`);
  if (block) scrollBy({ top: block.getBoundingClientRect().top - note.top, behavior: "instant" });
}
