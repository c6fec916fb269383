import { tfjs } from "../engines/tfjs.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { TFJS, tfjsTarget } from "./tfjs.ts";

export const target = /* @__PURE__ */ tfjsTarget(() => ({
  id: "browser-tfjs-wasm",
  title: "Browser, TensorFlow.js (Wasm)",
  summary: "TypeScript glue, TensorFlow.js' Wasm kernels (SIMD, 1 thread), in a page.",
  backend: "wasm",
  module: () => import.meta.url,
  wasmFile: "tfjs-backend-wasm-simd.wasm",
  build: { engine: TFJS, simd: true },
}));

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: /* @__PURE__ */ tfjs("wasm"),
};
