/** One shelf in IndexedDB. Best effort: where a browser refuses storage, nothing is kept and nothing fails. */

/**
 * @param {string} name of the database @param {string} shelf its one object store, whose key is `id`
 * @param {string} what of which a warning says that it cannot be kept @param {IDBTransactionOptions} options
 * @returns {(mode: IDBTransactionMode, work: (shelf: IDBObjectStore) => IDBRequest|void) => Promise<*>} does work on the shelf
 */
export function shelfOf(name, shelf, what, options = {}) {
  /** @returns {Promise<IDBDatabase>} */
  function open() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(shelf, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("blocked"));
    });
  }

  return async (mode, work) => {
    try {
      const database = await open();
      const transaction = database.transaction(shelf, mode, options);
      const request = work(transaction.objectStore(shelf));
      return await new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error);
      }).finally(() => database.close());
    } catch (error) {
      console.warn(`${what} cannot be kept in this browser:`, error?.name ?? error);
      return undefined;
    }
  };
}
