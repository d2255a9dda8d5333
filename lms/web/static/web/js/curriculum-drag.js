/**
 * A module dragged with the mouse to another place of a plan. Fingers and keys have the buttons beside it.
 *
 * `<section data-section="0"><ol data-places><li data-module>…</li></ol></section>`
 */

const MARKS = ["is-before", "is-after", "is-into"];

/** @param {HTMLFormElement} form @param {(module: string, section: string, place: number) => void} put places from 0, without the one moved */
export function dragging(form, put) {
  let moved = null;
  form.dataset.dragging = "";
  const unmark = () => form.querySelectorAll(MARKS.map((mark) => `.${mark}`).join()).forEach((each) => each.classList.remove(...MARKS));

  // only while the mouse is down on the line itself: a field inside it stays a field
  form.addEventListener("pointerdown", ({ target }) => {
    for (const each of form.querySelectorAll("[draggable=true]")) each.draggable = false;
    const line = target.closest(".plan-line");
    if (line && !target.closest("button, select, input, summary, a")) line.closest("[data-module]").draggable = true;
  });
  form.addEventListener("dragstart", (event) => {
    moved = event.target.closest?.("[data-module]");
    if (!moved) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", moved.dataset.title);
    moved.classList.add("is-dragged");
  });
  form.addEventListener("dragover", (event) => {
    const to = moved && target(event);
    if (!to) return;
    event.preventDefault();
    unmark();
    to.at.classList.add(to.mark);
  });
  form.addEventListener("drop", (event) => {
    const to = moved && target(event);
    if (!to) return;
    event.preventDefault();
    const section = to.at.closest("[data-section]");
    const others = [...section.querySelectorAll("[data-module]")].filter((each) => each !== moved);
    const place = to.mark === "is-into" ? 0 : others.indexOf(to.at) + (to.mark === "is-after" ? 1 : 0);
    if (to.at !== moved) put(moved.dataset.module, section.dataset.section, place);
  });
  form.addEventListener("dragend", () => {
    unmark();
    moved?.classList.remove("is-dragged");
    moved = null;
  });
}

function target(event) {
  const item = event.target.closest?.("[data-module]");
  if (item) {
    const { top, height } = item.getBoundingClientRect();
    return { at: item, mark: event.clientY < top + height / 2 ? "is-before" : "is-after" };
  }
  const none = event.target.closest?.(".plan-none[data-places]");
  return none && { at: none, mark: "is-into" };
}
