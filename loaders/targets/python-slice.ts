import { compileNative } from "../glue/compile.ts";
import { probeCompiler } from "./compiler.ts";
import { target as numpy } from "./python-numpy.ts";
import type { Target } from "./target.ts";

export const target: Target = {
  ...numpy,
  batches: false,
  id: "python-slice",
  title: "Python, compiled slice",
  summary:
    "CPython keeps pipeline and engine (1 thread); only the workload's hot code is C, called through ctypes.",
  course: "slice",
  glue: "compiled",
  probe: async () => probeCompiler(await numpy.probe()),
  prepare: async (workloadId) => ({ library: await compileNative(workloadId) }),
};
