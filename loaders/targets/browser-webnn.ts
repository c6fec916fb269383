import { WEBNN_ARGS, withWebNn } from "../browser/adapter.ts";
import { browserTarget } from "../browser/target.ts";
import { ortWeb } from "../engines/ort-web.ts";
import { openWasmGlue } from "../glue/c-wasm.ts";
import type { WorkerParts } from "../worker/main.ts";
import { target as wasm } from "./wasm.ts";

export const target = /* @__PURE__ */ browserTarget(wasm, () => ({
  id: "browser-webnn",
  title: "Browser, WebNN",
  summary: "C glue compiled to Wasm SIMD, the model in the browser's own WebNN through onnxruntime-web.",
  module: () => import.meta.url,
  inBrowser: null,
  args: WEBNN_ARGS,
  browser: {
    ...wasm.browser!,
    packageFiles: [
      "onnxruntime-web/dist/ort.all.bundle.min.mjs",
      "onnxruntime-web/dist/ort-wasm-simd-threaded.jsep.wasm",
    ],
  },
  also: withWebNn,
}));

export const parts: WorkerParts = {
  openGlue: openWasmGlue,
  openSession: /* @__PURE__ */ ortWeb("webnn", () => import("onnxruntime-web/all")),
};
