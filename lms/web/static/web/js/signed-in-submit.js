/**
 * A long form is sent only while somebody is signed in: `<form data-behaviour="signed-in-submit">` on a page with the
 * sign-in sheet. Where the session has ended, the password is asked for in place and what was typed is sent then.
 * One press sends once: a second one while the first is under way does nothing.
 */

import { signInAgain } from "./sign-in-dialog.js";
import { refresh } from "./tokens.js";

/** @param {HTMLFormElement} form */
export default function signedInSubmit(form) {
  let under = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (under) return;
    under = true;
    // without a connection the browser's own page says so, and "back" leads here with everything typed
    const known = await refresh().catch(() => true);
    if (known || (await signInAgain())) send(form, event.submitter);
    else under = false;
  });
  addEventListener("pageshow", () => (under = false));
}

function send(form, button) {
  if (button?.name) {
    const said = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(said);
    setTimeout(() => said.remove());
  }
  if (button?.hasAttribute("formaction")) form.action = button.getAttribute("formaction");
  HTMLFormElement.prototype.submit.call(form);
}
