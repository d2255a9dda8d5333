/**
 * A form that is sent with what a passkey answers:
 * `<form data-behaviour="passkey" data-ask="address of the options" [data-new]><input type="hidden" name="credential">
 *   <p class="error" role="alert" data-error data-none="…" data-stopped="…" data-known="…" data-over="…"></p></form>`
 * One press asks once; `data-new` makes a passkey rather than uses one.
 */

import { answerOf, NoAnswer } from "./passkey-answer.js";

/** @param {HTMLFormElement} form */
export default function passkey(form) {
  const error = form.querySelector("[data-error]");
  let under = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (under) return;
    under = true;
    error.textContent = "";
    try {
      form.elements.credential.value = await answerOf(form.dataset.ask, form.hasAttribute("data-new"));
      HTMLFormElement.prototype.submit.call(form);
    } catch (problem) {
      under = false;
      if (!(problem instanceof NoAnswer)) throw problem;
      error.textContent = error.dataset[problem.message];
    }
  });
  addEventListener("pageshow", () => (under = false));
}
