/** A small editor for Markdown inside a card's form; the text of it is shown as it is written where it cannot be held. */

import { commands, EditorState, EditorView, history, keymap, liftListItem, redo, sinkListItem, splitListItem, undo } from "../vendor/studio.js";
import * as acts from "./studio-acts.js";
import { Exotic, parseBlocks } from "./studio-parse.js";
import { cleanHtml } from "./studio-paste.js";
import { schema } from "./studio-schema.js";
import { typing } from "./studio-typing.js";
import { writeBlocks } from "./studio-write.js";

const { nodes } = schema;

/** @param {{text: string, most: number, room: Object, labelledBy: string, set: (text: string) => void}} asked */
export function richField({ text, most, room, labelledBy, set }) {
  const body = text.trim();
  const many = text.includes("\n");
  const whole = (words) => (many || words.includes("\n") ? `${words}\n` : words);
  const doc = docOf(body);
  if (!doc) return plain({ text: body, most, room, labelledBy, set: (words) => set(whole(words)) });
  const place = Object.assign(document.createElement("div"), { className: "rich" });
  const view = new EditorView(place, {
    state: EditorState.create({ doc, plugins: [typing(), keymap(KEYS), keymap(commands.baseKeymap), history()] }),
    attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": labelledBy, class: "prose", lang: room.page.language },
    transformPastedHTML: cleanHtml,
    handleDOMEvents: { keydown: (_view, { key }) => key === "Escape" }, // the card takes it
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      if (tr.docChanged) set(whole(writeBlocks(Array.from({ length: view.state.doc.childCount }, (_none, at) => view.state.doc.child(at)))));
    },
  });
  return { dom: place, destroy: () => view.destroy() };
}

const KEYS = {
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-b": acts.bold,
  "Mod-i": acts.italic,
  "Mod-e": acts.code,
  "Mod-Shift-7": acts.numbers,
  "Mod-Shift-8": acts.bullets,
  Enter: splitListItem(nodes.list_item),
  Tab: sinkListItem(nodes.list_item),
  "Shift-Tab": liftListItem(nodes.list_item),
};

function docOf(body) {
  try {
    const blocks = body ? parseBlocks(body) : [];
    if (body && writeBlocks(blocks) !== body) return null;
    return nodes.doc.create(null, blocks.length ? blocks : [nodes.paragraph.create()]);
  } catch (error) {
    if (error instanceof Exotic) return null;
    throw error;
  }
}

function plain({ text, most, room, labelledBy, set }) {
  const box = Object.assign(document.createElement("textarea"), { value: text, maxLength: most, rows: text.split("\n").length + 1, className: "as-text" });
  box.setAttribute("aria-labelledby", labelledBy);
  box.lang = room.page.language;
  box.addEventListener("input", () => set(box.value.trim()));
  return { dom: box };
}
