import { tfjs } from "../engines/tfjs.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { TFJS, tfjsTarget } from "./tfjs.ts";

export const target = /* @__PURE__ */ tfjsTarget(() => ({
  id: "browser-tfjs-wasm-scalar",
  title: "Browser, TensorFlow.js (Wasm without SIMD)",
  summary: "As browser-tfjs-wasm, with the module for browsers without SIMD: what SIMD is worth.",
  backend: "wasm",
  module: () => import.meta.url,
  wasmFile: "tfjs-backend-wasm.wasm",
  build: { engine: TFJS, simd: false },
}));

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: /* @__PURE__ */ tfjs("wasm", { simd: false }),
};
