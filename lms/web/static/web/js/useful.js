/**
 * "Was this useful?": sends the choice and marks it, so that the reader stays where they are.
 *
 * `<form data-behaviour="useful" action="…"><button name="answer" value="yes" aria-pressed="false">Yes</button>…
 *    <span role="status" data-thanks="Thank you." data-failed="That was not sent.">…`
 * Without an answer from the server the choice is as it was, and the words say so.
 */

import { token } from "./tokens.js";

/** @param {HTMLFormElement} form */
export default function useful(form) {
  const status = form.querySelector('[role="status"]');
  const choices = [...form.querySelectorAll('button[name="answer"]')];

  form.addEventListener("submit", async (event) => {
    const chosen = event.submitter;
    if (!choices.includes(chosen)) return;
    event.preventDefault();
    status.textContent = "";
    const kept = await send(form.action, chosen.value);
    if (kept) for (const each of choices) each.setAttribute("aria-pressed", String(each === chosen));
    status.textContent = kept ? status.dataset.thanks : status.dataset.failed;
  });
}

async function send(address, answer) {
  try {
    const told = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ answer }),
      redirect: "error",
    });
    return told.ok;
  } catch {
    return false;
  }
}
