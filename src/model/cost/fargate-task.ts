/** Sizes in which a Fargate task can be had (AWS, Amazon ECS developer guide, task CPU and memory). */
import { MB_PER_GB } from "./pricer.js";

interface TaskSize {
  readonly vcpus: number;
  readonly leastGb: number;
  readonly mostGb: number;
  readonly stepGb: number;
}

const SIZES: readonly TaskSize[] = [
  { vcpus: 0.25, leastGb: 0.5, mostGb: 2, stepGb: 1 },
  { vcpus: 0.5, leastGb: 1, mostGb: 4, stepGb: 1 },
  { vcpus: 1, leastGb: 2, mostGb: 8, stepGb: 1 },
  { vcpus: 2, leastGb: 4, mostGb: 16, stepGb: 1 },
  { vcpus: 4, leastGb: 8, mostGb: 30, stepGb: 1 },
  { vcpus: 8, leastGb: 16, mostGb: 60, stepGb: 4 },
  { vcpus: 16, leastGb: 32, mostGb: 120, stepGb: 8 },
];

export const FARGATE_LARGEST = { vcpus: 16, memoryMb: 120 * MB_PER_GB };

/** The smallest size that holds so much; the largest where none does. */
function sizeFor(vcpus: number, memoryMb: number): TaskSize {
  for (let i = 0; i < SIZES.length; i++) {
    const size = SIZES[i]!;
    if (vcpus <= size.vcpus && memoryMb <= size.mostGb * MB_PER_GB) return size;
  }
  return SIZES[SIZES.length - 1]!;
}

/** vCPUs of the smallest task that holds so much. */
export function fargateVcpus(vcpus: number, memoryMb: number): number {
  return sizeFor(vcpus, memoryMb).vcpus;
}

/** GB of the smallest task that holds so much. */
export function fargateMemoryGb(vcpus: number, memoryMb: number): number {
  const size = sizeFor(vcpus, memoryMb);
  const neededGb = memoryMb / MB_PER_GB;
  if (neededGb <= size.leastGb) return size.leastGb;
  return Math.min(size.mostGb, Math.ceil(neededGb / size.stepGb) * size.stepGb);
}
