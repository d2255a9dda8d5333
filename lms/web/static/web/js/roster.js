/**
 * `<form data-behaviour="roster">`: while one types or chooses, the list below (`[data-roster-list]`) is fetched anew and
 * how many fit is said aloud (`[data-roster-told]`). Without this script the form asks for the page, as any form does.
 */

import { start } from "./roster-ticks.js";

const PAUSE = 180;
const USUAL = { show: "all", sort: "name" };

/** @param {HTMLFormElement} form */
export default function roster(form) {
  const list = document.querySelector("[data-roster-list]");
  const told = document.querySelector("[data-roster-told]");
  let asked = 0;
  let waiting = 0;

  const ask = async () => {
    const turn = ++asked;
    const address = `${form.action}?${said(form)}`;
    const answer = await fetch(address, { headers: { "X-Part": "list", Accept: "text/html" } }).catch(() => null);
    if (turn !== asked) return; // a later question is under way
    if (!answer?.ok || answer.redirected) return form.requestSubmit(); // signed out or refused: the page says so
    list.innerHTML = await answer.text();
    if (turn !== asked) return;
    history.replaceState(null, "", address);
    told.textContent = list.querySelector("#count")?.textContent ?? "";
    list.querySelectorAll('[data-behaviour="roster-ticks"]').forEach(start);
    keep(said(form));
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
}

/** What the form says, without what it leaves open. */
function said(form) {
  const given = [...new FormData(form)].filter(([name, value]) => value !== "" && value !== USUAL[name]);
  const columns = given.filter(([name]) => name === "column").map(([, value]) => value);
  const words = new URLSearchParams(given.filter(([name]) => name !== "column"));
  if (columns.length) words.set("columns", columns.join(","));
  return words;
}

/** The view that can be kept is the list in hand. */
function keep(words) {
  const form = document.querySelector("[data-roster-keep]");
  if (!form) return;
  form.querySelectorAll('input[type="hidden"]:not([name="csrf_token"])').forEach((field) => field.remove());
  for (const [name, value] of words) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.prepend(field);
  }
}
