/**
 * Forms that act on what is saved wait until what was typed on the page is: `<section data-behaviour="after-saving">` around
 * them. Where it cannot be saved now, the form stays, and the page's own chip says why.
 */

import { flush } from "./answers.js";

/** @param {HTMLElement} around the forms */
export default function afterSaving(around) {
  around.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return; // the form itself has found something wrong
    const { target: form, submitter } = event;
    event.preventDefault();
    if (submitter) submitter.disabled = true;
    const saved = await flush();
    if (saved) HTMLFormElement.prototype.submit.call(form);
    else if (submitter) submitter.disabled = false;
  });
  addEventListener("pageshow", () => around.querySelectorAll("button[disabled]").forEach((button) => (button.disabled = false)));
}
