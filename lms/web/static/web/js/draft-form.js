/**
 * A form of a draft that saves itself as one types.
 *
 * `<form method="post" action="…" data-behaviour="draft-form"><input type="hidden" name="base" value="…">…</form>`
 * The server answers `{saved: {path, part, base}[], problems: {field, message}[]}`: revisions go back into `base`, or into
 * `base:<path>:<part>` where the form holds several; each problem is shown in `<p class="error" data-error-for="field">`.
 * Dispatches `draft-form:saved` {said} on the form. What has `data-unsaved` in it is no part of the form's text.
 */

import { ask } from "./draft-conflict.js";
import { postForm } from "./draft-post.js";
import { announce, watch } from "./draft-saving.js";

const QUIET = 600;
const LONGEST_PAUSE = 30_000;
const WRITTEN = "textarea, input:not([type=checkbox], [type=radio], [type=file])"; // these have told of it letter by letter

/** @param {HTMLFormElement} form */
export default function draftForm(form) {
  const theirs = []; // hidden boxes: what was left to a colleague in a conflict
  let [typed, sent, failures, alarm, working, state, deciding] = [0, 0, 0, 0, null, "saved", false];

  const say = (next) => announce((state = next));
  const later = (after) => {
    clearTimeout(alarm);
    alarm = setTimeout(() => send(), after);
  };

  async function send() {
    clearTimeout(alarm);
    if (working) await working;
    if (sent === typed) return true;
    working = sendOnce().finally(() => (working = null));
    return working;
  }

  async function sendOnce() {
    const now = typed;
    say("saving");
    const answer = await postForm(form);
    if (answer.outcome === "kept") {
      [sent, failures] = [now, 0];
      renew(form, answer.said.saved ?? []);
      problems(form, answer.said.problems ?? []);
      say(sent === typed ? "saved" : "saving");
      if (sent !== typed) later(QUIET);
      if (theirs.length) return afresh(theirs);
      form.dispatchEvent(new CustomEvent("draft-form:saved", { bubbles: true, detail: { said: answer.said } }));
      return sent === typed;
    }
    return { clash, refused, "signed-out": signedOut, later: tryLater }[answer.outcome](answer);
  }

  async function clash({ conflicts }) {
    say("waiting");
    for (const input of theirs.splice(0)) input.remove(); // what was chosen against an earlier text is asked anew
    deciding = true;
    const choices = [];
    for (const conflict of conflicts) choices.push({ conflict, ...(await chosen(conflict)) });
    deciding = false;
    if (!choices.length || choices.some(({ choice }) => choice === "later")) return false;
    if (choices.every(({ choice }) => choice === "theirs")) {
      sent = typed;
      location.reload();
      return false;
    }
    for (const each of choices) theirs.push(...kept(form, each));
    renew(form, conflicts);
    if (conflicts.some((each) => each.locked_by)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "take", value: "1" }));
    return sendOnce();
  }

  function refused({ refused: reasons }) {
    say("refused");
    for (const detail of reasons) document.dispatchEvent(new CustomEvent("draft:refused", { detail }));
    return false;
  }

  async function signedOut() {
    say("waiting");
    const { signInAgain } = await import("./sign-in-dialog.js");
    return (await signInAgain()) ? sendOnce() : false;
  }

  function tryLater({ after = 0 }) {
    failures += 1;
    say("waiting");
    later(Math.max(after * 1000, Math.min(LONGEST_PAUSE, 500 * 2 ** failures)));
    return false;
  }

  const changed = (event) => {
    if (event.target.closest("[data-unsaved]") || (event.type === "change" && event.target.matches(WRITTEN))) return;
    typed += 1;
    if (deciding) return; // it is sent with the choice
    say("saving");
    later(QUIET);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name) return; // a button that does something else goes as the browser sends it
    event.preventDefault();
    typed += 1;
    send();
  });
  addEventListener("pagehide", () => send());
  watch({ send, isUnsaved: () => sent !== typed || state === "waiting" });
}

/** Say in the form which boxes stay a colleague's; "*" where all of a part does. */
function kept(form, { conflict: { path, part }, choice, keys }) {
  const left = choice === "theirs" ? ["*"] : keys;
  const inputs = left.map((value, at) => Object.assign(document.createElement("input"), { type: "hidden", name: `theirs:${path}:${part}:${at}`, value }));
  form.append(...inputs);
  return inputs;
}

/** The boxes still show what was typed, not what was chosen: the page comes back whole. */
function afresh(theirs) {
  for (const input of theirs.splice(0)) input.remove();
  location.reload();
  return true;
}

function renew(form, saved) {
  const several = saved.length > 1;
  for (const { path, part, base } of saved) {
    const own = form.elements.namedItem(`base:${path}:${part}`) ?? (several ? null : form.elements.namedItem("base"));
    if (own) own.value = base;
  }
}

function problems(form, told) {
  const words = new Map(told.map(({ field, message }) => [field, message]));
  for (const place of form.querySelectorAll("[data-error-for]")) {
    const name = place.dataset.errorFor;
    place.textContent = words.get(name) ?? "";
    place.hidden = !words.has(name);
    form.elements.namedItem(name)?.setAttribute?.("aria-invalid", String(words.has(name)));
  }
}

/** Ask whose to keep. @returns {Promise<{choice: "mine"|"theirs"|"later", keys: string[]}>} keys: boxes that stay theirs */
const chosen = (clash) =>
  new Promise((resolve) => {
    if (!ask(clash, undefined, (choice, keys) => resolve({ choice, keys }))) resolve({ choice: "later", keys: [] });
  });
