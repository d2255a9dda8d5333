/**
 * A quiz whose answers are saved as they are given.
 *
 * `<form data-behaviour="quiz" data-context="attempt:…" data-block="…" data-language="da" data-not-a-number="Write a number, …">`
 * Each item is an element with `data-item-box="q1"` and perhaps `data-revision="2"`, and holds controls with
 * `data-item="q1"` (see responses.js for how they are read) and `<p class="error" data-error></p>`.
 * An unreadable number is asked for again and not sent. Submitting waits for the saving, and then sends no field: what
 * is saved counts, also when this tab was opened before another one answered. So does `<button name="check" value="q1">`,
 * which settles one question. Enter in a box submits nothing. When the time is up (`time-up`, see countdown.js) what can
 * still be saved is saved, and the attempt submitted.
 */

import { flush, save, unsent } from "./answers.js";
import { choose } from "./conflict.js";
import { arrange } from "./order.js";
import { differs, read, show, words } from "./responses.js";
import { follow } from "./spots.js";

/** @param {HTMLFormElement} form */
export default function quiz(form) {
  const { context, block, language } = form.dataset;
  const box = (item) => form.querySelector(`[data-item-box="${CSS.escape(item)}"]`);
  const controls = (item) => [...form.querySelectorAll(`[data-item="${CSS.escape(item)}"]`)];

  const keep = (item, value) => save({ context, block, item, value, base: Number(box(item)?.dataset.revision ?? 0), keep: true });

  const take = (control, finished) => {
    const { item } = control.dataset;
    const { value, problem } = read(controls(item), language);
    if (!problem) keep(item, value);
    if (!problem || finished) explain(box(item), control, problem ? form.dataset.notANumber : "");
  };

  for (const list of form.querySelectorAll('[data-reads="order"]')) arrange(list);
  for (const figure of form.querySelectorAll("[data-spots]")) follow(figure.closest("[data-item-box]"));

  form.addEventListener("input", ({ target }) => target.dataset.item && take(target, false));
  form.addEventListener("change", ({ target }) => target.dataset.item && take(target, true));

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input[data-item]")) event.preventDefault();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { submitter } = event;
    const wrong = () => form.querySelector('[aria-invalid="true"]');
    if (submitter?.name === "check" && unanswered(controls(submitter.value), language)) {
      explain(box(submitter.value), controls(submitter.value)[0], form.dataset.answerFirst);
    }
    if (!wrong() && (await flush()) && !wrong()) bare(form, submitter).submit();
    else wrong()?.focus();
  });

  const timeUp = async () => {
    if (await flush()) bare(form).submit();
    else addEventListener("online", timeUp, { once: true });
  };
  form.addEventListener("time-up", timeUp);

  for (const control of form.querySelectorAll("[data-item]")) {
    if (differs(control)) take(control, true); // before this script listened
  }

  const restore = ({ item, value }) => show(controls(item), value, language);
  for (const answer of unsent(context, block)) restore(answer);
  document.addEventListener("answers:restored", ({ detail }) => detail.context === context && detail.block === block && restore(detail));

  document.addEventListener("answers:refused", ({ detail }) => {
    if (detail.context === context && detail.block === block) explain(box(detail.item), controls(detail.item)[0], detail.reason);
  });

  document.addEventListener("answers:conflict", async ({ detail }) => {
    if (detail.context !== context || detail.block !== block) return;
    const found = controls(detail.item);
    if (await choose(box(detail.item), words(found, detail.current.value, language))) show(found, detail.current.value, language);
    else keep(detail.item, detail.mine);
  });
}

function unanswered(found, language) {
  const { value, problem } = read(found, language);
  return !problem && value === null;
}

function explain(box, control, reason) {
  const error = [...(box?.querySelectorAll("[data-error]") ?? [])].find((each) => each.closest("[data-item-box]") === box);
  if (error) error.textContent = reason ?? "";
  for (const each of box?.querySelectorAll('[aria-invalid="true"]') ?? []) each.removeAttribute("aria-invalid");
  if (reason) control?.setAttribute("aria-invalid", "true");
}

/** The form without its fields: the token, the language it was shown in, and the button that sends it. */
function bare(form, submitter = null) {
  const action = submitter?.getAttribute("formaction") ?? form.action;
  const sent = Object.assign(document.createElement("form"), { method: "post", action, hidden: true });
  if (submitter?.name) sent.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  for (const name of ["csrf_token", "shown_in"]) {
    const value = form.querySelector(`input[name="${name}"]`)?.value;
    if (value !== undefined) sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(sent);
  return sent;
}
