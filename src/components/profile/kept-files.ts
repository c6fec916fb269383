/** Files that outlast a reload: in this browser's IndexedDB, and nowhere else. */

export interface KeptFile {
  readonly file: File;
  /** The request's thread, where the reader chose one. */
  readonly thread?: string | undefined;
}

const STORE = "files";

/** One list of files for the report that the page belongs to: others of the same host have their own. */
export class KeptFiles {
  readonly #name = new URL(".", document.baseURI).pathname;

  /** Null where nothing is kept, and where the page is not in a browser. */
  async load(): Promise<readonly KeptFile[] | null> {
    if (typeof indexedDB === "undefined") return null;
    const kept = await this.#ask<unknown>("readonly", (store) => store.get(this.#name));
    if (!Array.isArray(kept) || kept.length === 0) return null;
    return kept.every((one) => one?.file instanceof File) ? (kept as KeptFile[]) : null;
  }

  /** @throws DOMException where the browser gives no room, or none at all */
  async save(files: readonly KeptFile[]): Promise<void> {
    await this.#ask("readwrite", (store) => store.put(files, this.#name));
  }

  async clear(): Promise<void> {
    await this.#ask("readwrite", (store) => store.delete(this.#name));
  }

  async #ask<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await opened();
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const request = ask(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error ?? request.error);
      });
    } finally {
      database.close();
    }
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("portolan-profiles", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window of this page keeps it open"));
  });
}
