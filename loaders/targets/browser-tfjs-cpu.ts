import { tfjs } from "../engines/tfjs.ts";
import { openTypeScriptGlue } from "../glue/typescript.ts";
import type { WorkerParts } from "../worker/main.ts";
import { tfjsTarget } from "./tfjs.ts";

export const target = /* @__PURE__ */ tfjsTarget(() => ({
  id: "browser-tfjs-cpu",
  title: "Browser, TensorFlow.js (JavaScript)",
  summary: "TypeScript glue, TensorFlow.js' plain JavaScript kernels, in a page.",
  backend: "cpu",
  module: () => import.meta.url,
}));

export const parts: WorkerParts = {
  openGlue: openTypeScriptGlue,
  openSession: /* @__PURE__ */ tfjs("cpu"),
};
