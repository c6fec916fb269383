import { below } from "../../../src/model/random.ts";
import { picture } from "../picture.ts";
import type { CallWorkload, WorkloadSize } from "../workload.ts";
import { buildModel } from "./model.ts";

interface Size extends WorkloadSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Scenes in which 330 to 510 candidates pass the threshold and 60 to 110 survive, and no threshold, order or
 * overlap is decided by less than about 1e-4 at any size, so that engines that differ by rounding (about
 * 1e-5) detect the same. The test perturbs the predictions of each to prove it.
 */
export const SCENES = [1, 5, 21, 54, 57, 69, 77, 90] as const;

const MAX_DETECTIONS = 300;

export const detectObjects: CallWorkload<Size> = {
  id: "detect-objects",
  title: "Detect objects",
  summary:
    "Letterbox a picture, run a small YOLO-style detector, decode 2,100 boxes, suppress overlapping ones.",
  sizes: [
    { id: "small", label: "640 × 480 picture", width: 640, height: 480 },
    { id: "medium", label: "1280 × 720 picture", width: 1280, height: 720 },
    { id: "large", label: "1920 × 1080 picture", width: 1920, height: 1080 },
  ],
  quickSize: "small",
  defaultSize: "medium",
  modelName: "YOLO-style detector 320",
  inputs: () => [{ name: "image", type: "float32", dims: [1, 3, 320, 320] }],
  outputs: () => [{ name: "predictions", type: "float32", dims: [1, 84, 2100] }],
  payload: ({ width, height }, random) => picture(width, height, SCENES[below(random, SCENES.length)]!),
  buildModel,
  maxResultLength: () => 1 + 6 * MAX_DETECTIONS,
  // A box value is multiplied by up to 32 (stride) and 6 (letterbox), so 1e-5 becomes 2e-3 pixels.
  arrayShare: 0.62,
  tolerance: { tensors: 1e-4, result: 1e-2 },
};
