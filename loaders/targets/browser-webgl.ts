import { GPU_ARGS, withWebGl } from "../browser/adapter.ts";
import { browserTarget } from "../browser/target.ts";
import { ortWeb } from "../engines/ort-web.ts";
import { openWasmGlue } from "../glue/c-wasm.ts";
import type { WorkerParts } from "../worker/main.ts";
import { target as wasm } from "./wasm.ts";

export const target = /* @__PURE__ */ browserTarget(wasm, () => ({
  id: "browser-webgl",
  title: "Browser, WebGL",
  summary:
    "C glue compiled to Wasm SIMD, onnxruntime-web's WebGL provider for the model; it knows few operators, and none of a newer opset.",
  module: () => import.meta.url,
  inBrowser: null,
  args: GPU_ARGS,
  browser: {
    ...wasm.browser!,
    packageFiles: ["onnxruntime-web/dist/ort.webgl.min.mjs"],
  },
  also: withWebGl,
}));

export const parts: WorkerParts = {
  openGlue: openWasmGlue,
  openSession: /* @__PURE__ */ ortWeb("webgl", () => import("onnxruntime-web/webgl")),
};
