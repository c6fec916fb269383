import { browserTarget } from "../browser/target.ts";
import { WLLAMA_MODULE, WLLAMA_THREADS } from "../engines/wllama-files.ts";
import { target as single } from "./browser-llama.ts";
import { probeCores, threadCount } from "./engines.ts";
import { target as inNode } from "./llama-wasm.ts";
import { variantOf } from "./variant.ts";

export { parts } from "./browser-llama.ts";

const inPage = /* @__PURE__ */ browserTarget(inNode, () => ({
  id: "browser-llama-threads",
  title: "Browser, llama.cpp as Wasm, threads",
  summary: "As browser-llama, with as many threads as the machine has cores, at most four.",
  module: () => import.meta.url,
  threads: threadCount,
  inBrowser: null,
  browser: { ...inNode.browser!, packageFiles: [WLLAMA_MODULE, WLLAMA_THREADS] },
  also: async (probe) => probeCores(probe),
}));

export const target = /* @__PURE__ */ variantOf(inPage, () => ({ prepare: single.prepare! }));
