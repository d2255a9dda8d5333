/**
 * How much time an attempt has left. Counted from the seconds the server gave, never from this device's clock, and asked
 * for again whenever the page comes back: a laptop that slept has not noticed what passed.
 *
 * `<div data-behaviour="countdown" data-seconds="754" data-ask="/learn/attempts/…/time" data-five="…" data-one="…"
 * data-up="…"><span data-left></span><p role="status" data-said></p></div>`
 * Said politely at five minutes and at one. When the time is up, `time-up` is sent to the form around it.
 */

const AGAIN = 60_000;
const MINUTES = { five: 300, one: 60 };

/** Minutes and seconds of a countdown. @param {number} seconds @returns {string} "12:05" */
export const shown = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** What is to be said when the countdown goes from one figure to another. @returns {"five"|"one"|null} */
export function due(before, after) {
  const [name] = Object.entries(MINUTES).findLast(([, at]) => before > at && after <= at) ?? [null];
  return name;
}

/** @param {HTMLElement} clock */
export default function countdown(clock) {
  const figure = clock.querySelector("[data-left]");
  const said = clock.querySelector("[data-said]");
  let seconds = Number(clock.dataset.seconds);
  let since = performance.now();
  let last = seconds;
  let over = false;

  const left = () => Math.max(0, Math.ceil(seconds - (performance.now() - since) / 1000));

  const end = () => {
    over = true;
    said.textContent = clock.dataset.up;
    clock.closest("form").dispatchEvent(new CustomEvent("time-up"));
  };

  const tick = () => {
    if (over) return;
    const now = left();
    const word = due(last, now);
    if (word) said.textContent = clock.dataset[word];
    last = now;
    figure.textContent = shown(now);
    clock.classList.toggle("short", now <= MINUTES.one);
    if (now === 0) end();
  };

  const ask = async () => {
    if (over || document.visibilityState === "hidden") return;
    const answer = await fetch(clock.dataset.ask, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!told || over) return;
    [seconds, since] = [told.open ? told.seconds : 0, performance.now()];
    tick();
  };

  tick();
  setInterval(tick, 250);
  setInterval(ask, AGAIN);
  for (const name of ["pageshow", "online", "focus"]) addEventListener(name, ask);
  document.addEventListener("visibilitychange", ask);
}
