/**
 * A ladder of single kernels of known shapes, which every engine of a run is measured on apart from any workload: it says how
 * an engine fares at a kind of work that few of the workloads have.
 */

export const RUNGS = [
  "convolution",
  "pointwise-convolution",
  "matrix-product",
  "few-channels-depthwise",
  "few-channels-pointwise",
  "few-channels-convolution",
] as const;
export type Rung = (typeof RUNGS)[number];

/** What each of them computes, on one image or matrix of 32-bit floats. */
export const RUNG_TITLES: Readonly<Record<Rung, string>> = {
  convolution: "3×3 convolution, 32 to 64 channels of 56×56",
  "pointwise-convolution": "1×1 convolution, 64 to 128 channels of 56×56",
  "matrix-product": "128×384 times 384×384, and a bias",
  "few-channels-depthwise": "3×3 convolution of each of 3 channels of 640×360",
  "few-channels-pointwise": "1×1 convolution, 3 to 3 channels of 640×360",
  "few-channels-convolution": "3×3 convolution, 3 to 3 channels of 640×360",
};

/** npm packages of engines that the ladder is measured on; what runs elsewhere from the same sources is told from them. */
export const LADDER_ENGINES = ["onnxruntime-node", "onnxruntime-web"] as const;
export type LadderEngine = (typeof LADDER_ENGINES)[number];
