/**
 * A self-assessment whose answers are saved as they are given, with a count of how many there are.
 *
 * `<form data-behaviour="assessment" data-context="sitting:…" data-block="statements">` holds
 * `<p data-answered data-words="{answered} of {all}" data-all="9">` beside a `<progress>`, and for each statement an element
 * with `data-item-box="a1-1"` and perhaps `data-revision="2"`, around radio buttons with `data-item="a1-1"` and
 * `<p class="error" data-error></p>`. Saved are points as numbers, or "cannot-judge". Leaving the form waits for the saving.
 */

import { flush, save, unsent } from "./answers.js";
import { choose } from "./conflict.js";

/** @param {HTMLFormElement} form */
export default function assessment(form) {
  const { context, block } = form.dataset;
  const box = (item) => form.querySelector(`[data-item-box="${CSS.escape(item)}"]`);
  const ours = (detail) => detail.context === context && detail.block === block;

  const keep = (item, value) => save({ context, block, item, value, base: Number(box(item)?.dataset.revision ?? 0), keep: true });

  const take = ({ dataset: { item }, value }) => {
    keep(item, answer(value));
    explain(box(item), "");
    count(form);
  };

  const restore = ({ item, value }) => {
    for (const button of buttons(box(item))) button.checked = answer(button.value) === value;
    count(form);
  };

  form.addEventListener("change", ({ target }) => target.dataset.item && take(target));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const action = event.submitter?.getAttribute("formaction");
    if (!(await flush())) return;
    if (action) form.action = action;
    HTMLFormElement.prototype.submit.call(form);
  });

  for (const button of form.querySelectorAll("input[data-item]")) {
    if (button.checked && !button.defaultChecked) take(button); // before this script listened
  }
  for (const each of unsent(context, block)) restore(each);

  document.addEventListener("answers:restored", ({ detail }) => ours(detail) && restore(detail));
  document.addEventListener("answers:refused", ({ detail }) => ours(detail) && explain(box(detail.item), detail.reason));
  document.addEventListener("answers:conflict", async ({ detail }) => {
    if (!ours(detail)) return;
    const { item, current, mine } = detail;
    if (await choose(box(item), words(box(item), current.value))) restore({ item, value: current.value });
    else keep(item, mine);
  });
}

const answer = (value) => (/^\d+$/.test(value) ? Number(value) : value);
const buttons = (box) => box?.querySelectorAll("input[data-item]") ?? [];

function words(box, value) {
  const chosen = [...buttons(box)].find((button) => answer(button.value) === value);
  return chosen?.closest("label").querySelector("span:last-child").textContent ?? "–";
}

function explain(box, reason) {
  const error = box?.querySelector("[data-error]");
  if (error) error.textContent = reason ?? "";
  box?.classList.toggle("left-out", Boolean(reason));
}

function count(form) {
  const answered = form.querySelectorAll("input[data-item]:checked").length;
  const shown = form.querySelector("[data-answered]");
  shown.textContent = shown.dataset.words.replace("{answered}", answered).replace("{all}", shown.dataset.all);
  form.querySelector("progress").value = answered;
}
