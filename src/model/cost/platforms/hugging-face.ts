import { MB_PER_GB } from "../instance-size.js";
import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { RESERVED_HOURS } from "./traits.js";

const SOURCE = "Hugging Face, Inference Endpoints, pricing";

/** Replicas of dedicated endpoints, always kept; the smallest has one vCPU and 2 GB. */
export const huggingFace = [1, 2, 4, 8].map((vcpus) =>
  platformOfTraits({
    ...RESERVED_HOURS,
    id: `hf-endpoints-x${vcpus}`,
    title: `Hugging Face Endpoints, Intel x${vcpus}`,
    bills: "Every replica, by the minute, from its start to its stop, busy or not.",
    architecture: "x86",
    gpu: null,
    limits: {
      ...NO_LIMITS,
      memoryMb: { most: 2 * vcpus * MB_PER_GB, source: SOURCE },
      vcpus: { most: vcpus, source: SOURCE },
    },
    traits: {
      ...RESERVED_HOURS.traits,
      charges: [{ label: "Replicas", price: `huggingface.endpoints.x${vcpus}` }],
      concurrency: "cores",
    },
    without: "without scaling to zero",
    notes: [],
  }),
);
