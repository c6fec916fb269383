import { fileURLToPath } from "node:url";
import { gluePath } from "../glue/sources.ts";
import { probePython, venvPython } from "../python/venv.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  id: "python",
  title: "Python",
  summary:
    "Python glue on CPython, onnxruntime for Python (CPU, 1 thread) for the model: where most teams start.",
  port: "stay",
  course: "stay",
  reach: ["edge", "server"],
  threads: 1,
  glue: "python",
  host: {
    kind: "process",
    command: () => ({
      file: venvPython(),
      args: [fileURLToPath(new URL("../python/worker.py", import.meta.url))],
    }),
  },
  probe: probePython,
  prepare: async (workloadId) => ({ glue: gluePath(workloadId, "py") }),
};
