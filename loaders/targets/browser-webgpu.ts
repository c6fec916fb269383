import { GPU_ARGS, withWebGpu } from "../browser/adapter.ts";
import { browserTarget } from "../browser/target.ts";
import { openOrtWebGpu } from "../engines/ort-webgpu.ts";
import { ORT_WEBGPU_FILES } from "../engines/ort-webgpu-files.ts";
import { openWasmGlue } from "../glue/c-wasm.ts";
import type { WorkerParts } from "../worker/main.ts";
import { target as wasm } from "./wasm.ts";

export const target = /* @__PURE__ */ browserTarget(wasm, () => ({
  id: "browser-webgpu",
  title: "Browser, WebGPU",
  summary: "C glue compiled to Wasm SIMD, onnxruntime-web on the page's GPU for the model.",
  module: () => import.meta.url,
  readerNeeds: "webgpu",
  inBrowser: null,
  args: GPU_ARGS,
  browser: { ...wasm.browser!, packageFiles: ORT_WEBGPU_FILES },
  also: withWebGpu,
}));

export const parts: WorkerParts = { openGlue: openWasmGlue, openSession: openOrtWebGpu };
