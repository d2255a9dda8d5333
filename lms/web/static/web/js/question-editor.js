/**
 * A question that is previewed while it is typed: `<form data-behaviour="question-editor" data-busy="…">`.
 *
 * The form is sent as Preview would send it, one request at a time, and from the page that comes back the parts that
 * depend on it are taken: `[data-outcome]` (the preview and the text for the file) and every `[data-wrong]`. The boxes
 * stay as they are. Answering in the preview refreshes nothing. `[data-copy]` copies the text beside it.
 */

import { arrange } from "./order.js";
import { follow } from "./spots.js";

/** @param {HTMLFormElement} form */
export default function questionEditor(form) {
  const outcome = () => form.querySelector("[data-outcome]");
  let sent = typed(form);
  let under = false;
  let again = false;
  let answered = 0;

  const refresh = async () => {
    again = under;
    const body = typed(form);
    if (under || body === sent) return;
    const before = answered;
    under = true;
    try {
      const page = await fetched(form, body);
      // an answer given in the preview meanwhile is not on this page, so it is asked for once more
      if (before === answered) {
        sent = body;
        take(form, page);
        enliven(outcome());
      } else again = true;
    } catch (error) {
      console.error(error);
      tell(outcome(), form.dataset.busy);
      again = false;
    }
    under = false;
    if (again) refresh();
  };

  for (const event of ["input", "change"]) {
    form.addEventListener(event, ({ target }) => {
      if (outcome().contains(target)) answered += 1;
      else refresh();
    });
  }

  form.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(form.querySelector("#toml").value);
    tell(outcome(), button.dataset.copied);
  });

  enliven(outcome());
}

/** Everything in the form, as a button would send it. */
export function typed(form, what = "preview") {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", what);
  return body.toString();
}

async function fetched(form, body) {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

export function tell(outcome, words) {
  const said = outcome.querySelector("[data-said-here]");
  if (said) said.textContent = words;
}

/** Take from a page what depends on what was typed; `mayTell`: whether what is wrong with a field is told already. */
export function take(form, page, mayTell = () => true) {
  form.querySelector("[data-outcome]").replaceWith(page.querySelector("[data-outcome]"));
  for (const fresh of page.querySelectorAll("[data-wrong]")) {
    const old = document.getElementById(fresh.id);
    if (old && mayTell(fresh.id)) old.replaceChildren(...fresh.childNodes);
  }
  for (const fresh of page.querySelectorAll("form.edit :is(.field, .words)")) {
    const control = fresh.querySelector(":scope > :is(input, textarea, select)");
    const field = control && document.getElementById(control.id);
    if (!field) continue;
    field.closest(".field").hidden = fresh.hidden;
    if (control.hasAttribute("aria-invalid") && mayTell(`${control.id}-error`)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

/** Let what is in the preview be answered. */
export function enliven(outcome) {
  for (const list of outcome.querySelectorAll('[data-reads="order"]')) arrange(list);
  for (const figure of outcome.querySelectorAll("[data-spots]")) follow(figure.closest("[data-item-box]"));
  for (const button of outcome.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}
