/**
 * Asks for the password in place when a session has ended, so that nothing typed is lost.
 *
 * `<dialog class="sheet" data-sign-in><form action="/session"> email, password,
 *   <p class="error" role="alert" data-error data-wrong="…" data-later="…" data-offline="…" data-other="…"></p>
 *   <button>…</button><button type="button">Later</button></form></dialog>`
 * The form is posted as usual fields with `Accept: application/json`; 200 answers {token, person}. When that is another
 * person than the page's, what waited is wiped and nothing is sent in their name.
 */

import { refresh, renew, token } from "./tokens.js";
import { wipe } from "./answer-store.js";

let asking = null;

/** Open the dialog. @returns {Promise<boolean>} true once the same person is signed in again, false for "not now" */
export function signInAgain() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

async function ask() {
  const dialog = document.querySelector("dialog[data-sign-in]");
  if (!dialog) return false;
  const form = dialog.querySelector("form");
  const before = document.activeElement;
  form.reset();
  say(form, "");
  dialog.showModal();
  [...form.querySelectorAll('[type="email"], [type="password"]')].find((field) => !field.value)?.focus();
  const done = await new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (await tried(form)) resolve(true);
    };
    dialog.querySelector('button[type="button"]').onclick = () => resolve(false);
    dialog.oncancel = () => resolve(false);
  });
  dialog.close();
  before?.focus?.();
  return done;
}

async function tried(form) {
  const button = form.querySelector("button:not([type='button'])");
  button.disabled = true;
  try {
    await refresh().catch(() => false);
    return await settled(form, await send(form));
  } catch {
    say(form, "offline");
    return false;
  } finally {
    button.disabled = false;
  }
}

function send(form) {
  const fields = new URLSearchParams(new FormData(form));
  return fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json", "X-CSRFToken": token() } });
}

async function settled(form, answer) {
  if (!answer.ok) {
    say(form, answer.status === 429 ? "later" : answer.status >= 500 ? "offline" : "wrong");
    form.querySelector('[type="password"]').select();
    return false;
  }
  const { token: fresh, person } = await answer.json();
  renew(fresh);
  const mine = document.querySelector("[data-person]")?.dataset.person;
  if (person && mine && person !== mine) {
    await wipe();
    say(form, "other");
    return false;
  }
  return true;
}

function say(form, reason) {
  form.querySelector("[data-error]").textContent = reason ? form.querySelector("[data-error]").dataset[reason] : "";
}
