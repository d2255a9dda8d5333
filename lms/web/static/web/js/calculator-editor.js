/**
 * The page of a calculator in a draft: `<main data-behaviour="calculator-editor" data-check="…">`.
 *
 * Its forms save themselves (draft-form.js). After each saving what is told at every place (`[data-told]` by its id) is
 * fetched and put in, and the tool in the frame is loaded anew with the numbers that were tried in it. A box with
 * `data-whole` changes other parts too (a name, a unit, the headline): its form is sent and the page comes back whole.
 */

import { FormulaBox } from "./calculator-editor-formula.js";

/** @param {HTMLElement} main */
export default function calculatorEditor(main) {
  const words = JSON.parse(main.querySelector("[data-language]").textContent);
  const frame = main.querySelector("[data-trial]");
  const said = Object.assign(document.createElement("p"), { className: "sr", role: "status" });
  main.append(said);
  for (const box of main.querySelectorAll("textarea[data-formula]")) new FormulaBox(box, words, said);
  for (const help of main.querySelectorAll("[data-keys]")) help.hidden = false;
  if (location.hash) open(location.hash);
  addEventListener("hashchange", () => open(location.hash));
  sizes(main, frame);

  let asked = 0;
  main.addEventListener("draft-form:saved", async ({ detail }) => {
    renew(main, detail.said.saved ?? []);
    const mine = ++asked;
    const answer = await fetch(main.dataset.check, { headers: { Accept: "text/html" } });
    if (!answer.ok || mine !== asked) return;
    tell(new DOMParser().parseFromString(await answer.text(), "text/html"));
    again(frame);
  });

  main.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-whole]")) return;
    const form = target.form;
    const saved = ({ detail }) => !detail.said.problems?.length && back(form); // what cannot be is told, and the page stays
    form.addEventListener("draft-form:saved", saved, { once: true });
  });
}

/** Show the page anew where a form changed more than its own part, at the place where one was. */
function back(form) {
  history.replaceState(null, "", `#${form.closest("details").id}`);
  location.reload();
}

function open(hash) {
  const place = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (place?.tagName !== "DETAILS") return;
  place.open = true;
  place.scrollIntoView();
}

/** Revisions of parts that another form changed too. */
function renew(main, saved) {
  for (const { path, part, base } of saved) {
    for (const input of main.querySelectorAll(`input[name="${CSS.escape(`base:${path}:${part}`)}"]`)) input.value = base;
  }
}

function tell(page) {
  for (const fresh of page.querySelectorAll("[data-told]")) {
    const old = document.getElementById(fresh.id);
    if (old && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
}

/** Load the tool anew; numbers that were tried in it are put in again. */
function again(frame) {
  const tried = new Map();
  for (const row of frame.contentDocument?.querySelectorAll(".slide[data-own] .box") ?? []) tried.set(row.name, row.value);
  const scrolled = frame.contentWindow?.scrollY ?? 0;
  frame.addEventListener("load", () => restore(frame, tried, scrolled), { once: true });
  frame.contentWindow.location.reload();
}

async function restore(frame, tried, scrolled) {
  const page = frame.contentDocument;
  for (let wait = 0; wait < 40 && !("ready" in page.documentElement.dataset); wait += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const [name, value] of tried) {
    const box = page.querySelector(`.box[name="${CSS.escape(name)}"]`);
    if (!box) continue;
    box.value = value;
    box.dispatchEvent(new frame.contentWindow.Event("change"));
  }
  frame.contentWindow.scrollTo(0, scrolled);
}

function sizes(main, frame) {
  const choice = main.querySelector("[data-sizes]");
  choice.hidden = false;
  choice.addEventListener("click", ({ target }) => {
    const size = target.closest("[data-size]")?.dataset.size;
    if (!size) return;
    for (const button of choice.querySelectorAll("[data-size]")) button.setAttribute("aria-pressed", String(button.dataset.size === size));
    main.querySelector(".calc-edit").dataset.trialSize = size;
    frame.scrollIntoView({ block: "nearest" });
  });
}
