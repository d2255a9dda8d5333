/**
 * How far a piece of work has come: `<section data-behaviour="run-progress" data-ask="/…" data-words="{done} of {planned}">`
 * with a `<progress>` and `<p role="status" data-said>`. Asks once a second; when it has ended the page is loaded again.
 * Without JavaScript the page asks to be loaded again by itself.
 */

const PAUSE = 1_000;
const LATER = 5_000;

/** @param {HTMLElement} section */
export default function runProgress(section) {
  const bar = section.querySelector("progress");
  const said = section.querySelector("[data-said]");

  const show = ({ done, planned }) => {
    bar.max = Math.max(1, planned);
    bar.value = done;
    const figure = (count) => count.toLocaleString(document.documentElement.lang);
    said.textContent = section.dataset.words.replace("{done}", figure(done)).replace("{planned}", figure(planned));
  };

  const ask = async () => {
    let pause = LATER;
    try {
      const answer = await fetch(section.dataset.ask, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const told = await answer.json();
        if (told.ended) return location.assign(told.next);
        show(told);
        pause = PAUSE;
      } else if (answer.status === 401 || answer.status === 404) return location.reload();
    } catch {
      // no connection: the work goes on without us, so the question is asked again later
    }
    setTimeout(ask, pause);
  };

  setTimeout(ask, PAUSE);
}
