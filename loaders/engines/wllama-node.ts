import { openAsBlob, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker as NodeWorker } from "node:worker_threads";
import { wllama } from "./wllama.ts";

/**
 * wllama's build for one thread in Node. It is made for pages: what it asks of one is given to it here, which is a worker made of text, and
 * a document's address. Its build with threads starts workers from workers, which only a browser has.
 */
export const openWllamaInNode = wllama({
  load: async (engine) => {
    imitatePage();
    return import(pathToFileURL(engine!).href);
  },
  blob: (path) => openAsBlob(path),
  wasm: (build, engine) => {
    const bytes = readFileSync(join(dirname(engine!), build, "wllama.wasm"));
    return `data:application/wasm;base64,${bytes.toString("base64")}`;
  },
});

/** What a page's worker has around it. */
const WORKER_SCOPE = `
const { parentPort } = require("node:worker_threads");
globalThis.WorkerGlobalScope = class {};
globalThis.self = globalThis;
globalThis.location = { href: "blob:" };
globalThis.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
let hear;
Object.defineProperty(globalThis, "onmessage", { get: () => hear, set: (listener) => { hear = listener; } });
parentPort.on("message", (data) => hear?.({ data }));
`;

function imitatePage(): void {
  const texts = new Map<string, string>();
  class TextBlob extends Blob {
    readonly parts: readonly BlobPart[];
    constructor(parts: BlobPart[], options?: BlobPropertyBag) {
      super(parts, options);
      this.parts = parts;
    }
  }
  class PageWorker {
    readonly #worker: NodeWorker;
    onmessage: ((event: { readonly data: unknown }) => void) | null = null;
    onerror: ((error: Error) => void) | null = null;
    constructor(address: string | URL) {
      // Without `process`, its code takes what it is in for a browser.
      const code = `${WORKER_SCOPE}(function (process, require) {${texts.get(String(address))}\n})();`;
      this.#worker = new NodeWorker(code, { eval: true });
      this.#worker.on("message", (data) => this.onmessage?.({ data }));
      this.#worker.on("error", (error) => this.onerror?.(error));
    }
    postMessage(message: unknown, transfer: ArrayBuffer[] = []): void {
      this.#worker.postMessage(message, transfer);
    }
    terminate(): void {
      void this.#worker.terminate();
    }
  }
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    if (!(blob instanceof TextBlob)) return createObjectURL(blob as Blob);
    const address = `blob:node:${texts.size}`;
    texts.set(address, blob.parts.join(""));
    return address;
  };
  const document = { baseURI: pathToFileURL(`${process.cwd()}/`).href };
  Object.assign(globalThis, { Blob: TextBlob, Worker: PageWorker, document });
  if (!("navigator" in globalThis))
    Object.assign(globalThis, { navigator: { hardwareConcurrency: 1, userAgent: "Node" } });
}
