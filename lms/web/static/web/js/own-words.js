/**
 * A private text that is saved as it is typed; it waits in this tab's memory only, never on the device.
 *
 * `<div data-behaviour="own-words" data-item="text" data-revision="3" data-most="4000"
 *    data-left="{left} characters left" data-over="{over} characters too many: …">` with a textarea,
 * `[data-count]` and `[data-error]`, inside an element with `data-context` and `data-block`. A form around it marked
 * `data-sends-own-words` is sent when the text is saved.
 */

import { flush, save, unsent } from "./answers.js";
import { choose } from "./conflict.js";

const NEAR = 400; // characters before the limit at which the counter appears

/** @param {HTMLElement} box */
export default function ownWords(box) {
  const text = box.querySelector("textarea");
  const { context } = box.closest("[data-context]").dataset;
  const { block } = box.closest("[data-block]").dataset;
  const { item } = box.dataset;
  const most = Number(box.dataset.most);
  const is = (detail) => detail.context === context && detail.block === block && detail.item === item;
  const left = () => most - [...text.value].length;

  const count = () => {
    const now = left();
    box.querySelector("[data-count]").textContent = now >= 0 && now <= NEAR ? box.dataset.left.replace("{left}", now) : "";
    say(now < 0 ? box.dataset.over.replace("{over}", -now) : "");
  };
  const say = (reason) => {
    box.querySelector("[data-error]").textContent = reason ?? "";
    if (reason) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
  };
  const keep = () => {
    count();
    if (left() >= 0) save({ context, block, item, base: Number(box.dataset.revision), value: text.value, keep: false });
  };

  text.addEventListener("input", keep);
  if (text.value !== text.defaultValue) keep(); // typed before this script listened
  for (const answer of unsent(context, block)) if (answer.item === item) text.value = answer.value;
  addEventListener("beforeunload", (event) => left() < 0 && event.preventDefault());

  document.addEventListener("answers:refused", ({ detail }) => is(detail) && say(detail.reason));
  document.addEventListener("answers:conflict", async ({ detail }) => {
    if (!is(detail)) return;
    if (await choose(box, detail.current.value)) text.value = detail.current.value;
    else save({ context, block, item, value: detail.mine, keep: false });
    count();
  });

  const form = box.closest("form");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (left() < 0) text.focus();
    else if ((await flush()) && form.hasAttribute("data-sends-own-words")) HTMLFormElement.prototype.submit.call(form);
  });
}
