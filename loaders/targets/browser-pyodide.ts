import { browserTarget } from "../browser/target.ts";

import { target as inNode } from "./pyodide.ts";

export { parts } from "./pyodide.ts";

export const target = /* @__PURE__ */ browserTarget(inNode, () => ({
  id: "browser-pyodide",
  title: "Browser, Pyodide",
  summary: "The same Python glue in Pyodide, onnxruntime-web (Wasm SIMD, 1 thread), in a page.",
  module: () => import.meta.url,
}));
