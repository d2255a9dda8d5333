/** Who writes a part: entering one takes it in hand, and what a colleague has in hand can be read but not written in. */

import { holdPart, letGo, listen } from "./draft-saving.js";
import { partAt } from "./studio-places.js";

const STAYS = 400;

/** @param {EditorView} view @param {Object} room */
export function locksOf(view, room) {
  const { path } = room.page;
  let mine = null;
  let alarm = 0;

  const hold = async (part, how) => {
    const before = mine;
    mine = part;
    if (before && before !== part) letGo(path, before);
    const { mine: isMine, held_by: by } = await holdPart(path, part, how);
    if (!isMine && mine === part) mine = null;
    lock(part, isMine ? null : by);
  };

  const lock = (part, by) => {
    if ((room.locked.get(part) ?? null) === by) return;
    if (by === null) room.locked.delete(part);
    else room.locked.set(part, by);
    room.tell();
    if (by !== null) room.say(room.words.lockedBy.replace("{name}", by || room.words.somebody));
  };

  document.addEventListener("draft:locks", ({ detail }) => {
    const others = detail.locks.filter((each) => !each.mine && each.path === path);
    const were = room.locked.size;
    for (const part of [...room.locked.keys()]) if (!others.some((each) => each.part === part)) lock(part, null);
    for (const each of others) lock(each.part, each.held_by);
    if (were || others.length) room.refresh(); // they have written meanwhile
  });
  document.addEventListener("draft:taken-over", ({ detail }) => {
    if (detail.path !== path) return;
    mine = null;
    lock(detail.part, detail.by);
  });

  const enter = (part) => {
    clearTimeout(alarm);
    if (part !== mine) alarm = setTimeout(() => hold(part), STAYS);
  };

  view.dom.addEventListener("focusin", ({ target }) => {
    if (target !== view.dom) enter(partAt(view.state.doc, view.posAtDOM(target, 0))); // a field of a card
  });
  listen();

  return {
    follow({ state }) {
      if (view.hasFocus()) enter(partAt(state.doc, state.selection.from));
      else if (!view.dom.contains(document.activeElement)) clearTimeout(alarm);
    },
    takeOver: (part) => hold(part, { take: true }),
  };
}
