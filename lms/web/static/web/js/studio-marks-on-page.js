/** What is shown on the page and is no text of it: where to write, who else is writing, what is to be mended. */

import { Decoration, DecorationSet, Plugin, PluginKey } from "../vendor/studio.js";
import { partsOf, placeOf } from "./studio-places.js";

/** Tell the page anew: `view.dispatch(view.state.tr.setMeta(shown, true))`. */
export const shown = new PluginKey("shown");

/** @param {Object} room `{words, problems: {part, message, remedy, is}[], locked: Map<string, string>, takeOver(part)}` */
export function decorations(room) {
  const all = (doc, selection) => DecorationSet.create(doc, [...places(doc, selection, room), ...mends(doc, room), ...locks(doc, room)]);
  return new Plugin({
    key: shown,
    state: {
      init: (_config, state) => all(state.doc, state.selection),
      apply: (tr, before) => (tr.docChanged || tr.selectionSet || tr.getMeta(shown) ? all(tr.doc, tr.selection) : before),
    },
    props: { decorations: (state) => shown.getState(state) },
  });
}

function places(doc, { empty, $from }, { words }) {
  const { parent } = $from;
  const alone = doc.childCount === 1 && doc.firstChild.type.name === "paragraph" && doc.firstChild.childCount === 0;
  const here = empty && parent.type.name === "paragraph" && parent.childCount === 0 && $from.depth === 1;
  if (!here && !alone) return [];
  const at = here ? $from.before() : 0;
  return [Decoration.node(at, at + 2, { class: "to-write", "data-say": words.placeholder })];
}

function mends(doc, { problems }) {
  return partsOf(doc).flatMap(({ part, from }) => {
    const here = problems.filter((each) => each.part === part);
    if (!here.length) return [];
    const key = `${part}${here.map(({ message }) => message).join()}`;
    return [Decoration.widget(from, () => told(here), { side: -1, key, ignoreSelection: true, stopEvent: () => true })];
  });
}

function told(problems) {
  const list = Object.assign(document.createElement("ul"), { className: "mends", contentEditable: "false" });
  list.setAttribute("role", "list");
  for (const { message, remedy, is } of problems) {
    const line = Object.assign(document.createElement("li"), { className: is });
    line.append(Object.assign(document.createElement("strong"), { textContent: message }), ` ${remedy}`);
    list.append(line);
  }
  return list;
}

function locks(doc, { locked, words, takeOver }) {
  return partsOf(doc).flatMap(({ part, from, to }) => {
    if (!locked.has(part)) return [];
    const by = locked.get(part) || words.somebody;
    const found = [Decoration.widget(from, () => holder(by, words, () => takeOver(part)), { side: -1, key: `lock ${part} ${by}`, ignoreSelection: true, stopEvent: () => true })];
    for (let index = 0; index < doc.childCount; index += 1) {
      const at = placeOf(doc, index);
      if (at >= from && at < to) found.push(Decoration.node(at, at + doc.child(index).nodeSize, { class: "is-held", ...(doc.child(index).isAtom ? { inert: "" } : {}) }));
    }
    return found;
  });
}

function holder(by, words, takeOver) {
  const line = Object.assign(document.createElement("p"), { className: "holder", contentEditable: "false" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet", textContent: words.takeOver });
  button.addEventListener("click", takeOver);
  line.append(words.lockedBy.replace("{name}", by), " ", button);
  return line;
}
