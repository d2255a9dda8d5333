/** The row of acts above the page, at the bottom on a phone; arrow keys go along it. */

import { Selection, tables } from "../vendor/studio.js";
import * as acts from "./studio-acts.js";
import { schema } from "./studio-schema.js";

const { marks, nodes } = schema;
const GLYPHS = { bold: "B", italic: "I", heading: "H", subheading: "h", help: "?" };
const DRAWN = {
  link: "M10 13a5 5 0 0 0 7 0l3-3a5 5 0 0 0-7-7l-1.5 1.5M14 11a5 5 0 0 0-7 0l-3 3a5 5 0 0 0 7 7l1.5-1.5",
  bullets: "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 4v5M3 19h3l-2.7-3.2a1.4 1.4 0 1 1 2.4-1.3",
  quote: "M5 5v14M10 8h9M10 12h9M10 16h6",
  table: "M4 5h16v14H4zM4 10h16M10 5v14",
  undo: "M9 5 4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3",
  redo: "M15 5l5 5-5 5M20 10H10a5 5 0 0 0 0 10h3",
};
const SVG = "http://www.w3.org/2000/svg";

/** @param {HTMLElement} bar `role=toolbar` @param {EditorView} view @param {Object} room */
export function toolbar(bar, view, room) {
  const { words } = room;
  const buttons = [];

  const button = (name, act, { shows = null, text = GLYPHS[name], keys = "" } = {}) => {
    const made = Object.assign(document.createElement("button"), { type: "button", title: [words[name], keys].filter(Boolean).join(" · ") });
    made.append(name in DRAWN ? drawing(DRAWN[name]) : (text ?? words[name]));
    if (text || name in DRAWN) made.setAttribute("aria-label", words[name]);
    made.dataset.act = name;
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the cursor stays in the text
    made.addEventListener("click", () => {
      act(view.state, view.dispatch, view);
      view.focus();
    });
    buttons.push({ made, act, shows });
    return made;
  };

  const group = (name, ...made) => {
    const row = Object.assign(document.createElement("div"), { className: "tools" });
    row.dataset.group = name;
    row.append(...made);
    return row;
  };

  const ask = (name) => () => room.ask(name);
  bar.append(
    group("insert", slash()),
    group("marks", button("bold", acts.bold, { shows: hasMark(marks.strong), keys: "Ctrl+B" }), button("italic", acts.italic, { shows: hasMark(marks.em), keys: "Ctrl+I" }), button("link", ask("link"), { shows: hasMark(marks.link), keys: "Ctrl+K" })),
    group("blocks", button("heading", acts.heading(2), { shows: inBlock(nodes.heading, { level: 2 }) }), button("subheading", acts.heading(3), { shows: inBlock(nodes.heading, { level: 3 }) }), button("bullets", acts.bullets), button("numbers", acts.numbers), button("quote", acts.quote), button("table", acts.insertTable)),
    group("steps", button("undo", acts.undo, { keys: "Ctrl+Z" }), button("redo", acts.redo, { keys: "Ctrl+Y" })),
    group("table", button("row", tables.addRowAfter, { text: null }), button("column", tables.addColumnAfter, { text: null }), button("noRow", tables.deleteRow, { text: null }), button("noColumn", tables.deleteColumn, { text: null }), button("left", acts.align(null), { text: null }), button("center", acts.align("center"), { text: null }), button("right", acts.align("right"), { text: null }), button("noTable", tables.deleteTable, { text: null })),
  );
  const wide = document.createElement("div");
  wide.className = "tools at-end";
  const source = aside("source", "source", "Ctrl+Shift+M");
  wide.append(source, aside("help", "help", "F1"));
  bar.append(wide);
  along(bar);

  function slash() {
    const made = button("insert", (state, dispatch) => startSlash(state, dispatch), { text: null, keys: "/" });
    made.className = "insert";
    return made;
  }

  function aside(name, act, keys) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: GLYPHS[name] ?? words[name], title: `${words[name]} · ${keys}` });
    if (GLYPHS[name]) made.setAttribute("aria-label", words[name]);
    made.addEventListener("click", () => room.ask(act));
    return made;
  }

  return {
    show({ state }) {
      for (const { made, act, shows } of buttons) {
        if (shows) made.setAttribute("aria-pressed", String(shows(state)));
        if (["undo", "redo"].includes(made.dataset.act)) made.disabled = !act(state);
      }
      bar.querySelector('[data-group="table"]').hidden = !tables.isInTable(state);
    },
    inSource(on) {
      source.textContent = on ? words.visual : words.source;
      for (const { made } of buttons) made.closest(".tools").hidden = on || (made.closest('[data-group="table"]') && !tables.isInTable(view.state));
    },
  };
}

function drawing(path) {
  const picture = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  picture.append(line);
  return picture;
}

/** A `/` on a line of its own opens the menu. */
function startSlash(state, dispatch) {
  const { $from } = state.selection;
  const isEmpty = $from.depth === 1 && $from.parent.type === nodes.paragraph && $from.parent.childCount === 0;
  if (isEmpty) return dispatch(state.tr.insertText("/"));
  const at = $from.depth ? $from.after(1) : state.selection.to;
  const tr = state.tr.insert(at, nodes.paragraph.create(null, schema.text("/")));
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at + 2), -1)).scrollIntoView());
}

const hasMark = (mark) => ({ selection: { from, to, empty, $from }, storedMarks, doc }) => (empty ? Boolean(mark.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, mark));
const inBlock = (type, attrs) => ({ selection: { $from } }) => $from.parent.type === type && Object.entries(attrs).every(([name, value]) => $from.parent.attrs[name] === value);

/** One stop for the Tab key; the arrow keys go on from there. */
function along(bar) {
  const all = () => [...bar.querySelectorAll("button")].filter((each) => !each.disabled && each.offsetParent);
  const stop = (here) => bar.querySelectorAll("button").forEach((each) => (each.tabIndex = each === here ? 0 : -1));
  stop(bar.querySelector("button"));
  bar.addEventListener("focusin", ({ target }) => stop(target));
  bar.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const there = all();
    there[(there.indexOf(event.target) + way + there.length) % there.length]?.focus();
  });
}
