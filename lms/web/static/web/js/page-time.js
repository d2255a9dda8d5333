/**
 * Tells the server how long the reader was active on a page, in steps of five seconds, when they leave it or put it
 * out of view: `<main data-behaviour="page-time" data-time="/learn/…/time">`. Posts `{seconds}`; only sums are kept.
 */

import { ActiveTime } from "./active-time.js";
import { token } from "./tokens.js";

const STEP = 5;
const SIGNS = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "input"];

/** @param {HTMLElement} page */
export default function pageTime(page) {
  const time = new ActiveTime(performance.now());
  const sign = () => time.sign(performance.now());

  const tell = () => {
    const all = time.take();
    const seconds = all - (all % STEP);
    time.give(all - seconds);
    if (!seconds) return;
    fetch(page.dataset.time, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ seconds }),
      keepalive: true,
    }).catch(() => time.give(seconds));
  };

  for (const kind of SIGNS) addEventListener(kind, sign, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      time.rest(performance.now());
      tell();
    } else sign();
  });
  addEventListener("pagehide", () => {
    sign();
    tell();
  });
}
