/** One sending of answers: what came back, in words the queue understands. */

import { refresh, token } from "./tokens.js";

/**
 * @typedef {{outcome: "stored", saved: Object[], conflicts: Object[]}
 *   | {outcome: "refused", errors: {id?: string, field?: string, reason?: string}[]}
 *   | {outcome: "signed-out"} | {outcome: "later", after?: number}} Answer
 */

/**
 * Send at most 50 answers. Never throws.
 * @param {string} address @param {Object[]} batch `{id, context, block, item, base, value}` @param {boolean} again
 * @returns {Promise<Answer>} "later" after `after` seconds for a lost connection, 429 and 5xx
 */
export async function post(address, batch, again = false) {
  const body = JSON.stringify(batch);
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
      body,
      keepalive: body.length < 30_000,
      redirect: "error",
    });
  } catch {
    return { outcome: "later" };
  }
  if (answer.status === 401) return { outcome: "signed-out" };
  if (answer.status === 429 || answer.status >= 500) return { outcome: "later", after: Number(answer.headers.get("Retry-After")) || undefined };
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said ? { outcome: "stored", saved: said.saved ?? [], conflicts: said.conflicts ?? [] } : { outcome: "later" };
  if (answer.status === 400 && said?.error === "csrf" && !again) {
    const fresh = await refresh().catch(() => false);
    return fresh ? post(address, batch, true) : { outcome: "later" };
  }
  return { outcome: "refused", errors: said?.errors ?? [] };
}
