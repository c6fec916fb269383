import { browserTarget } from "../browser/target.ts";
import { openWllamaInPage } from "../engines/wllama-page.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { target as inNode, refuseLarge } from "./llama-wasm.ts";
import { variantOf } from "./variant.ts";

const inPage = /* @__PURE__ */ browserTarget(inNode, () => ({
  id: "browser-llama",
  title: "Browser, llama.cpp as Wasm",
  summary: "llama.cpp compiled to Wasm (SIMD, 1 thread), by wllama, in a page.",
  module: () => import.meta.url,
}));

/** A page finds its engine among its packages. */
export const target = /* @__PURE__ */ variantOf(inPage, () => ({
  prepare: async (_, { files }) => {
    for (const { path } of files) refuseLarge(path);
    return {};
  },
}));

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: openWllamaInPage,
  hasProfiler: false,
};
