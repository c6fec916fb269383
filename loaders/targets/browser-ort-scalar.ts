import { openOrtEarlier } from "../engines/ort-earlier.ts";
import { openWasmGlue } from "../glue/c-wasm.ts";
import type { WorkerParts } from "../worker/main.ts";
import { ortEarlierTarget } from "./ort-earlier.ts";

export const target = /* @__PURE__ */ ortEarlierTarget(() => ({
  id: "browser-ort-scalar",
  module: () => import.meta.url,
  simd: false,
  threaded: false,
}));

export const parts: WorkerParts = {
  openGlue: openWasmGlue,
  openSession: /* @__PURE__ */ openOrtEarlier(false),
};
