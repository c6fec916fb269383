import type { Frame } from "./call-tree.js";

/**
 * Kernels that exchange data between devices: NCCL's and RCCL's, oneCCL's, NVSHMEM's, and the all-reduce kernels that
 * serving engines and PyTorch's symmetric memory bring.
 */
const COLLECTIVE =
  /(?:nccl|rccl)\w*Kernel|^(?:void )?(?:oneccl|ccl::|nvshmem|hccl)|cross_device_reduce|(?<![a-z])(?:(?:one|two)_?shot_?|multimem_?|custom_?|fused_?)?(?:all_?reduce|all_?gather|reduce_?scatter|all_?to_?all)/i;

/** Whether a device's kernel is a collective's, by its name. */
export function isCollective(kernel: string): boolean {
  return COLLECTIVE.test(kernel.slice(0, 1000));
}

/** As the formats name a device's own work, copies to and from it, and waiting for it. */
const DEVICE: ReadonlySet<string> = new Set([
  ...["kernel", "gpu_kernel", "gpu_op", "mtia_ccp_events", "gpu_collective"],
  ...["gpu_memcpy", "gpu_memset", "cuda_sync", "gpu_sync"],
]);
const WAITS_FOR_DEVICE = /^_*(?:cuda|cu|hip)(?:Device|Stream|Event|Ctx)Synchronize/;
/** Execution providers of ONNX Runtime that run a kernel on another device than the CPU. */
const DEVICE_PROVIDER =
  /^(?:CUDA|NvTensorRTRTX|Tensorrt|ROCM|MIGraphX|Dml|CoreML|WebGpu|Js|WebNN|QNN|CANN)ExecutionProvider$/i;

/** Whether an execution provider of ONNX Runtime works on another device than the CPU. */
export function isDeviceProvider(provider: string | null): boolean {
  return provider !== null && DEVICE_PROVIDER.test(provider);
}

/** Whether the time of a frame passes on a GPU or another device, or in waiting for one. */
export function isOnDevice({ name, file, category }: Frame): boolean {
  if (category !== null && DEVICE.has(category)) return true;
  if (category === "ort_kernel") return isDeviceProvider(file);
  return WAITS_FOR_DEVICE.test(name);
}
