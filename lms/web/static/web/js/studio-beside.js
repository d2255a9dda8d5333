/** The live page beside the editor: refreshed whenever something is kept, at the width of a phone or a desk. */

const PAUSE = 60;

/** @param {HTMLElement} place `[data-beside]` with an iframe @param {Object} room @param {() => EditorView} viewOf @param {(problems: Object[]) => void} told
 *  @param {{mark: () => number, heard: (parts: Object[], mark: number) => void}} others what colleagues wrote meanwhile */
export function liveBeside(place, room, viewOf, told, { mark, heard }) {
  const { page, words, root } = room;
  const frame = place.querySelector("iframe");
  const note = place.querySelector("[data-stale]");
  let alarm = 0;
  let under = false;
  let again = false;

  const refresh = async () => {
    if (under) return void (again = true);
    under = true;
    again = false;
    const before = mark();
    const answer = await fetch(page.live, { headers: { Accept: "application/json" } }).catch(() => null);
    under = false;
    note.textContent = answer?.ok ? "" : words.stale;
    if (answer?.ok) {
      const said = await answer.json();
      send("studio:page", { html: said.html });
      told(said.problems);
      heard(said.parts, before);
    }
    if (again) refresh();
  };

  const send = (name, detail) => {
    const inner = frame.contentWindow;
    if (inner?.document?.querySelector("main.read")) inner.document.dispatchEvent(new inner.CustomEvent(name, { detail }));
  };

  const soon = () => {
    clearTimeout(alarm);
    alarm = setTimeout(refresh, PAUSE);
  };
  for (const name of ["saved", "recut"]) document.addEventListener(`draft:${name}`, ({ detail }) => detail.path === page.path && soon());

  for (const button of root.querySelectorAll("[data-width]")) {
    button.addEventListener("click", () => {
      place.dataset.shown = button.dataset.width;
      for (const each of root.querySelectorAll("[data-width]")) each.setAttribute("aria-pressed", String(each === button));
    });
  }
  for (const tab of root.querySelectorAll("[data-pane]")) {
    tab.addEventListener("click", () => {
      root.dataset.shows = tab.dataset.pane;
      for (const each of root.querySelectorAll("[data-pane]")) each.setAttribute("aria-pressed", String(each === tab));
      if (tab.dataset.pane === "beside") refresh();
    });
  }
  root.addEventListener("focusin", () => {
    const view = viewOf();
    if (view?.hasFocus()) send("studio:show", { block: room.partInHand?.() ?? "" });
  });
  return { refresh: soon };
}
