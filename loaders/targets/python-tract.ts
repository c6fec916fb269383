import { fileURLToPath } from "node:url";
import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { programIn, runtimesEnvironment } from "../python/venv.ts";
import { probeRuntimes, setUpRuntimes } from "../standalone/runtimes.ts";
import { workloadById } from "../workloads/index.ts";
import { hasSteps } from "../workloads/workload.ts";
import { target as numpy } from "./python-numpy.ts";
import type { Target } from "./target.ts";

/** Another engine on the same file, beneath the same program: so that what an engine is worth can be told from what a port is. */
export const target: Target = {
  ...numpy,
  batches: false,
  id: "python-tract",
  title: "Python, tract",
  summary: "As python-numpy, with tract, an engine in Rust, in place of onnxruntime (CPU, 1 thread).",
  course: "setting",
  standalone: { runtime: "CPython", road: "engine" },
  host: {
    kind: "process",
    command: () => ({
      file: programIn(runtimesEnvironment, "python"),
      args: [fileURLToPath(new URL("../python/tract_worker.py", import.meta.url))],
    }),
  },
  setUp: setUpRuntimes,
  probe: async () => probeRuntimes("tract"),
  skips: whyNot,
};

function whyNot(workloadId: string): string | null {
  if (isModelAlone(workloadId)) return null;
  const workload = workloadById(workloadId);
  if (hasSteps(workload))
    return "its tensors change their shapes from call to call, and tract plans for those that it is told before";
  return workload.decode === undefined
    ? null
    : "the environment of runtimes has nothing that decodes pictures";
}
