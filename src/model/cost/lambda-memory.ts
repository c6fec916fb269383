/** Lambda's memory ladder: memory is what is chosen, and CPU comes in proportion to it. */
import type { PlatformPricer } from "./pricer.js";
import type { MonthlyUsage } from "./usage.js";

export const LAMBDA_LIMITS = {
  minimumMemoryMb: 128,
  maximumMemoryMb: 10_240,
  /** Memory at which a function has one vCPU; the CPU share grows in proportion (AWS Lambda developer guide). */
  memoryMbPerVcpu: 1_769,
  /**
   * Threads that run at once at the largest size (AWS, "AWS Lambda now supports up to 10 GB of memory and 6 vCPU
   * cores", 2020-12-01). Its CPU share is 10,240 / 1,769 = 5.79.
   */
  maximumVcpus: 6,
  /** INIT may take this long (AWS Compute blog, 2025-04-29). */
  maximumInitMs: 10_000,
  /** A request may take this long (AWS Lambda quotas). */
  maximumWallMs: 900_000,
} as const;

/** Memory to configure so that `vcpus` threads run at full speed and `memoryMb` fit; it may exceed what Lambda has. */
export function lambdaMemoryMb(memoryMb: number, vcpus: number): number {
  return Math.ceil(Math.max(LAMBDA_LIMITS.minimumMemoryMb, memoryMb, forThreadsMb(vcpus)));
}

function forThreadsMb(vcpus: number): number {
  const { maximumMemoryMb, memoryMbPerVcpu, maximumVcpus } = LAMBDA_LIMITS;
  const wanted = memoryMbPerVcpu * vcpus;
  return vcpus <= maximumVcpus ? Math.min(maximumMemoryMb, wanted) : wanted;
}

interface LambdaStep {
  readonly memoryMb: number;
  /** vCPUs' worth of CPU time per second: 0.07 at 128 MB, 5.79 at 10,240 MB. */
  readonly vcpuShare: number;
}

/**
 * What a memory size buys.
 *
 * @throws RangeError for a size that Lambda does not offer
 */
export function lambdaStep(memoryMb: number): LambdaStep {
  const { minimumMemoryMb, maximumMemoryMb, memoryMbPerVcpu } = LAMBDA_LIMITS;
  if (!(memoryMb >= minimumMemoryMb && memoryMb <= maximumMemoryMb && Number.isInteger(memoryMb))) {
    throw new RangeError(
      `memoryMb is ${memoryMb}: allowed is a whole number from ${minimumMemoryMb} to ${maximumMemoryMb}; choose a size that Lambda offers`,
    );
  }
  return { memoryMb, vcpuShare: memoryMb / memoryMbPerVcpu };
}

/** Powers of two, thirds between them, and whole vCPUs. */
export const LAMBDA_STEPS: readonly number[] = [
  ...[128, 256, 512, 768, 1024, 1536, 1769, 2048, 3008, 3538, 4096, 5307, 6144, 7076, 8845, 10_240],
];

export interface LadderStep extends LambdaStep {
  /**
   * "measured-equivalent": the step gives the CPU that the measurement had, so its latency is the measured one.
   * "extrapolated": it gives less, and the latency is computed, not measured.
   */
  readonly basis: "measured-equivalent" | "extrapolated";
  /** Whether the option's memory fits into it; the latency of one that does not is of no use. */
  readonly fits: boolean;
  /** Expected latency of a warm request. */
  readonly wallMs: number;
  readonly initMs: number;
  readonly usdPerMonth: number;
}

/**
 * Cost and expected latency at each memory size. With less CPU than its threads can use, a request computes longer in
 * proportion (an extrapolation); its waiting stays the same. More CPU than its threads can use changes nothing.
 *
 * @param pricer of Lambda, compiled with `lambdaMemory: "as-given"`
 * @param usage measured with its `vcpus` threads at full speed; `cpuMs` is over all threads
 */
export function lambdaLadder(
  pricer: PlatformPricer,
  usage: Readonly<MonthlyUsage>,
  steps: readonly number[] = LAMBDA_STEPS,
): LadderStep[] {
  const threads = Math.max(1, usage.vcpus);
  const busyMs = Math.min(usage.wallMs, usage.cpuMs / threads);
  return steps.map((memoryMb) => {
    const step = lambdaStep(memoryMb);
    const slowdown = Math.max(1, fullSpeedShare(threads) / step.vcpuShare);
    const wallMs = usage.wallMs + busyMs * (slowdown - 1);
    const initMs = usage.initMs * slowdown;
    return {
      ...step,
      basis: slowdown > 1 ? "extrapolated" : "measured-equivalent",
      fits: usage.memoryMb <= memoryMb,
      wallMs,
      initMs,
      usdPerMonth: pricer.usd({ ...usage, wallMs, initMs, memoryMb }),
    };
  });
}

/** The largest size is as near as Lambda comes to six vCPUs; `lambdaMemoryMb` takes it for them too. */
function fullSpeedShare(threads: number): number {
  return forThreadsMb(threads) / LAMBDA_LIMITS.memoryMbPerVcpu;
}
