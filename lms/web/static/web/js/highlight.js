/**
 * Highlights in the text, and the small bar that offers to highlight or write when words are selected.
 *
 * `<main data-behaviour="highlight">` around blocks with `data-block`, and somewhere in it `.mark-bar` (two buttons with
 * `data-do`) and the list of notes that notes.js keeps. Events on `document`: asks with `notes:make`
 * {contents, write}, `notes:open` {id}; follows `notes:changed` {id, contents}.
 */

import { letterOf } from "./letters.js";
import { findQuote, quoteOf, wrap } from "./quote-anchor.js";

const LONGEST = 1000;
const SETTLED = 250;
const GAP = 10;

/** @param {HTMLElement} page */
export default function highlight(page) {
  const bar = page.querySelector("[data-mark-bar]");
  if (!bar) return;
  for (const note of page.querySelectorAll("[data-list] [data-note]")) paint(page, note.dataset.note, contentsOf(note));

  document.addEventListener("notes:changed", ({ detail }) => paint(page, detail.id, detail.contents));
  page.addEventListener("click", ({ target }) => {
    const mark = target.closest("mark[data-marks]");
    if (mark && getSelection().isCollapsed) tell("open", { id: mark.dataset.marks });
  });
  offer(page, bar);
}

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`notes:${name}`, { detail }));

/** @param {HTMLElement} note @returns {Object} what a note of the list holds */
export function contentsOf(note) {
  const { place, before, after, language } = note.dataset;
  const [quote, text] = ["quote", "text"].map((name) => note.querySelector(`[data-show="${name}"]`).textContent);
  return { place, quote, before, after, text, language };
}

/** Mark a note's words in its block, where they still stand; without contents the mark goes. */
function paint(page, id, contents) {
  for (const mark of page.querySelectorAll(`mark[data-marks="${CSS.escape(id)}"]`)) {
    const around = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    around.normalize();
  }
  const block = contents?.quote && page.querySelector(`:scope > [data-block="${CSS.escape(contents.place)}"]`);
  const range = block && findQuote(block, contents);
  if (range) wrap(range, block, () => Object.assign(document.createElement("mark"), { className: "marked" })).forEach((mark) => (mark.dataset.marks = id));
}

function offer(page, bar) {
  let chosen = null;
  let timer = 0;
  const error = bar.querySelector("[data-error]");

  const look = () => {
    chosen = selected(page);
    error.textContent = chosen && chosen.quote.length > LONGEST ? error.dataset.long : "";
    bar.hidden = !chosen;
    if (chosen) stand(bar, getSelection().getRangeAt(0).getBoundingClientRect());
  };
  const take = (write) => {
    if (!chosen || chosen.quote.length > LONGEST) return;
    tell("make", { contents: { ...chosen, text: "", language: page.lang }, write });
    getSelection().removeAllRanges();
    bar.hidden = true;
    chosen = null;
  };

  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(look, SETTLED);
  });
  addEventListener("scroll", () => bar.hidden || look(), { passive: true });
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // or the selection would be lost
  bar.addEventListener("click", ({ target }) => {
    const todo = target.closest("[data-do]")?.dataset.do;
    if (todo) take(todo === "note");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") bar.hidden = true;
    const letter = letterOf(event);
    if (letter !== "h" && letter !== "n") return;
    look();
    if (!chosen) return;
    event.preventDefault();
    take(letter === "n");
  });
}

/** @returns {{place: string, quote: string, before: string, after: string}|null} the selected words of one block */
function selected(page) {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const block = [...page.querySelectorAll(":scope > [data-block]")].find((each) => range.intersectsNode(each) && quoteOf(range, each));
  return block ? { place: block.dataset.block, ...quoteOf(range, block) } : null;
}

/** Put the bar above the words, below them for a finger, whose phone shows a bar of its own above; never off the window. */
function stand(bar, words) {
  const { width, height } = bar.getBoundingClientRect();
  const below = matchMedia("(pointer: coarse)").matches || words.top < height + 3 * GAP + 60;
  const top = below ? words.bottom + GAP : words.top - height - GAP;
  const left = words.left + (words.width - width) / 2;
  bar.style.insetBlockStart = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
  bar.style.insetInlineStart = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
}
