import { below } from "../../../src/model/random.ts";
import { picture } from "../picture.ts";
import type { CallWorkload, WorkloadSize } from "../workload.ts";
import { buildModel } from "./model.ts";

interface Size extends WorkloadSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Scenes whose six most probable classes lie at least 1e-3 apart at every size, so that engines that differ
 * by rounding (about 1e-5) agree on the order. The test perturbs the logits of each to prove it.
 */
export const SCENES = [5, 14, 22, 24, 35, 46, 52, 56] as const;

export const classifyImage: CallWorkload<Size> = {
  id: "classify-image",
  title: "Classify an image",
  summary: "Resize and normalise a photograph, run MobileNetV2, return the five most probable classes.",
  sizes: [
    { id: "small", label: "640 × 480 photograph", width: 640, height: 480 },
    { id: "medium", label: "1280 × 960 photograph", width: 1280, height: 960 },
    { id: "large", label: "1920 × 1440 photograph", width: 1920, height: 1440 },
  ],
  quickSize: "small",
  defaultSize: "medium",
  modelName: "MobileNetV2 1.0",
  inputs: () => [{ name: "image", type: "float32", dims: [1, 3, 224, 224] }],
  outputs: () => [{ name: "logits", type: "float32", dims: [1, 1000] }],
  payload: ({ width, height }, random) => picture(width, height, SCENES[below(random, SCENES.length)]!),
  buildModel,
  maxResultLength: () => 10,
  arrayShare: 0.94,
  tolerance: { tensors: 1e-4, result: 1e-4 },
};
