/**
 * A quiz whose answers are saved as they are given.
 *
 * `<form data-behaviour="quiz" data-context="attempt:…" data-block="…" data-language="da" data-not-a-number="Write a number, …">`
 * Each item is an element with `data-item-box="q1"` and perhaps `data-revision="2"`, and holds controls with
 * `data-item="q1"` (radio buttons, or one number field with `data-unit`) and `<p class="error" data-error></p>`.
 * Saved are option ids and numbers; an unreadable number is asked for again and not sent. Submitting waits for the saving.
 */

import { formatNumber, parseNumber } from "../../calculators/numerals.js";
import { flush, save, unsent } from "./answers.js";
import { choose } from "./conflict.js";

/** @param {HTMLFormElement} form */
export default function quiz(form) {
  const { context, block } = form.dataset;
  const box = (item) => form.querySelector(`[data-item-box="${CSS.escape(item)}"]`);

  const keep = (item, value) => save({ context, block, item, value, base: Number(box(item)?.dataset.revision ?? 0), keep: true });

  const take = (control, finished) => {
    const { item } = control.dataset;
    const { value, problem } = read(control, form.dataset.language);
    if (!problem) keep(item, value);
    if (!problem || finished) explain(box(item), control, problem ? form.dataset.notANumber : "");
  };

  form.addEventListener("input", ({ target }) => target.dataset.item && take(target, false));
  form.addEventListener("change", ({ target }) => target.dataset.item && take(target, true));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = form.querySelector('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    else if (await flush()) HTMLFormElement.prototype.submit.call(withButton(form, event.submitter));
  });

  for (const control of form.querySelectorAll("[data-item]")) {
    const touched = control.type === "radio" ? control.checked && !control.defaultChecked : control.value !== control.defaultValue;
    if (touched) take(control, true); // before this script listened
  }

  const restore = ({ item, value }) => show(controls(form, item), value, form.dataset.language);
  for (const answer of unsent(context, block)) restore(answer);
  document.addEventListener("answers:restored", ({ detail }) => detail.context === context && detail.block === block && restore(detail));

  document.addEventListener("answers:refused", ({ detail }) => {
    if (detail.context === context && detail.block === block) explain(box(detail.item), controls(form, detail.item)[0], detail.reason);
  });

  document.addEventListener("answers:conflict", async ({ detail }) => {
    if (detail.context !== context || detail.block !== block) return;
    const found = controls(form, detail.item);
    if (await choose(box(detail.item), words(found, detail.current.value, form.dataset.language))) show(found, detail.current.value, form.dataset.language);
    else keep(detail.item, detail.mine);
  });
}

const controls = (form, item) => [...form.querySelectorAll(`[data-item="${CSS.escape(item)}"]`)];

function read(control, language) {
  if (control.type === "radio") return { value: control.value };
  const number = parseNumber(control.value, language, control.dataset.unit ?? "number");
  if (typeof number === "number") return { value: number };
  return number.problem === "EMPTY" ? { value: null } : number;
}

function explain(box, control, reason) {
  const error = box?.querySelector("[data-error]");
  if (error) error.textContent = reason ?? "";
  if (reason) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
}

function words(found, value, language) {
  const option = found.find((control) => control.type === "radio" && control.value === value);
  const number = typeof value === "number" ? formatNumber(value, language, 6) : "–";
  return (option?.closest("label")?.textContent ?? number).trim();
}

function show(found, value, language) {
  for (const control of found) {
    if (control.type === "radio") control.checked = control.value === value;
    else control.value = typeof value === "number" ? formatNumber(value, language, 6) : "";
  }
}

/** `form.submit()` forgets which button was pressed: carry its name, value and address over. */
function withButton(form, button) {
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  if (button?.hasAttribute("formaction")) form.action = button.formAction;
  return form;
}
