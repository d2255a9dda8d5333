/** The handle beside the block in hand: drag it, or open its menu to move, duplicate, delete or talk about the block. */

import { NodeSelection } from "../vendor/studio.js";
import * as acts from "./studio-acts.js";
import { blocksInHand, placeOf } from "./studio-places.js";

/** @param {HTMLDetailsElement} grip `<details>` with its summary @param {EditorView} view @param {Object} room */
export function handle(grip, view, room) {
  const { words } = room;
  const summary = grip.querySelector("summary");
  const menu = grip.querySelector("[data-acts]");
  let index = 0;

  for (const [name, act, keys] of [["up", acts.move(-1), "Alt+↑"], ["down", acts.move(1), "Alt+↓"], ["duplicate", acts.duplicate, "Ctrl+Shift+D"], ["delete", acts.remove, "Ctrl+Shift+⌫"], ["comment", null, ""]]) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(words[name], Object.assign(document.createElement("kbd"), { textContent: keys }));
    button.addEventListener("click", () => {
      const stays = name === "up" || name === "down";
      if (!holds()) room.holdIndex(index);
      if (act) act(view.state, view.dispatch, view);
      else room.ask("comment");
      if (!stays) grip.open = false;
      if (act && !stays) view.focus();
      if (stays) index = blocksInHand(view.state).first;
    });
    menu.append(button);
  }

  const holds = () => {
    const { first, last } = blocksInHand(view.state);
    return first <= index && index <= last;
  };

  const put = () => {
    const dom = view.nodeDOM(placeOf(view.state.doc, index));
    grip.hidden = !dom?.getBoundingClientRect;
    if (grip.hidden) return;
    const around = grip.offsetParent?.getBoundingClientRect();
    if (around) grip.style.insetBlockStart = `${dom.getBoundingClientRect().top - around.top}px`;
  };

  view.dom.addEventListener("pointermove", ({ target, pointerType }) => {
    if (pointerType !== "mouse" || grip.open) return;
    let block = target;
    while (block && block.parentNode !== view.dom) block = block.parentNode;
    if (!block || !view.dom.contains(block)) return;
    const at = [...view.dom.children].includes(block) ? view.posAtDOM(block, 0) : null;
    if (at === null || at < 0) return;
    index = Math.min(view.state.doc.resolve(Math.min(at, view.state.doc.content.size)).index(0), view.state.doc.childCount - 1);
    put();
  });
  summary.draggable = true;
  summary.addEventListener("dragstart", (event) => {
    const at = placeOf(view.state.doc, index);
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
    const slice = view.state.selection.content();
    view.dragging = { slice, move: true };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", slice.content.textBetween(0, slice.content.size, "\n"));
  });
  grip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    grip.open = false;
    view.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => !grip.contains(target) && (grip.open = false));
  addEventListener("resize", put);

  return {
    follow() {
      index = blocksInHand(view.state).first;
      put();
    },
    open() {
      grip.open = true;
      menu.querySelector("button").focus();
    },
  };
}
