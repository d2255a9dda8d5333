/**
 * The page editor: `<div data-behaviour="studio-editor">` with `<script type="application/json" data-page>` (the page and all
 * words), `[data-toolbar]`, `[data-visual]`, `[data-source]`, `[data-beside]`, the form of the plain source text, and dialogs.
 */

import { liveBeside } from "./studio-beside.js";
import { comments } from "./studio-comments.js";
import { dialogs } from "./studio-dialogs.js";
import { handle } from "./studio-handle.js";
import { headFields } from "./studio-head.js";
import { Keeping } from "./studio-keeping.js";
import { locksOf } from "./studio-locks.js";
import { shown } from "./studio-marks-on-page.js";
import { insertMenu } from "./studio-menu.js";
import { read, write } from "./studio-page-text.js";
import { pictures } from "./studio-pictures.js";
import { partAt, partsOf, placeOf } from "./studio-places.js";
import { toolbar } from "./studio-toolbar.js";
import { openVisual, showDoc } from "./studio-visual.js";
import { NodeSelection } from "../vendor/studio.js";

const RESTS = 40; // milliseconds: no more than a key's way

/** @param {HTMLElement} root */
export default async function studioEditor(root) {
  const page = JSON.parse(root.querySelector("[data-page]").textContent);
  const { words } = page;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const said = part("said");
  const kinds = page.kinds.map(({ name }) => name);
  let { head, doc } = read(page.text, kinds);
  let source = null;
  let alarm = 0;

  const keeping = new Keeping(page, (text) => take(text));
  const saving = () => document.dispatchEvent(new CustomEvent("draft:state", { detail: { state: "saving" } }));
  document.addEventListener("draft:state", ({ detail: { state } }) => {
    if (state === "saved" && alarm) queueMicrotask(saving); // what was saved is no longer all that was written
  });
  const later = (what) => {
    clearTimeout(alarm);
    saving();
    alarm = setTimeout(() => keep(what), RESTS);
  };
  const keep = (what) => {
    clearTimeout(alarm);
    alarm = 0;
    keeping.keep(source ? source.view.state.doc.toString() : write(head, view.state.doc), what);
  };

  const keepNow = () => alarm && keep("written");

  const room = {
    root,
    page,
    words,
    problems: page.problems,
    locked: new Map(),
    say: (text) => (said.textContent = text),
    changed: (_view, tr) => {
      if (tr.getMeta("told")) return;
      later(tr.getMeta("act") === "moved" ? "moved" : "written");
    },
    moved: () => {
      const card = view.state.selection.node?.type.spec.group === "part" && view.nodeDOM(view.state.selection.from);
      if (card && document.activeElement === document.body) card.focus({ preventScroll: true }); // it was moved, and lost the keys
      bar.show(view);
      menu.follow(view);
      grip.follow(view);
      locks.follow(view);
    },
    tell: () => view.dispatch(view.state.tr.setMeta(shown, true)),
    hold: (at) => {
      if (view.dom.contains(document.activeElement)) document.activeElement.blur(); // a field inside the page
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
      if (!view.dom.contains(document.activeElement)) view.focus();
    },
    holdIndex: (index) => room.hold(placeOf(view.state.doc, index)),
    ask: (name) => (asked[name]?.(), true),
    menuEnter: (state, dispatch) => menu.enter(state, dispatch),
    menuStep: (way) => () => menu.step(way),
    menuClose: () => menu.close(),
    takeOver: (name) => locks.takeOver(name),
    refresh: () => beside.refresh(),
  };
  room.pictures = pictures(page, words, room.say);

  const asked = {
    source: () => toggleSource(),
    help: () => dialog.help(),
    link: () => dialog.link(view),
    handle: () => grip.open(),
    comment: () => talk.open(view),
  };
  const menu = insertMenu(part("menu"), room);
  const view = openVisual(part("visual"), doc, room);
  doc = null;
  const bar = toolbar(part("toolbar"), view, room);
  const grip = handle(part("handle"), view, room);
  const locks = locksOf(view, room);
  const dialog = dialogs(root, room);
  const talk = comments(part("comments"), view, room);
  const title = headFields(part("head"), () => head, (fresh) => {
    head = fresh;
    later("written");
  }, room);
  const beside = liveBeside(part("beside"), room, () => view, (problems) => {
    room.problems = problems;
    room.tell();
    source?.mark(problems);
    part("count").textContent = problems.length ? words.problems.replace("{count}", problems.length) : words.noProblems;
  }, {
    mark: () => (keepNow(), keeping.mark),
    heard: (parts, mark) => (keepNow(), keeping.hear(parts, mark)),
  });
  part("count").addEventListener("click", () => toFirstProblem());

  room.partInHand = () => partAt(view.state.doc, view.state.selection.from);
  root.classList.add("is-live");
  part("plain").hidden = true;
  room.moved();
  toPart(decodeURIComponent(location.hash.slice(1)));

  /** Somebody else's text takes the place of mine. */
  function take(text) {
    const found = read(text, kinds);
    head = found.head;
    title.show();
    showDoc(view, found.doc, { theirs: true });
    if (source) source.view.dispatch({ changes: { from: 0, to: source.view.state.doc.length, insert: text } });
    beside.refresh();
  }

  async function toggleSource() {
    keep("written");
    const place = part("source");
    if (source) {
      const text = source.view.state.doc.toString();
      source.close();
      source = null;
      const found = read(text, kinds);
      head = found.head;
      title.show();
      showDoc(view, found.doc);
    } else {
      const { openSource } = await import("./studio-source.js");
      place.hidden = false;
      source = openSource(place, write(head, view.state.doc), { label: words.source, language: page.language, changed: () => later("written"), leave: toggleSource });
      source.mark(room.problems);
    }
    place.hidden = !source;
    root.classList.toggle("in-source", Boolean(source));
    bar.inSource(Boolean(source));
    if (source) source.view.focus();
    else view.focus();
  }

  /** The check list leads to a part by its name. */
  function toPart(name) {
    const found = name && partsOf(view.state.doc).find(({ part: each }) => each === name);
    if (!found) return;
    room.hold(found.from);
    view.nodeDOM(found.from)?.scrollIntoView?.({ block: "center" });
  }

  function toFirstProblem() {
    root.querySelector(".mends")?.scrollIntoView({ block: "center" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "F1" || (event.key === "?" && !event.target.closest("input, textarea, select, [contenteditable=true]") && !event.target.shadowRoot)) {
      event.preventDefault();
      dialog.help();
    }
  });
  addEventListener("pagehide", () => keep("written"));
}
