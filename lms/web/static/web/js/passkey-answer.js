/**
 * Asks the device for a passkey. The server's options and the answer are WebAuthn's JSON, bytes in base64url; browsers
 * that cannot translate them themselves are helped here.
 */

/** Why there is no answer: `none` (no passkeys here), `stopped` (not used), `known` (there is one already), `over`. */
export class NoAnswer extends Error {}

/**
 * @param {string} address where the options are
 * @param {boolean} fresh make a passkey rather than use one
 * @returns {Promise<string>} the answer as JSON text
 * @throws {NoAnswer}
 */
export async function answerOf(address, fresh) {
  if (!window.PublicKeyCredential) throw new NoAnswer("none");
  const options = await asked(address);
  try {
    const made = fresh
      ? await navigator.credentials.create({ publicKey: forNew(options) })
      : await navigator.credentials.get({ publicKey: forUse(options) });
    return JSON.stringify(plain(made));
  } catch (error) {
    throw new NoAnswer(error.name === "InvalidStateError" ? "known" : "stopped");
  }
}

async function asked(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) throw new NoAnswer("over");
  return answer.json();
}

const forNew = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  user: { ...options.user, id: bytes(options.user.id) },
  excludeCredentials: (options.excludeCredentials ?? []).map(named),
});

const forUse = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  allowCredentials: (options.allowCredentials ?? []).map(named),
});

const named = (each) => ({ ...each, id: bytes(each.id) });

function plain(made) {
  const { response } = made;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    parts.attestationObject = text(response.attestationObject);
    parts.transports = response.getTransports?.() ?? [];
  } else {
    parts.authenticatorData = text(response.authenticatorData);
    parts.signature = text(response.signature);
    if (response.userHandle) parts.userHandle = text(response.userHandle);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response: parts, clientExtensionResults: {} };
}

const bytes = (said) => Uint8Array.from(atob(said.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
