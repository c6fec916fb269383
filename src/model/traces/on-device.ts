import type { Frame } from "./call-tree.js";

/** As the formats name a device's own work, copies to and from it, and waiting for it. */
const DEVICE: ReadonlySet<string> = new Set([
  ...["kernel", "gpu_kernel", "gpu_op", "gpu_memcpy", "gpu_memset", "cuda_sync", "gpu_sync"],
]);
const WAITS_FOR_DEVICE = /^_*(?:cuda|cu|hip)(?:Device|Stream|Event|Ctx)Synchronize/;
/** Execution providers of ONNX Runtime that run a kernel on another device than the CPU. */
const DEVICE_PROVIDER =
  /^(?:CUDA|NvTensorRTRTX|Tensorrt|ROCM|MIGraphX|Dml|CoreML|WebGpu|Js|WebNN|QNN|CANN)ExecutionProvider$/i;

/** Whether the time of a frame passes on a GPU or another device, or in waiting for one. */
export function isOnDevice({ name, file, category }: Frame): boolean {
  if (category !== null && DEVICE.has(category)) return true;
  if (category === "ort_kernel") return file !== null && DEVICE_PROVIDER.test(file);
  return WAITS_FOR_DEVICE.test(name);
}
