/**
 * Tells the server which block the reader has in front of them, so that any device opens at the same spot.
 *
 * `<main data-behaviour="place" data-place="/learn/…/place" data-page="01-…" data-resume="block-id">` around elements
 * with `data-block`. Posts `{page, block}` at most every five seconds and once when leaving.
 */

import { token } from "./tokens.js";

const PAUSE = 5000;

/** @returns {HTMLElement|null} the block at the reader's eye: the last one that begins above two fifths of the window */
export function blockInView() {
  const eye = innerHeight * 0.4;
  const above = [...document.querySelectorAll("[data-block]")].filter((each) => each.getBoundingClientRect().top <= eye);
  return above.at(-1) ?? document.querySelector("[data-block]");
}

/** @param {HTMLElement} page */
export default function place(page) {
  let told = page.dataset.resume ?? "";
  let timer = 0;

  const tell = () => {
    clearTimeout(timer);
    timer = 0;
    const block = blockInView()?.dataset.block;
    if (!block || block === told) return;
    told = block;
    fetch(page.dataset.place, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ page: page.dataset.page, block }),
      keepalive: true,
    }).catch(() => (told = ""));
  };

  if (page.dataset.resume && !location.hash && history.scrollRestoration) {
    page.querySelector(`[data-block="${CSS.escape(page.dataset.resume)}"]`)?.scrollIntoView({ block: "start", behavior: "instant" });
  }
  const watch = new IntersectionObserver(() => (timer ||= setTimeout(tell, PAUSE)), { rootMargin: "-40% 0px -60% 0px" });
  for (const block of page.querySelectorAll("[data-block]")) watch.observe(block);
  addEventListener("pagehide", tell);
}
