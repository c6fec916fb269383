/** How the id of a workload begins that is a model alone: no built-in one is called so. */
export const MODEL_ALONE = "onnx-";

export const isModelAlone = (workloadId: string): boolean => workloadId.startsWith(MODEL_ALONE);
