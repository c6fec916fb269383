import { onGpu } from "./python-cuda.ts";

export const target = onGpu({
  id: "python-cuda-bf16",
  title: "Python, GPU in bf16",
  summary:
    "As python-cuda by torch, with the model’s weights and arithmetic in bfloat16; inputs and outputs stay float32.",
  precision: "bf16",
  closerLook: true,
});
