/**
 * Asks for the password in place when a session has ended, so that nothing typed is lost, and for the second factor
 * where the account has one.
 *
 * `<dialog class="sheet" data-sign-in><form action="/session">
 *   <fieldset data-first> email, password </fieldset>
 *   <fieldset data-second hidden disabled data-action="…" data-passkey="…" data-ask="…"> code, <button data-use-passkey> </fieldset>
 *   <p data-set-up hidden><a>…</a></p>
 *   <p class="error" role="alert" data-error data-wrong="…" data-code="…" data-later="…" data-offline="…" data-over="…" data-other="…"></p>
 *   <button>…</button><button type="button" data-later>Later</button></form></dialog>`
 * The form is posted as usual fields with `Accept: application/json`; 200 answers {token, person}, 202 {token, second,
 * address} while more is to come. When that is another person than the page's, what waited is wiped and nothing is sent
 * in their name. Where a second factor has to be set up first, that is done in a new tab, because what was typed lives in
 * this one; whoever comes back from it signed in goes on here without another word.
 */

import { answerOf, NoAnswer } from "./passkey-answer.js";
import { present, refresh, renew, token } from "./tokens.js";
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
  form.elements.next.value = location.pathname + location.search;
  turn(form, "first");
  say(form, "");
  dialog.showModal();
  first(form)?.focus();
  const done = await new Promise((resolve) => {
    const attempt = async (fields) => {
      if (await tried(form, fields)) resolve(true);
    };
    form.onsubmit = (event) => {
      event.preventDefault();
      attempt(() => fieldsOf(form));
    };
    form.querySelector("[data-use-passkey]").onclick = () => attempt(() => passkeyOf(form));
    dialog.querySelector("button[data-later]").onclick = () => resolve(false);
    dialog.oncancel = () => resolve(false);
    document.onvisibilitychange = async () => {
      if (!document.hidden && !note(form).hidden && (await cameBack(form))) resolve(true);
    };
  });
  document.onvisibilitychange = null;
  dialog.close();
  before?.focus?.();
  return done;
}

async function tried(form, fields) {
  const buttons = form.querySelectorAll("button:not([data-later])");
  for (const button of buttons) button.disabled = true;
  try {
    await refresh().catch(() => false);
    return await settled(form, await send(await fields()));
  } catch (problem) {
    say(form, problem instanceof NoAnswer ? "code" : "offline");
    return false;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

const fieldsOf = (form) => [second(form).hidden ? form.action : second(form).dataset.action, new URLSearchParams(new FormData(form))];

async function passkeyOf(form) {
  const { ask: address, passkey } = second(form).dataset;
  return [passkey, new URLSearchParams({ credential: await answerOf(address, false) })];
}

function send([address, fields]) {
  return fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json", "X-CSRFToken": token() } });
}

async function settled(form, answer) {
  if (!answer.ok) return refused(form, answer.status);
  const said = await answer.json();
  renew(said.token);
  return answer.status === 202 ? further(form, said) : isMe(form, said);
}

/** Whether the other tab has signed this person in. */
async function cameBack(form) {
  const said = await present().catch(() => null);
  return said !== null && isMe(form, said);
}

async function isMe(form, said) {
  const mine = document.querySelector("[data-person]")?.dataset.person;
  if (said.person && mine && said.person !== mine) {
    await wipe();
    say(form, "other");
    return false;
  }
  return true;
}

function refused(form, status) {
  const at = second(form).hidden ? "wrong" : "code";
  if (status === 410) turn(form, "first");
  say(form, { 410: "over", 429: "later" }[status] ?? (status >= 500 ? "offline" : at));
  first(form)?.select();
  return false;
}

function further(form, said) {
  say(form, "");
  if (said.second === "set-up") {
    note(form).querySelector("a").href = said.address;
    note(form).hidden = false;
    note(form).querySelector("a").focus();
  } else {
    turn(form, "second");
    first(form)?.focus();
  }
  return false;
}

function turn(form, step) {
  note(form).hidden = true;
  for (const part of form.querySelectorAll("[data-first], [data-second]")) {
    part.hidden = part.disabled = !part.matches(`[data-${step}]`);
    if (part.hidden) for (const field of part.querySelectorAll('[type="password"], [type="text"]')) field.value = "";
  }
}

const note = (form) => form.querySelector("[data-set-up]");

const second = (form) => form.querySelector("[data-second]");

/** The first field of the step that is still empty, else its last. */
function first(form) {
  const fields = [...form.querySelectorAll("fieldset:not([hidden]) input")];
  return fields.find((field) => !field.value) ?? fields.at(-1);
}

function say(form, reason) {
  form.querySelector("[data-error]").textContent = reason ? form.querySelector("[data-error]").dataset[reason] : "";
}
