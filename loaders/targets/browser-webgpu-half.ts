import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { GPU_ARGS, withHalfPrecision } from "../browser/adapter.ts";
import { browserTarget } from "../browser/target.ts";
import { ORT_WEBGPU_FILES } from "../engines/ort-webgpu-files.ts";
import { ownModel } from "../models/model-file.ts";
import { withWeights } from "../models/other-weights.ts";
import { workloadById } from "../workloads/index.ts";
import { hasSteps } from "../workloads/workload.ts";
import type { Target } from "./target.ts";
import { variantOf } from "./variant.ts";
import { target as wasm } from "./wasm.ts";

export { parts } from "./browser-webgpu.ts";

const inPage: Target = /* @__PURE__ */ browserTarget(wasm, () => ({
  id: "browser-webgpu-half",
  title: "Browser, WebGPU in half precision",
  summary:
    "As browser-webgpu, with the model's weights and arithmetic in float16, where the adapter has that.",
  module: () => import.meta.url,
  inBrowser: null,
  args: GPU_ARGS,
  browser: { ...wasm.browser!, packageFiles: ORT_WEBGPU_FILES },
  also: withHalfPrecision,
}));

export const target = /* @__PURE__ */ variantOf(inPage, () => ({
  precision: "fp16",
  skips: (workloadId) =>
    isModelAlone(workloadId) || hasSteps(workloadById(workloadId))
      ? "weights of float16 are made of the models only that Portolan builds"
      : null,
  prepare: async (workloadId, staged) => {
    const model = await withWeights("float16", ownModel(workloadById(workloadId)), () => {});
    return { ...(await wasm.prepare!(workloadId, staged)), model: model.path };
  },
}));
