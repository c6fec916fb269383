import { ortPythonCode } from "../python/ort-code.ts";
import { threadCount, threadsToTry } from "./engines.ts";
import { target as numpy } from "./python-numpy.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  ...numpy,
  batches: false,
  id: "python-tuned",
  title: "Python (tuned)",
  summary: "As python-numpy, with the engine's settings searched for each workload: some lines of code.",
  course: "setting",
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
    code: ortPythonCode,
  },
};
