import { packageAddress } from "../browser/page.ts";
import { wllama } from "./wllama.ts";
import { WLLAMA_SINGLE, WLLAMA_THREADS } from "./wllama-files.ts";

/** wllama in a page's worker: it asks where its document lies, which a worker has not. */
export const openWllamaInPage = wllama({
  load: () => {
    Object.assign(globalThis, { document: { baseURI: location.href } });
    return import("wllama");
  },
  // A browser keeps a fetched blob outside of the page's own memory.
  blob: async (path) => (await fetch(path)).blob(),
  wasm: (build) => packageAddress(build === "single-thread" ? WLLAMA_SINGLE : WLLAMA_THREADS),
});
