/**
 * Translating text beside text. Forms save themselves (draft-form.js); here: how each text stands now, words put in by one
 * tap, and the way to the next text that waits.
 *
 * `<div data-behaviour="translate" data-following="address of the next place with something to do">` around
 * `<div class="pair" data-text="part" data-state="todo|stale|current">`; the progress stands in `[data-meter]`.
 */

import { saveNow } from "./draft-saving.js";

/** @param {HTMLElement} room */
export default function translate(room) {
  for (const hidden of room.querySelectorAll("[data-step], [data-keys]")) hidden.hidden = false;
  for (const term of room.querySelectorAll("[data-insert]")) term.disabled = false;

  room.addEventListener("draft-form:saved", ({ target, detail }) => {
    for (const text of detail.said.texts ?? []) show(pairOf(target, text.part), text);
    count(room);
  });
  room.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.insert) insert(room.querySelector(`#${CSS.escape(button.dataset.into)}`), button.dataset.insert);
    else if (button.dataset.step) step(room, Number(button.dataset.step));
    else if ("copy" in button.dataset) copy(event, button.closest(".pair"));
  });
  room.addEventListener("input", ({ target }) => {
    const pair = target.closest(".pair");
    if (pair) pair.querySelector("[data-copy]").hidden = target.value !== "";
  });
  room.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      step(room, event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && "line" in event.target.dataset) event.preventDefault(); // a line has no second one
  });
}

const pairOf = (form, part) => form.querySelector(`.pair[data-text="${CSS.escape(part)}"]`);

/** Show how a text stands: in words, by its tag, and with what to look at. */
function show(pair, { state, words, remarks }) {
  if (!pair) return;
  pair.dataset.state = state;
  const tag = pair.querySelector("[data-state-words]");
  tag.textContent = words;
  tag.className = `tag ${{ todo: "", stale: "late", current: "ok" }[state]}`;
  pair.querySelector("[data-right]").hidden = state === "current" || !pair.querySelector("textarea").value;
  const list = pair.querySelector("[data-remarks]");
  const blank = pair.querySelector("template[data-remark]");
  list.replaceChildren(
    ...remarks.map((remark) => {
      const line = blank.content.cloneNode(true);
      line.querySelector("span").textContent = remark;
      return line;
    }),
  );
}

/** Bring the progress up to date: what the page was made with, and what has become of its texts since. */
function count(room) {
  const meter = document.querySelector("[data-meter]");
  if (!meter) return;
  const now = room.querySelectorAll('.pair[data-state="current"]').length;
  const before = room.querySelectorAll('.pair[data-was="current"]').length;
  const done = Number(meter.dataset.done) + now - before;
  meter.querySelector("progress").value = done;
  meter.querySelector("[data-meter-done]").textContent = done;
}

function insert(field, word) {
  const [from, to] = [field.selectionStart, field.selectionEnd];
  field.focus();
  field.setRangeText(word, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function copy(event, pair) {
  event.preventDefault();
  const field = pair.querySelector("textarea");
  field.value = pair.querySelector("[data-source]").textContent;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Go to the next text that waits, beyond the end to the next place that has one. */
async function step(room, by) {
  const pairs = [...room.querySelectorAll(".pair")];
  const here = pairs.indexOf(document.activeElement?.closest(".pair"));
  const rest = by > 0 ? pairs.slice(here + 1) : pairs.slice(0, here < 0 ? pairs.length : here).reverse();
  const next = rest.find(({ dataset }) => dataset.state !== "current");
  if (next) {
    next.querySelector("textarea").focus();
    next.scrollIntoView({ block: "center" });
  } else if (by > 0 && room.dataset.following && (await saveNow())) location.assign(room.dataset.following);
}
