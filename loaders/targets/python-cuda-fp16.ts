import { onGpu } from "./python-cuda.ts";

export const target = onGpu({
  id: "python-cuda-fp16",
  title: "Python, GPU in fp16",
  summary:
    "As python-cuda by torch, with the model’s weights and arithmetic in float16; inputs and outputs stay float32.",
  precision: "fp16",
  closerLook: true,
});
