import { browserTarget } from "../browser/target.ts";

import { target as inNode } from "./js.ts";

export { parts } from "./js.ts";

export const target = /* @__PURE__ */ browserTarget(inNode, () => ({
  id: "browser-js",
  title: "Browser, JavaScript",
  summary: "TypeScript glue and onnxruntime-web (Wasm SIMD, 1 thread) in a page.",
  module: () => import.meta.url,
  readerNeeds: "nothing",
}));
