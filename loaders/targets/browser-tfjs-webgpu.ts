import { GPU_ARGS, withWebGpu } from "../browser/adapter.ts";
import { tfjs } from "../engines/tfjs.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { tfjsTarget } from "./tfjs.ts";

export const target = /* @__PURE__ */ tfjsTarget(() => ({
  id: "browser-tfjs-webgpu",
  title: "Browser, TensorFlow.js (WebGPU)",
  summary: "TypeScript glue, TensorFlow.js' WebGPU kernels on the page's GPU.",
  backend: "webgpu",
  module: () => import.meta.url,
  args: GPU_ARGS,
  also: withWebGpu,
}));

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: /* @__PURE__ */ tfjs("webgpu"),
};
