/** The menu of blocks: after a `/` on an empty line, or from the toolbar. */

import * as acts from "./studio-acts.js";

/** @param {HTMLElement} list `role=listbox` @param {Object} room */
export function insertMenu(list, room) {
  const { words, page } = room;
  const plain = [
    ["heading", acts.heading(2)],
    ["subheading", acts.heading(3)],
    ["bullets", acts.bullets],
    ["numbers", acts.numbers],
    ["quote", acts.quote],
    ["table", acts.insertTable],
    ["rule", acts.insertRule],
  ].map(([name, act]) => ({ name, label: words[name], act, isText: true }));
  const cards = page.kinds.map((kind) => ({ name: kind.name, label: kind.label, act: acts.insertCard(kind, firstValues(kind, page)) }));
  const every = [...cards, ...plain];
  let found = [];
  let at = 0;
  let dismissed = null;

  const show = (view, typed) => {
    found = every.filter(({ name, label }) => `${label} ${name}`.toLowerCase().includes(typed.toLowerCase()));
    at = Math.min(at, Math.max(found.length - 1, 0));
    const options = found.map(({ label }, number) => {
      const option = Object.assign(document.createElement("li"), { textContent: label, id: `insert-${number}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(number === at));
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        at = number;
        pick(view.state, view.dispatch, view);
      });
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = !found.length;
    view.dom.setAttribute("aria-controls", list.id);
    view.dom.setAttribute("aria-activedescendant", list.hidden ? "" : `insert-${at}`);
    put(view);
  };

  const put = (view) => {
    const line = view.coordsAtPos(view.state.selection.from);
    const around = list.offsetParent.getBoundingClientRect();
    list.style.insetInlineStart = `${Math.max(0, Math.min(line.left - around.left, around.width - list.offsetWidth))}px`;
    list.style.insetBlockStart = `${line.bottom - around.top + 6}px`;
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };

  const pick = (state, dispatch, view) => {
    const { act, isText } = found[at];
    hide();
    const { $from } = state.selection;
    if (!isText || !$from.parent.textContent) return act(state, dispatch, view);
    dispatch(state.tr.delete($from.start(), $from.end()));
    return act(room.view().state, dispatch, view);
  };

  const hide = () => {
    list.hidden = true;
    at = 0;
  };

  return {
    follow(view) {
      room.view = () => view;
      const { $from, empty } = view.state.selection;
      const typed = empty && $from.parent.type.name === "paragraph" && $from.depth === 1 ? /^\/([\p{L}-]*)$/u.exec($from.parent.textContent)?.[1] : undefined;
      if (typed === undefined) dismissed = null;
      if (typed === undefined || dismissed === $from.start()) {
        view.dom.removeAttribute("aria-activedescendant");
        return hide();
      }
      show(view, typed);
    },
    enter: (state, dispatch) => !list.hidden && found.length > 0 && (pick(state, dispatch, room.view()), true),
    step(way) {
      if (list.hidden) return false;
      at = (at + way + found.length) % found.length;
      show(room.view(), /^\/(.*)$/.exec(room.view().state.selection.$from.parent.textContent)[1]);
      return true;
    },
    close() {
      if (list.hidden) return false;
      dismissed = room.view().state.selection.$from.start();
      hide();
      return true;
    },
  };
}

/** What a new block begins with: the only thing it can stand for, and a number where one is asked. */
function firstValues(kind, page) {
  const values = {};
  for (const { name, form } of kind.keys ?? []) {
    const all = page.uses[kind.name] ?? [];
    if (form === "use" && all.length === 1) values[name] = all[0][0];
    if (form === "number") values[name] = 15;
  }
  return values;
}
