/**
 * The CSRF token of this page (`<meta name="csrf-token">`), and a fresh one from the address in `data-token` when the
 * session has changed underneath it.
 */

const meta = () => document.querySelector('meta[name="csrf-token"]');

/** @returns {string} the token to send as `X-CSRFToken` */
export function token() {
  return meta()?.content ?? "";
}

/** @param {string} fresh the token of the new session */
export function renew(fresh) {
  if (meta()) meta().content = fresh;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = fresh;
}

/** Ask the server for the token of the present session. @returns {Promise<boolean>} whether there is one */
export async function refresh() {
  const address = document.querySelector("[data-token]")?.dataset.token ?? meta()?.dataset.address ?? "/session/token";
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return false;
  renew((await answer.json()).token);
  return true;
}
