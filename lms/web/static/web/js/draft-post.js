/** One request of a draft's page: what came back, in words the queue understands. Never throws. */

import { refresh, token } from "./tokens.js";

/**
 * @typedef {{outcome: "kept", said: Object} | {outcome: "clash", conflicts: Object[]} | {outcome: "refused", refused: Object[]}
 *   | {outcome: "signed-out"} | {outcome: "later", after?: number}} Answer
 */

const LARGEST_LEFT = 60_000;

/** Send a value as JSON. @param {string} address @param {Object} value @returns {Promise<Answer>} */
export const postJson = (address, value) => send(address, () => JSON.stringify(value), "application/json");

/** Send a form as a browser would. @param {HTMLFormElement} form @returns {Promise<Answer>} */
export const postForm = (form) => send(form.action, () => new URLSearchParams(new FormData(form)).toString(), "application/x-www-form-urlencoded");

async function send(address, body, type, again = false) {
  const written = body();
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": type, Accept: "application/json", "X-CSRFToken": token() },
      body: written,
      keepalive: written.length < LARGEST_LEFT,
      redirect: "error",
    });
  } catch {
    return { outcome: "later" };
  }
  if (answer.status === 401) return { outcome: "signed-out" };
  if (answer.status === 429 || answer.status >= 500) return { outcome: "later", after: Number(answer.headers.get("Retry-After")) || undefined };
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said ? { outcome: "kept", said } : { outcome: "later" };
  if (answer.status === 409) return { outcome: "clash", conflicts: said?.conflicts ?? [] };
  if (answer.status === 400 && said?.error === "csrf" && !again) {
    const fresh = await refresh().catch(() => null);
    if (fresh) return send(address, body, type, true);
    return { outcome: fresh === null ? "later" : "signed-out" };
  }
  return { outcome: "refused", refused: said?.refused ?? [] };
}
