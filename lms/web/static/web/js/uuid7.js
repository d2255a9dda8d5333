/** Time-ordered ids (RFC 9562, version 7), made where the person types, so that a repeated sending is the same answer. */

let latest = 0;

/**
 * @param {number} now milliseconds since 1970
 * @returns {string} a UUIDv7; each is later than the one before, even within a millisecond
 */
export function uuid7(now = Date.now()) {
  latest = Math.max(now, latest + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  bytes[0] = (bytes[0] & 0x0f) | 0x70;
  bytes[2] = (bytes[2] & 0x3f) | 0x80;
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const time = latest.toString(16).padStart(12, "0");
  const all = time + random;
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join("-");
}
