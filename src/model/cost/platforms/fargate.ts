import { sizeInGb } from "../instance-size.js";
import { ARCHITECTURE_TITLE } from "./lambda.js";
import { NO_LIMITS } from "./limits.js";
import { platformOfTraits } from "./of-traits.js";
import { AWS_RESPONSES, RESERVED_HOURS } from "./traits.js";

const SOURCE = "AWS, Amazon ECS developer guide, task CPU and memory";

/** Tasks come in these sizes; the last is the largest. */
const SIZES = [
  sizeInGb(0.25, 0.5, 2),
  sizeInGb(0.5, 1, 4),
  sizeInGb(1, 2, 8),
  sizeInGb(2, 4, 16),
  sizeInGb(4, 8, 30),
  sizeInGb(8, 16, 60, 4),
  sizeInGb(16, 32, 120, 8),
];
const LARGEST = SIZES.at(-1)!;

/** Containers on reserved hours: `usage.servers` tasks for every hour of the month, at least one. */
export const fargate = (["x86", "arm"] as const).map((architecture) =>
  platformOfTraits({
    ...RESERVED_HOURS,
    id: `fargate-${architecture}`,
    title: `AWS Fargate, ${ARCHITECTURE_TITLE[architecture]}`,
    bills: "The vCPUs and the memory of every container that runs, by the hour, busy or not.",
    architecture,
    gpu: null,
    limits: {
      ...NO_LIMITS,
      memoryMb: { most: LARGEST.mostMb, source: SOURCE },
      vcpus: { most: LARGEST.vcpus, source: SOURCE },
    },
    traits: {
      ...RESERVED_HOURS.traits,
      charges: [
        { label: "vCPUs", price: `aws.fargate.vcpu.${architecture}` },
        { label: "Memory", price: `aws.fargate.memory.${architecture}` },
        AWS_RESPONSES,
      ],
      sizes: SIZES,
    },
    without: "without a load balancer or discounts",
    notes: [],
  }),
);
