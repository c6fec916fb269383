import { openOrtWeb } from "../engines/ort-web.ts";
import { openPyodideGlue } from "../glue/pyodide.ts";
import { gluePath } from "../glue/sources.ts";
import type { WorkerParts } from "../worker/main.ts";
import { probePackages } from "./engines.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  id: "pyodide",
  title: "Pyodide",
  summary: "The same Python glue in Pyodide, onnxruntime-web (Wasm SIMD, 1 thread) for the model.",
  port: "wasm",
  reach: ["browser", "edge", "server"],
  threads: 1,
  host: { kind: "node", module: import.meta.url },
  probe: async () => probePackages("pyodide", "onnxruntime-web"),
  prepare: async (workloadId) => ({ glue: gluePath(workloadId, "py") }),
};

export const parts: WorkerParts = { openGlue: openPyodideGlue, openSession: openOrtWeb };
