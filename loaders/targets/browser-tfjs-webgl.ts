import { GPU_ARGS, withWebGl } from "../browser/adapter.ts";
import { tfjs } from "../engines/tfjs.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { tfjsTarget } from "./tfjs.ts";

export const target = /* @__PURE__ */ tfjsTarget(() => ({
  id: "browser-tfjs-webgl",
  title: "Browser, TensorFlow.js (WebGL)",
  summary: "TypeScript glue, TensorFlow.js' WebGL kernels on the page's GPU.",
  backend: "webgl",
  module: () => import.meta.url,
  args: GPU_ARGS,
  also: withWebGl,
}));

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: /* @__PURE__ */ tfjs("webgl"),
};
