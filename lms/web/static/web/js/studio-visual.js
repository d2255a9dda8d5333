/** The page in the editor: blocks written in place, cards with forms, everything by keyboard. */

import { commands, dropCursor, EditorState, EditorView, gapCursor, history, keymap, liftListItem, Plugin, redo, sinkListItem, splitListItem, tables, undo } from "../vendor/studio.js";
import * as acts from "./studio-acts.js";
import { CardView, RawView } from "./studio-cards.js";
import { decorations } from "./studio-marks-on-page.js";
import { cleanHtml } from "./studio-paste.js";
import { freeId, partAt } from "./studio-places.js";
import { schema } from "./studio-schema.js";
import { typing } from "./studio-typing.js";

const { nodes } = schema;

/** @param {HTMLElement} place @param {Node} doc @param {Object} room `{page, words, pictures, changed(view), moved(view), ask(name)}` @returns {EditorView} */
export function openVisual(place, doc, room) {
  const view = new EditorView(place, {
    state: EditorState.create({ doc, plugins: pluginsOf(room) }),
    attributes: { "aria-label": room.words.editor, role: "textbox", "aria-multiline": "true", class: "prose", lang: room.page.language, spellcheck: "true" },
    nodeViews: {
      card: (node, editor, at) => new CardView(node, editor, at, room),
      raw: (node, editor, at) => new RawView(node, editor, at, room),
    },
    dispatchTransaction(tr) {
      const before = view.state;
      view.updateState(before.apply(tr));
      if (tr.docChanged) room.changed(view, tr);
      if (tr.docChanged || tr.selectionSet) room.moved(view);
      const act = tr.getMeta("act");
      if (act) room.say(room.words[act]);
    },
    transformPastedHTML: cleanHtml,
    clipboardTextParser: undefined,
    handlePaste: (_view, event) => room.pictures.take(event.clipboardData, view),
    handleDrop: (_view, event, _slice, isMove) => !isMove && room.pictures.take(event.dataTransfer, view, event),
  });
  return view;
}

/** Show another text in place of the one there, changing no more than what differs; `theirs` is not mine to undo. */
export function showDoc(view, doc, { theirs = false } = {}) {
  const from = view.state.doc.content.findDiffStart(doc.content);
  if (from === null) return;
  let { a, b } = view.state.doc.content.findDiffEnd(doc.content);
  const overlap = from - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  view.dispatch(view.state.tr.replace(from, a, doc.slice(from, b)).setMeta("told", true).setMeta("addToHistory", !theirs));
}

function pluginsOf(room) {
  return [
    typing(),
    keymap(keysOf(room)),
    keymap(commands.baseKeymap),
    history(),
    gapCursor(),
    dropCursor({ class: "drop-here", color: false }),
    tables.tableEditing(),
    headingIds(),
    lastLine(),
    decorations(room),
    new Plugin({ filterTransaction: (tr, state) => !tr.docChanged || tr.getMeta("told") || !touchesLocked(tr, state, room.locked) }),
  ];
}

function keysOf(room) {
  const item = nodes.list_item;
  return {
    "Mod-z": undo,
    "Mod-y": redo,
    "Mod-Shift-z": redo,
    "Mod-b": acts.bold,
    "Mod-i": acts.italic,
    "Mod-e": acts.code,
    "Mod-k": () => room.ask("link"),
    "Mod-Shift-m": () => room.ask("source"),
    "Mod-Alt-0": acts.paragraph,
    "Mod-Alt-2": acts.heading(2),
    "Mod-Alt-3": acts.heading(3),
    "Mod-Shift-7": acts.numbers,
    "Mod-Shift-8": acts.bullets,
    "Mod-Shift-d": acts.duplicate,
    "Mod-Shift-Backspace": acts.remove,
    "Alt-ArrowUp": acts.move(-1),
    "Alt-ArrowDown": acts.move(1),
    "Alt-Enter": () => room.ask("handle"),
    F1: () => room.ask("help"),
    Enter: commands.chainCommands(room.menuEnter, splitListItem(item), enterCard),
    ArrowUp: room.menuStep(-1),
    ArrowDown: room.menuStep(1),
    Escape: room.menuClose,
    "Shift-Enter": (state, dispatch) => {
      dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
      return true;
    },
    Tab: commands.chainCommands(tables.goToNextCell(1), sinkListItem(item)),
    "Shift-Tab": commands.chainCommands(tables.goToNextCell(-1), liftListItem(item)),
  };
}

/** Enter on a card goes into its form; Escape there comes back. */
function enterCard(state, _dispatch, view) {
  const { node } = state.selection;
  if (!node || !["card", "raw"].includes(node.type.name)) return false;
  const field = view.nodeDOM(state.selection.from)?.querySelector("input, select, textarea, [contenteditable=true]");
  field?.focus();
  return Boolean(field);
}

/** A heading gets its id once it is left, and keeps it. */
function headingIds() {
  return new Plugin({
    appendTransaction(_trs, _before, state) {
      const tr = state.tr;
      state.doc.forEach((node, at) => {
        const inHand = state.selection.from >= at && state.selection.to <= at + node.nodeSize;
        if (node.type !== nodes.heading || node.attrs.id || node.attrs.level !== 2 || inHand || !node.textContent.trim()) return;
        tr.setNodeAttribute(at, "id", freeId(tr.doc, node.textContent));
      });
      const seen = new Set();
      tr.doc.forEach((node, at) => {
        if (node.type === nodes.heading && node.attrs.id && seen.has(node.attrs.id)) tr.setNodeAttribute(at, "id", freeId(tr.doc, node.textContent));
        if (node.attrs.id) seen.add(node.attrs.id);
      });
      return tr.docChanged ? tr : null;
    },
  });
}

/** There is always a line to write in at the end. */
function lastLine() {
  return new Plugin({
    appendTransaction(_trs, _before, { doc, tr }) {
      return doc.lastChild.type === nodes.paragraph ? null : tr.insert(doc.content.size, nodes.paragraph.create()).setMeta("addToHistory", false).setMeta("told", true);
    },
  });
}

function touchesLocked(tr, state, locked) {
  if (!locked.size) return false;
  let touched = false;
  tr.mapping.maps.forEach((map) => map.forEach((from) => (touched ||= locked.has(partAt(state.doc, Math.min(from, state.doc.content.size))))));
  return touched;
}
