/**
 * How many problems a draft has, beside its title: asked for anew once what was typed is saved, and said politely.
 * `<span role="status" data-behaviour="draft-problems" data-count="2" data-address="…/problems">…</span>`
 */

const QUIET = 1200;

/** @param {HTMLElement} place */
export default function draftProblems(place) {
  let [alarm, asked] = [0, 0];
  document.addEventListener("draft:state", ({ detail: { state } }) => {
    clearTimeout(alarm);
    if (state === "saved") alarm = setTimeout(count, QUIET);
  });

  async function count() {
    const mine = ++asked;
    const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!said || mine !== asked || String(said.problems) === place.dataset.count) return; // the next saving asks again
    place.dataset.count = said.problems;
    const fresh = new DOMParser().parseFromString(said.html, "text/html");
    place.replaceChildren(...fresh.body.childNodes);
  }
}
