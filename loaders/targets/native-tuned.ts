import { ortNodeCode } from "../engines/ort-options.ts";
import { threadCount, threadsToTry } from "./engines.ts";
import { target as native } from "./native.ts";
import { variantOf } from "./variant.ts";

export { parts } from "./native.ts";

export const target = /* @__PURE__ */ variantOf(native, () => ({
  id: "native-tuned",
  title: "Native in Node (tuned)",
  summary: "As native, with the engine's settings searched for each workload.",
  threads: threadCount,
  tuning: {
    alternatives: {
      threads: threadsToTry,
      graphOptimization: ["extended", "basic"],
      memoryArena: [false],
      memoryPattern: [false],
      spinning: [false],
      parallel: [true],
    },
    threadsPerProcess: false,
    code: ortNodeCode,
  },
  host: { kind: "node", module: () => import.meta.url },
}));
