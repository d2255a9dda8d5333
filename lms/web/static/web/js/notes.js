/**
 * One's notes on a page: written, changed and deleted in place, each saved as an answer that stays in memory until the
 * server has it (they are private, so nothing is kept in the browser).
 *
 * `<section data-behaviour="notes" data-context="notes:…" data-page-name="01-…">` with the list `[data-list]`, templates
 * `data-note-item`, `data-deleted-item`, `data-note-here`, the sheet `[data-sheet]` and the form `[data-new-note]`.
 * Follows `notes:make` and `notes:open`, tells `notes:changed` {id, contents} (see highlight.js).
 */

import { save } from "./answers.js";
import { choose } from "./conflict.js";
import { contentsOf } from "./highlight.js";
import { write } from "./note-sheet.js";
import { uuid7 } from "./uuid7.js";

const BLANK = "00000000-0000-0000-0000-000000000000";

/** @param {HTMLElement} section */
export default function notes(section) {
  const { context, pageName: block, pageLanguage: language } = section.dataset;
  const list = section.querySelector("[data-list]");
  const sheet = section.querySelector("[data-sheet]");
  const itemOf = (id) => list.querySelector(`[data-note="${CSS.escape(id)}"]`);
  const nameOf = (place) => [...section.querySelectorAll('[name="place"] option')].find(({ value }) => value === place)?.textContent ?? "";
  const copy = (name) => section.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);

  const keep = (id, contents, base = 0) => {
    save({ context, block, item: id, base, value: contents });
    document.dispatchEvent(new CustomEvent("notes:changed", { detail: { id, contents } }));
  };

  const show = (id, contents, instead) => {
    const item = instead ?? renamed(copy("note-item"), id);
    const { place, before, after, language: spoken } = contents;
    Object.assign(item.dataset, { place, before, after, language: spoken });
    for (const name of ["quote", "text"]) {
      const part = item.querySelector(`[data-show="${name}"]`);
      part.textContent = contents[name];
      part.hidden = !contents[name];
    }
    item.querySelector("[data-error]").textContent = "";
    if (instead) return item;
    item.querySelector('[data-show="quote"]').lang = spoken;
    const where = item.querySelector('[data-show="where"]');
    where.textContent = nameOf(place) || where.textContent;
    if (place) where.href = `#${place}`;
    list.append(item);
    return item;
  };

  const make = async (contents, writing) => {
    const key = `${contents.place} ${contents.quote}`;
    const text = writing ? await write(sheet, { key, ...contents, where: nameOf(contents.place) }) : contents.text;
    if (text === null) return;
    const [id, whole] = [uuid7(), { ...contents, text }];
    show(id, whole);
    keep(id, whole);
  };

  const change = async (item) => {
    const contents = contentsOf(item);
    const text = await write(sheet, { key: item.dataset.note, ...contents, where: nameOf(contents.place) });
    if (text === null || text === contents.text) return;
    const whole = { ...contents, text };
    show(item.dataset.note, whole, item);
    keep(item.dataset.note, whole, Number(item.dataset.revision));
    item.querySelector("a[data-do]").focus();
  };

  const remove = (item) => {
    const contents = contentsOf(item);
    const gone = copy("deleted-item");
    item.replaceWith(gone);
    keep(item.dataset.note, null, Number(item.dataset.revision));
    const undo = gone.querySelector('[data-do="undo"]');
    undo.onclick = () => {
      gone.replaceWith(item);
      keep(item.dataset.note, contents, Number(item.dataset.revision));
      item.querySelector("a[data-do]").focus();
    };
    undo.focus();
  };

  list.addEventListener("click", (event) => {
    if (!event.target.closest('[data-do="edit"]')) return;
    event.preventDefault();
    change(event.target.closest("[data-note]"));
  });
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    remove(event.target.closest("[data-note]"));
  });
  section.querySelector("[data-new-note]").addEventListener("submit", (event) => {
    event.preventDefault();
    const { place, text } = event.target.elements;
    if (text.value.trim()) make({ place: place.value, quote: "", before: "", after: "", text: text.value.trim(), language }, false);
    text.value = "";
  });

  document.addEventListener("notes:make", ({ detail }) => make(detail.contents, detail.write));
  document.addEventListener("notes:open", ({ detail }) => itemOf(detail.id) && change(itemOf(detail.id)));
  document.addEventListener("answers:refused", ({ detail }) => {
    const item = detail.context === context && itemOf(detail.item);
    if (item) item.querySelector("[data-error]").textContent = detail.reason;
  });
  document.addEventListener("answers:conflict", async ({ detail }) => {
    const item = detail.context === context && itemOf(detail.item);
    if (!item) return;
    const theirs = detail.current.value;
    if (!(await choose(item, theirs?.text || theirs?.quote || "–"))) keep(detail.item, detail.mine);
    else if (theirs) show(detail.item, theirs, item);
    else item.remove();
  });

  for (const part of section.parentElement.querySelectorAll(":scope > [data-block]")) {
    const here = copy("note-here");
    here.querySelector('[data-show="where"]').textContent = nameOf(part.dataset.block);
    here.onclick = () => make({ place: part.dataset.block, quote: "", before: "", after: "", text: "", language }, true);
    part.append(here);
  }
}

/** Give a copied item its id, wherever the template has none. */
function renamed(item, id) {
  item.id = `note-${id}`;
  item.dataset.note = id;
  for (const link of item.querySelectorAll("[href], [action]")) {
    for (const name of ["href", "action"]) if (link.hasAttribute(name)) link.setAttribute(name, link.getAttribute(name).replace(BLANK, id));
  }
  return item;
}
