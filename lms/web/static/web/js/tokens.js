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

/** Ask the server for the token of the present session. @returns {Promise<{token: string, person: string}|null>} */
export async function present() {
  const address = document.querySelector("[data-token]")?.dataset.token ?? meta()?.dataset.address ?? "/session/token";
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return null;
  const said = await answer.json();
  renew(said.token);
  return said;
}

/** The same. @returns {Promise<boolean>} whether there is a session */
export const refresh = async () => (await present()) !== null;
