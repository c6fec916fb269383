import { onGpu, whyNotSteps } from "./python-cuda.ts";

export const target = onGpu({
  id: "python-cuda-graphs",
  title: "Python, GPU, captured kernels",
  summary:
    "As python-cuda by torch, with the model’s kernels captured once and launched together (CUDA graphs): what launching them one by one costs.",
  closerLook: true,
  skips: whyNotSteps,
});
