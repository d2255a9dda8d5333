/**
 * Who has which part of a draft in hand. While a part is held here it is renewed; every twenty seconds the page hears what
 * others hold. Events on `document`: `draft:locks` {locks: {path, part, held_by, mine, until}[]}, `draft:taken-over` {path, part, by}.
 */

import { postJson } from "./draft-post.js";
import { keyOf } from "./draft-queue.js";

const POLL = 20_000;
const main = document.querySelector("[data-draft-locks]");
const mine = new Map();
let beat = 0;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`draft:${name}`, { detail }));

/** Take a part in hand, or take it over. @returns {Promise<{mine: boolean, held_by: string}>} offline: as if it were mine */
export async function holdPart(path, part, { take = false } = {}) {
  listen();
  const answer = await postJson(main.dataset.draftLocks, { path, part, take });
  if (answer.outcome !== "kept") return { mine: true, held_by: "" };
  const { mine: isMine, held_by } = answer.said;
  if (isMine) mine.set(keyOf({ path, part }), { path, part });
  heard(answer.said.locks);
  return { mine: isMine, held_by };
}

/** Put a part down. */
export async function letGo(path, part) {
  if (mine.delete(keyOf({ path, part }))) await postJson(main.dataset.draftLocks, { path, part, free: true });
}

/** Begin to listen to what others hold; called by whoever shows it. */
export function listen() {
  if (!main || beat) return;
  beat = setInterval(() => document.visibilityState === "visible" && poll(), POLL);
  addEventListener("pagehide", () => [...mine.values()].forEach(({ path, part }) => letGo(path, part)));
  poll();
}

async function poll() {
  for (const { path, part } of mine.values()) {
    const answer = await postJson(main.dataset.draftLocks, { path, part });
    if (answer.outcome !== "kept") return;
    heard(answer.said.locks);
  }
  if (mine.size) return;
  const answer = await fetch(main.dataset.draftLocks, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) heard((await answer.json()).locks);
}

function heard(locks = []) {
  for (const lock of locks) {
    if (lock.mine || !mine.delete(keyOf(lock))) continue;
    tell("taken-over", { path: lock.path, part: lock.part, by: lock.held_by });
  }
  tell("locks", { locks });
}
