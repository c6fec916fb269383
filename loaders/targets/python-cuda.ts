import { isModelAlone } from "../../src/model/model-alone/name.ts";
import { gpuProgram, gpuPython, probeGpu } from "../python/gpu.ts";
import { workloadById } from "../workloads/index.ts";
import { hasSteps } from "../workloads/workload.ts";
import { target as numpy } from "./python-numpy.ts";
import type { Target } from "./target.ts";

/** Today's program with its model on a GPU; `loaders/python/gpu_worker.py` knows it, and its variants, by id. */
export const onGpu = ({
  id,
  ...traits
}: Pick<Target, "id" | "title" | "summary"> & Partial<Target>): Target => {
  // What it needs is gigabytes: `portolan setup gpu` is for who asks for it.
  const { setUp: _, ...today } = numpy;
  return {
    ...today,
    course: "setting",
    reach: ["server"],
    kit: { worker: "gpu_worker.py", modules: { numpy: "numpy" }, probe: "gpu_probe.py" },
    host: { kind: "process", command: () => ({ file: gpuPython(), args: [gpuProgram("gpu_worker.py")] }) },
    probe: () => probeGpu(id),
    id,
    ...traits,
  };
};

/** Of a variant that torch alone has: which operators it lacks is known of each model only by trying. */
export const whyNotSteps = (workloadId: string): string | null =>
  !isModelAlone(workloadId) && hasSteps(workloadById(workloadId))
    ? "its tensors change their shapes from call to call, for each of which kernels would be captured anew"
    : null;

export const target: Target = onGpu({
  id: "python-cuda",
  title: "Python, GPU",
  summary:
    "As python-numpy, with the model on a GPU in float32 (no TF32): onnxruntime’s CUDA provider, or else torch on CUDA, ROCm or MPS.",
});
