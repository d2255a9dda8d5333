/**
 * Follows work that the server does in the background: a bar and "so many of so many", and the page anew when it is done.
 * `<section data-behaviour="import-progress" data-ask="/…/progress" data-state="checking" data-said="{done} of {planned}">`
 */

const EVERY = 1000; // ms
const SLOWEST = 8000;

/** @param {HTMLElement} place */
export default function importProgress(place) {
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-words]");
  const shown = new Intl.NumberFormat(document.documentElement.lang);
  let wait = EVERY;

  const ask = async () => {
    const answer = await fetch(place.dataset.ask, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (told && (!told.working || told.state !== place.dataset.state)) return location.reload();
    if (told?.planned) {
      bar.max = told.planned;
      bar.value = told.done;
      words.textContent = place.dataset.said.replace("{done}", shown.format(told.done)).replace("{planned}", shown.format(told.planned));
    }
    wait = told ? EVERY : Math.min(SLOWEST, wait * 2);
    setTimeout(ask, wait);
  };

  setTimeout(ask, EVERY);
}
