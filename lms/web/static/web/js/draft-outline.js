/**
 * The pages of a draft put in order: by the handle with mouse or finger, by Alt and an arrow key, by the buttons.
 *
 * `<div data-behaviour="draft-outline" data-outline="modules/x/module.toml" data-moved="{title}: place {place} of {of}">
 *   <ol data-pages data-order="@head⏎pages.a⏎…" data-base="…"><li data-page data-part data-title><button data-grip>…</li></ol>`
 * The order is saved as the part "@order" of the file. Also shows the sum of minutes that a saved form answers with.
 */

import { baseOf, knowBase, saveTogether } from "./draft-saving.js";

/** @param {HTMLElement} outline */
export default function draftOutline(outline) {
  const list = outline.querySelector("[data-pages]");
  outline.addEventListener("draft-form:saved", ({ detail }) => {
    sum(outline, detail.said);
    if (list) follow(outline, list, detail.said);
  });
  if (!list) return;
  for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = false;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button || button.closest("li").dataset.part === "@head") return;
    event.preventDefault();
    shift(outline, list, button.closest("li"), Number(button.dataset.move), button);
  });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    shift(outline, list, event.target.closest("li"), by, document.activeElement);
  });
  drag(outline, list);
}

function shift(outline, list, line, by, focus) {
  const lines = [...list.children];
  const to = lines.indexOf(line) + by;
  if (to < 0 || to >= lines.length) return;
  const before = lines.map((each) => each);
  list.insertBefore(line, by < 0 ? lines[to] : lines[to].nextSibling);
  (focus?.disabled ? line.querySelector("[data-move]:not(:disabled)") : focus)?.focus();
  settle(outline, list, line, before);
}

function drag(outline, list) {
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    const line = grip.closest("li");
    const before = [...list.children];
    event.preventDefault();
    line.classList.add("is-dragged");
    const move = ({ clientY }) => {
      const other = [...list.children].find((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        return each !== line && clientY > top && clientY < bottom;
      });
      if (!other) return;
      const { top, height } = other.getBoundingClientRect();
      list.insertBefore(line, clientY < top + height / 2 ? other : other.nextSibling);
    };
    const done = () => {
      line.classList.remove("is-dragged");
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", done);
      document.removeEventListener("pointercancel", done);
      if ([...list.children].some((each, at) => each !== before[at])) settle(outline, list, line, before);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", done);
    document.addEventListener("pointercancel", done);
  });
}

async function settle(outline, list, line, before) {
  edges(list);
  const lines = [...list.children];
  const said = outline.querySelector("[data-said]");
  const words = { title: line.dataset.title, place: lines.indexOf(line) + 1, of: lines.length };
  if (said) said.textContent = outline.dataset.moved.replace(/\{(\w+)\}/g, (_all, name) => words[name]);
  const parts = lines.map((each) => each.dataset.part);
  const following = parts[Symbol.iterator]();
  const order = list.dataset.order.split("\n").map((part) => (parts.includes(part) ? following.next().value : part)).join("\n");
  const path = outline.dataset.outline;
  const answer = await arranged(outline, list, { order, meant: said?.textContent, part: line.dataset.part, wanted: parts });
  if (answer) {
    list.dataset.order = order;
    renew(outline, answer.recut?.[path] ?? []);
  } else {
    list.append(...before);
    edges(list);
  }
}

/** Save an order; where somebody was faster, offer to move the page among those there are now. */
function arranged(outline, list, { order, base, ...meaning }) {
  const path = outline.dataset.outline;
  if (base) knowBase(path, "@order", base);
  const edit = { path, part: "@order", text: order, base: baseOf(path, "@order") ?? list.dataset.base };
  return saveTogether([edit], "moved", (conflicts) => {
    const there = conflicts.find(({ part }) => part === "@order") ?? { text: list.dataset.order, base: edit.base };
    const parts = there.text.split("\n");
    const again = async () => {
      const fresh = { order: moved(parts, meaning.part, meaning.wanted).join("\n"), base: there.base };
      if (await arranged(outline, list, { ...meaning, ...fresh })) location.reload();
    };
    return { meant: meaning.meant, now: titles(list, parts), again };
  });
}

/** Put a part behind the nearest of those it was to follow that are there still, else before all of its kind. */
export function moved(parts, part, wanted) {
  if (!parts.includes(part)) return parts;
  const others = parts.filter((each) => each !== part);
  const before = wanted.slice(0, wanted.indexOf(part)).findLast((each) => others.includes(each));
  const first = others.findIndex((each) => each.startsWith("pages."));
  others.splice(before ? others.indexOf(before) + 1 : Math.max(first, 0), 0, part);
  return others;
}

function titles(list, parts) {
  const known = new Map([...list.children].map(({ dataset }) => [dataset.part, dataset.title]));
  return parts.filter((part) => part.startsWith("pages.")).map((part) => known.get(part) ?? part.replace("pages.", ""));
}

/** A page that was put beside the module stands last now. */
function follow(outline, list, { saved = [], recut = {} }) {
  const path = outline.dataset.outline;
  const parts = recut[path];
  if (!parts) return;
  const focus = document.activeElement;
  const lines = new Map([...list.children].map((line) => [line.dataset.part, line]));
  list.append(...parts.map(({ part }) => lines.get(part)).filter(Boolean));
  focus?.focus();
  list.dataset.order = parts.map(({ part }) => part).join("\n");
  const order = saved.find(({ part }) => part === "@order");
  if (order) knowBase(path, "@order", order.base);
  renew(outline, parts);
  edges(list);
}

/** White space between two tables may have moved with them: the forms learn the new revisions. */
function renew(outline, parts) {
  for (const { part, base } of parts) {
    for (const field of outline.querySelectorAll('input[type="hidden"][name^="base:"]')) {
      if (field.name === `base:${outline.dataset.outline}:${part}`) field.value = base;
    }
  }
}

function edges(list) {
  for (const button of list.querySelectorAll("[data-move]")) {
    const line = button.closest("li");
    button.disabled = button.dataset.move === "-1" ? line === list.firstElementChild : line === list.lastElementChild;
  }
}

function sum(outline, said) {
  const place = outline.querySelector("[data-sum]");
  if (!place || said.sum === undefined) return;
  place.textContent = (String(said.sum) === said.minutes ? place.dataset.agree : place.dataset.differ).replace("{sum}", said.sum);
  const field = outline.querySelector('[name="@head:minutes"]');
  if (field && document.activeElement !== field) field.value = said.minutes;
  const head = (said.saved ?? []).find(({ part }) => part === "@head" && said.saved.length > 1);
  if (head) renew(outline, [head]);
}
