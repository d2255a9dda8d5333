/** `<section data-behaviour="roster-progress">`: fetches the page again until what is under way is done. */

const EVERY = 1500;

/** @param {HTMLElement} section */
export default function rosterProgress(section) {
  const look = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page?.querySelector("main .card");
    if (!fresh) return setTimeout(look, EVERY * 4);
    if (!("behaviour" in fresh.dataset)) return location.reload();
    section.replaceChildren(...fresh.childNodes);
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}
