/**
 * Unsent answers that may outlive the tab (quiz and self-assessment answers only), in IndexedDB.
 * Everything here is best effort: where a browser refuses storage, the queue in memory still works.
 */

import { shelfOf } from "./browser-store.js";

const within = shelfOf("lms-answers", "answers", "answers", { durability: "strict" });

/** @param {{id: string, person: string}} entry @returns {Promise<void>} */
export const keep = (entry) => within("readwrite", (shelf) => shelf.put(entry));

/** @param {string[]} ids of answers the server has, or has refused */
export const forget = (ids) => within("readwrite", (shelf) => ids.forEach((id) => shelf.delete(id)));

/** Remove everything, a trainer's unsaved texts too (draft-store.js): at sign-out, and when another person signs in. */
export const wipe = () => Promise.all([within("readwrite", (shelf) => shelf.clear()), wipeDrafts()]);

async function wipeDrafts() {
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase("lms-drafts");
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  }).catch(() => undefined);
}

/**
 * What this person has not sent, oldest first. Another person's leftovers are removed, never sent.
 * @param {string} person @returns {Promise<Object[]>}
 */
export async function unsent(person) {
  const all = (await within("readonly", (shelf) => shelf.getAll())) ?? [];
  if (all.some((entry) => entry.person !== person)) {
    await wipe();
    return [];
  }
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}
