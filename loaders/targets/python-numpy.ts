import { fileURLToPath } from "node:url";
import { pythonGlue } from "../python/glue.ts";
import { probePython, setUpPython, venvPython } from "../python/venv.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  id: "python-numpy",
  title: "Python",
  summary:
    "Python glue with numpy wherever it serves, onnxruntime for Python (CPU, 1 thread) for the model: where most teams start.",
  port: "stay",
  course: "stay",
  reach: ["edge", "server"],
  threads: 1,
  batches: true,
  glue: "numpy",
  host: {
    kind: "process",
    command: () => ({
      file: venvPython(),
      args: [fileURLToPath(new URL("../python/worker.py", import.meta.url))],
    }),
  },
  kit: { worker: "worker.py", modules: { onnxruntime: "onnxruntime", numpy: "numpy" } },
  setUp: setUpPython,
  probe: probePython,
  prepare: async (workloadId) => ({ glue: pythonGlue(workloadId) }),
};
