import { gluePath } from "../glue/sources.ts";
import { pythonGlue } from "../python/glue.ts";
import { target as numpy } from "./python-numpy.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  ...numpy,
  batches: false,
  id: "python",
  title: "Pure Python",
  summary: "Python glue in plain loops, as Pyodide runs it: what numpy is worth, and no option to move to.",
  course: "plain",
  glue: "python",
  skips: (workloadId) =>
    pythonGlue(workloadId) === gluePath(workloadId, "py")
      ? `numpy would not help its glue, so ${numpy.id} runs the same program`
      : null,
  prepare: async (workloadId) => ({ glue: gluePath(workloadId, "py") }),
};
