/**
 * Unsent answers that may outlive the tab (quiz and self-assessment answers only), in IndexedDB.
 * Everything here is best effort: where a browser refuses storage, the queue in memory still works.
 */

const NAME = "lms-answers";
const SHELF = "answers";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SHELF, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/** @param {IDBTransactionMode} mode @param {(shelf: IDBObjectStore) => IDBRequest|void} work */
async function within(mode, work) {
  try {
    const database = await open();
    const transaction = database.transaction(SHELF, mode, { durability: "strict" });
    const request = work(transaction.objectStore(SHELF));
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error);
    }).finally(() => database.close());
  } catch (error) {
    console.warn("answers cannot be kept in this browser:", error?.name ?? error);
    return undefined;
  }
}

/** @param {{id: string, person: string}} entry @returns {Promise<void>} */
export const keep = (entry) => within("readwrite", (shelf) => shelf.put(entry));

/** @param {string[]} ids of answers the server has, or has refused */
export const forget = (ids) => within("readwrite", (shelf) => ids.forEach((id) => shelf.delete(id)));

/** Remove everything: at sign-out, and when another person signs in. */
export const wipe = () => within("readwrite", (shelf) => shelf.clear());

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
