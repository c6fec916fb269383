import { ortWebCode } from "../engines/ort-options.ts";
import { threadCount, threadsToTry } from "./engines.ts";
import { variantOf } from "./variant.ts";
import { target as wasm } from "./wasm.ts";

export { parts } from "./wasm.ts";

export const target = /* @__PURE__ */ variantOf(wasm, () => ({
  id: "wasm-tuned",
  title: "Wasm (tuned)",
  summary: "As wasm, with the engine's settings searched for each workload.",
  threads: threadCount,
  tuning: {
    // Arena and pattern are off where onnxruntime-web is not told otherwise.
    alternatives: {
      threads: threadsToTry,
      graphOptimization: ["extended", "basic"],
      memoryArena: [true],
      memoryPattern: [true],
      spinning: [false],
    },
    threadsPerProcess: true,
    code: ortWebCode,
  },
  host: { kind: "node", module: () => import.meta.url },
}));
