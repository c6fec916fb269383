import { browserTarget } from "../browser/target.ts";

import { target as inNode } from "./wasm.ts";

export { parts } from "./wasm.ts";

export const target = /* @__PURE__ */ browserTarget(inNode, () => ({
  id: "browser-wasm",
  title: "Browser, Wasm",
  summary: "C glue compiled to Wasm SIMD, onnxruntime-web (Wasm SIMD, 1 thread), in a page.",
  module: () => import.meta.url,
  readerNeeds: "nothing",
}));
