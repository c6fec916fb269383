import { openOrtWeb } from "../engines/ort-web.ts";
import { ORT_WEB_FILES } from "../engines/ort-web-files.ts";
import { glueFile } from "../glue/browser-glue.ts";
import { openPyodideGlue } from "../glue/pyodide.ts";
import { gluePath } from "../glue/sources.ts";
import type { WorkerParts } from "../worker/main.ts";
import { probePackages } from "./engines.ts";
import type { Target } from "./target.ts";

/** What `loadPyodide()` fetches; the glue imports nothing but the standard library. */
const PYODIDE_FILES = [
  "pyodide/pyodide.mjs",
  "pyodide/pyodide.asm.mjs",
  "pyodide/pyodide.asm.wasm",
  "pyodide/python_stdlib.zip",
  "pyodide/pyodide-lock.json",
];

export const target: Target = {
  id: "pyodide",
  title: "Pyodide",
  summary: "The same Python glue in Pyodide, onnxruntime-web (Wasm SIMD, 1 thread) for the model.",
  port: "wasm",
  course: "port",
  reach: ["browser", "edge", "server"],
  threads: 1,
  glue: "python",
  browser: {
    packageFiles: /* @__PURE__ */ PYODIDE_FILES.concat(ORT_WEB_FILES),
    glue: (workloadId) => glueFile(gluePath(workloadId, "py")),
  },
  host: { kind: "node", module: () => import.meta.url },
  probe: async () => probePackages("pyodide", "onnxruntime-web"),
  prepare: async (workloadId) => ({ glue: gluePath(workloadId, "py") }),
};

export const parts: WorkerParts = { openGlue: openPyodideGlue, openSession: openOrtWeb };
