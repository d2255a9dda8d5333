/**
 * How sure is this? Low and high beside the numbers of a tool, saved as they are typed, and run on the server.
 *
 * `<section class="ranges" data-behaviour="ranges" data-context="calculator:<uuid>" data-address="/tools/<name>/ranges" [data-kept]>` holds
 * `<script type="application/json" data-ranges>` with {language, currency, numbers {name: {unit, value}}, texts {both,
 * running, wait, failed}, problems {CODE: sentence}}, the form with a `[data-range-of="name"]` for each line, a `<template>`
 * for one more, and `[data-found]` for the results. In a module there is no form: only the line under the headline is run.
 * The calculator says `calculator:shown` when its numbers have changed, and hears `ranges:ran` {line, step}.
 */

import { formatInput } from "../../calculators/numerals.js";
import { save } from "./answers.js";
import { choose } from "./conflict.js";
import { RangeLine } from "./ranges-line.js";
import { showFound } from "./ranges-pictures.js";
import { RangesRun } from "./ranges-run.js";

/** @param {HTMLElement} section */
export default function ranges(section) {
  const page = JSON.parse(section.querySelector("[data-ranges]")?.textContent ?? '{"numbers": {}, "texts": {}}');
  const form = section.querySelector("form");
  const { context } = section.dataset;
  const lines = new Map();
  const found = section.querySelector("[data-found]");
  const told = section.querySelector("[data-ranges-told]");
  const tool = document.querySelector(`.tool[data-context="${CSS.escape(context)}"]`);
  const run = new RangesRun(section.dataset.address, context, form, { ran, refused, says });
  let asked = false; // the results are wanted in full, not only the line under the headline

  for (const row of form?.querySelectorAll("[data-range-of]") ?? []) bind(row);

  function bind(row) {
    const name = row.dataset.rangeOf;
    const number = page.numbers[name];
    if (!number) return;
    lines.set(name, new RangeLine(row, number, page, (value) => keep(row, name, value)));
  }

  function keep(row, name, value) {
    row.toggleAttribute("data-own", value !== null);
    row.querySelector(".tag")?.remove();
    save({ context, block: "ranges", item: name, base: Number(row.dataset.revision), value, keep: false });
    section.toggleAttribute("data-kept", [...lines.values()].some((line) => line.isSet));
    pairs(name, row.querySelector("[data-label]").textContent, value !== null);
    run.soon();
  }

  /** Offer a number among those that can move together, as long as it has a range. */
  function pairs(name, label, ranged) {
    for (const select of form.querySelectorAll("[data-pair]")) {
      const option = [...select.options].find(({ value }) => value === name);
      if (ranged && !option) select.add(new Option(label, name));
      if (!ranged) option?.remove();
    }
  }

  function ran(answer) {
    says("");
    for (const [name, line] of lines) line.explain(answer.problems[name] ?? "");
    tool?.dispatchEvent(new CustomEvent("ranges:ran", { detail: { line: answer.line, step: answer.step } }));
    if (found && (asked || found.hasChildNodes())) showFound(found, answer.html);
    if (asked) found.querySelector(".range-headline, .notice")?.scrollIntoView({ block: "nearest" });
    asked = false;
  }

  function refused(fields) {
    for (const place of section.querySelectorAll("[data-said-at]")) {
      const [reason = ""] = fields[place.dataset.saidAt] ?? [];
      place.textContent = reason;
      form.elements[place.dataset.saidAt].setAttribute("aria-invalid", String(reason !== ""));
    }
  }

  function says(words) {
    if (told) told.textContent = page.texts[words] ?? words;
  }

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.matches("[data-add-range]")) return add();
    asked = true;
    if ([...lines.values()].every((line) => line.isSound)) run.now();
  });

  function add() {
    const select = form.elements.add;
    const { value: name, text: label } = select.selectedOptions[0];
    const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.rangeOf = name;
    for (const end of ["low", "high", "shape"]) row.querySelector(`[data-${end}]`).name = `${end}-${name}`;
    for (const place of row.querySelectorAll("[id]")) place.id += name;
    for (const place of row.querySelectorAll("[aria-describedby]")) place.setAttribute("aria-describedby", place.getAttribute("aria-describedby") + name);
    row.setAttribute("aria-labelledby", row.getAttribute("aria-labelledby").replace("--name", `-${name}-name`));
    row.querySelector(".range-name").id = row.getAttribute("aria-labelledby");
    row.querySelector("[data-label]").textContent = label;
    row.querySelector("[data-likely]").textContent = formatInput(page.numbers[name].value, page.numbers[name].unit, page.language, page.currency);
    form.querySelector("[data-range-rows]").append(row);
    select.selectedOptions[0].remove();
    if (!select.options.length) select.closest(".range-add").hidden = true;
    bind(row);
    row.querySelector("[data-low]").focus();
  }

  for (const name of ["threshold", "seed", "first", "second", "strength"]) form?.elements[name].addEventListener("change", () => found.hasChildNodes() && run.soon());

  document.addEventListener("answers:refused", ({ detail }) => {
    if (detail.context === context && detail.block === "ranges") lines.get(detail.item)?.explain(detail.reason);
  });
  document.addEventListener("answers:conflict", async ({ detail }) => {
    const line = detail.context === context && detail.block === "ranges" && lines.get(detail.item);
    if (!line) return;
    if (await choose(line.row, line.words(detail.current.value))) line.put(detail.current.value);
    else keep(line.row, detail.item, detail.mine);
    run.soon();
  });

  tool?.addEventListener("calculator:shown", ({ detail }) => {
    if (!detail.moves) return; // a slider is moving: once it rests
    let moved = false;
    for (const [name, number] of Object.entries(page.numbers)) {
      const value = valueOf(name, detail);
      if (typeof value !== "number" || value === number.value) continue;
      number.value = value;
      lines.get(name)?.standing();
      moved = true;
    }
    if (moved && section.hasAttribute("data-kept")) run.soon();
  });

  if (!form) {
    document.addEventListener("answers:state", ({ detail }) => {
      if (detail.context === context && detail.state === "saved" && section.hasAttribute("data-kept")) run.soon();
    });
  }

  // what a page opens with is run once everything else has been drawn
  if (section.hasAttribute("data-kept")) requestIdleCallback?.(() => run.now()) ?? setTimeout(() => run.now(), 500);
  if (found?.hasChildNodes()) showFound(found);
}

/** A number among the results of `compute`: an input, or a cell as "segments.retention.2". */
function valueOf(name, { values, tables }) {
  const [table, column, row] = name.split(".");
  return column ? tables[table]?.[row - 1]?.[column] : values[name];
}
