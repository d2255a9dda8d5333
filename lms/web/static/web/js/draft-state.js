/**
 * The chip at the head of a draft that says whether everything is saved, and what is to be decided: conflicts, take-overs,
 * refusals. `<p class="save-state" data-behaviour="draft-state" data-saved data-saving data-waiting data-refused>`; the words of
 * the dialog stand in `<dialog data-draft-conflict>`, those of notices in `<div data-draft-notices data-taken-over data-refused>`, of acts that
 * came too late in `<template data-draft-again>`.
 */

import { ask } from "./draft-conflict.js";
import { resolve, resume, saveNow } from "./draft-saving.js";

/** @param {HTMLElement} chip */
export default function draftState(chip) {
  const seen = Object.assign(document.createElement("span"), { textContent: chip.textContent.trim() });
  const heard = Object.assign(document.createElement("span"), { className: "sr", role: "status" });
  seen.setAttribute("aria-hidden", "true");
  chip.replaceChildren(seen, heard);
  document.addEventListener("draft:state", ({ detail: { state } }) => {
    if (chip.dataset.state === state) return;
    chip.dataset.state = state;
    seen.textContent = chip.dataset[state];
    heard.textContent = state === "saving" ? "" : chip.dataset[state];
  });
  chip.addEventListener("click", () => chip.dataset.state === "waiting" && saveNow());
  document.addEventListener("draft:conflict", ({ detail }) => (detail.together ? offer(detail) : decide(detail)));
  document.addEventListener("draft:taken-over", ({ detail }) => notice("takenOver", detail));
  document.addEventListener("draft:refused", ({ detail }) => notice("refused", detail));
  document.querySelector("dialog[data-draft-conflict]")?.addEventListener("close", () => waiting.length && decide(waiting.shift()));
  resume();
}

const waiting = [];

/** Ask which of two texts is to stay; one question at a time. */
function decide(clash) {
  const asked = ask({ ...clash, text: clash.theirs }, clash.mine ?? null, (choice) => {
    if (choice !== "later") resolve(clash, choice);
  });
  if (!asked) waiting.push(clash);
}

/** An act on several parts that came too late: what was meant, what there is now, and the way to do it on that. */
function offer({ conflicts, meant, now, again }) {
  const place = document.querySelector("[data-draft-notices]");
  const told = document.querySelector("template[data-draft-again]")?.content.cloneNode(true);
  if (!place || !told) return;
  const find = (name) => told.querySelector(`[data-${name}]`);
  const [who, what] = [find("who"), find("meant")];
  const names = conflicts.map((each) => each.locked_by || each.by).filter(Boolean);
  who.textContent = who.dataset.changed.replace("{name}", names[0] ?? place.dataset.somebody);
  what.textContent = what.dataset.words.replace("{what}", meant ?? "");
  what.hidden = !meant;
  find("now").append(now ? lines(now) : texts(conflicts));
  find("again").onclick = () => {
    place.replaceChildren();
    again();
  };
  find("leave").onclick = () => location.reload();
  place.replaceChildren(told);
  place.querySelector("[data-again]").focus();
}

function lines(titles) {
  const list = document.createElement("ol");
  list.append(...titles.map((title) => Object.assign(document.createElement("li"), { textContent: title })));
  return list;
}

function texts(conflicts) {
  const all = document.createElement("div");
  all.className = "marked";
  all.textContent = conflicts.map(({ text }) => text).filter((text) => text !== null && text !== undefined).join("\n");
  return all;
}

function notice(kind, { by = "", message = "", remedy = "", locked_by = "" }) {
  const place = document.querySelector("[data-draft-notices]");
  if (!place) return;
  const told = Object.assign(document.createElement("p"), { className: "notice warn" });
  told.textContent = (place.dataset[kind] ?? "").replace("{name}", locked_by || by || place.dataset.somebody).replace("{message}", message).replace("{remedy}", remedy);
  place.replaceChildren(told);
}
