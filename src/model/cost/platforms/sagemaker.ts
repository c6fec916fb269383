import { sizeInGb } from "../instance-size.js";
import { LAMBDA_LIMITS } from "../lambda-memory.js";
import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { ON_DEMAND } from "./traits.js";

const GUIDE = "AWS, SageMaker AI developer guide, serverless endpoints";

/** Its rule is public, its price is in no source that could be read: the bill says so until somebody gives it. */
export const sageMaker = platformOfTraits({
  ...ON_DEMAND,
  id: "sagemaker-serverless",
  title: "SageMaker Serverless Inference",
  limits: {
    ...NO_LIMITS,
    memoryMb: { most: 6144, source: GUIDE },
    wallMs: { most: 60_000, source: GUIDE },
    initMs: { most: 180_000, source: GUIDE },
  },
  traits: {
    ...ON_DEMAND.traits,
    charges: [
      { label: "Compute", price: "own.sagemaker.compute" },
      { label: "Responses processed", price: "own.sagemaker.bytes" },
    ],
    time: ["serving"],
    stepMs: 1,
    // vCPUs come in proportion to memory; AWS does not say how many. As on Lambda, then: an assumption.
    sizes: [1, 2, 3, 4, 5, 6].map((gb) => sizeInGb((gb * 1024) / LAMBDA_LIMITS.memoryMbPerVcpu, gb)),
  },
  notes: [
    "vCPUs are taken to come with memory as on Lambda; AWS does not say",
    "Bytes of requests are billed too, and not counted here",
  ],
});
