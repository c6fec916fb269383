import { browserTarget } from "../browser/target.ts";
import { threadCount } from "./engines.ts";
import { target as inNode } from "./wasm-threads.ts";

export { parts } from "./wasm.ts";

export const target = /* @__PURE__ */ browserTarget(inNode, () => ({
  id: "browser-wasm-threads",
  title: `Browser, Wasm (${threadCount} threads)`,
  summary: `As browser-wasm, with ${threadCount} threads in the engine: the page is cross-origin isolated.`,
  module: () => import.meta.url,
  readerNeeds: "isolation",
}));
