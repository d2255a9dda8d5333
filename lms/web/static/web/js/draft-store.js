/**
 * Texts of drafts that are not saved yet and may outlive the tab, in IndexedDB; wiped at sign-out (see answer-store.js).
 * Best effort: where a browser refuses storage, the queue in memory still works.
 */

import { shelfOf } from "./browser-store.js";

const within = shelfOf("lms-drafts", "texts", "texts");

/** @param {{id: string, person: string, draft: string, tab: string, path: string, part: string, base: string, text: string|null}} entry */
export const keep = (entry) => within("readwrite", (shelf) => shelf.put(entry));

/** @param {string} id of a text the server has */
export const forget = (id) => within("readwrite", (shelf) => shelf.delete(id));

/** What this person left unsaved in this draft. Another person's leftovers are removed, never sent. */
export async function unsaved(person, draft) {
  const all = (await within("readonly", (shelf) => shelf.getAll())) ?? [];
  if (all.some((entry) => entry.person !== person)) {
    await within("readwrite", (shelf) => shelf.clear());
    return [];
  }
  return all.filter((entry) => entry.draft === draft);
}
