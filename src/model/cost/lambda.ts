/** What 1,000 requests cost on AWS Lambda, and the memory size at which a measured latency holds there. */
import { type Architecture, LAMBDA_INIT_BILLED, LAMBDA_LIMITS, LAMBDA_PRICES, type Price } from "./prices.js";

export interface LambdaRequest {
  /** Duration of a warm request. */
  readonly durationMs: number;
  readonly memoryMb: number;
  /** What a cold request is billed for on top of a warm one. */
  readonly initMs: number;
  /** Share of the requests that meet a cold instance, 0 to 1. */
  readonly coldShare: number;
  readonly architecture: Architecture;
}

/** One line of the bill: quantity × price. */
export interface CostPart {
  readonly label: string;
  readonly quantity: number;
  readonly unit: string;
  readonly priceUsd: number;
  readonly usd: number;
  readonly source: string;
}

export interface Cost {
  readonly totalUsd: number;
  readonly parts: readonly CostPart[];
}

const REQUESTS = 1000;

/**
 * Dollars per 1,000 requests, tier 1, without the free tier.
 *
 * requests × fee + GB × (⌈duration⌉ + coldShare × (⌈duration + init⌉ − ⌈duration⌉)) seconds × price:
 * Lambda rounds each request's billed time up to 1 ms, a GB is 1,024 MB, and INIT is billed since 2025-08-01.
 */
export function lambdaCostPer1000(request: LambdaRequest): Cost {
  requireValid(request);
  const { durationMs, initMs, memoryMb, coldShare, architecture } = request;
  const memoryGb = memoryMb / 1024;
  const warmMs = Math.ceil(durationMs);
  const extraMs = Math.ceil(durationMs + initMs) - warmMs;
  const duration = LAMBDA_PRICES.duration[architecture];
  const parts = [
    part("Requests", REQUESTS, LAMBDA_PRICES.request),
    part("Duration", ((REQUESTS * warmMs) / 1000) * memoryGb, duration),
    part(
      "Cold starts",
      ((REQUESTS * coldShare * extraMs) / 1000) * memoryGb,
      duration,
      `${duration.source}; INIT billed since ${LAMBDA_INIT_BILLED.validFrom}: ${LAMBDA_INIT_BILLED.source}`,
    ),
  ];
  return { totalUsd: parts.reduce((sum, { usd }) => sum + usd, 0), parts };
}

function part(label: string, quantity: number, price: Price, source = price.source): CostPart {
  return { label, quantity, unit: price.unit, priceUsd: price.usd, usd: quantity * price.usd, source };
}

function requireValid({ durationMs, initMs, memoryMb, coldShare }: LambdaRequest): void {
  const { minimumMemoryMb, maximumMemoryMb } = LAMBDA_LIMITS;
  requireWithin("durationMs", durationMs, 0, Number.MAX_VALUE, "give the time of one warm request in ms");
  requireWithin("initMs", initMs, 0, Number.MAX_VALUE, "give the extra time of a cold request in ms, or 0");
  requireWithin("coldShare", coldShare, 0, 1, "give a share, such as 0.01 for 1 %");
  requireWithin("memoryMb", memoryMb, minimumMemoryMb, maximumMemoryMb, "choose a size that Lambda offers");
}

function requireWithin(name: string, value: number, least: number, most: number, fix: string): void {
  if (value >= least && value <= most) return;
  const range = most === Number.MAX_VALUE ? `${least} or more` : `${least} to ${most}`;
  throw new RangeError(`${name} is ${value}: allowed is ${range}; ${fix}`);
}

export type LambdaMemory =
  | { readonly state: "fits"; readonly memoryMb: number; readonly reason: string }
  | {
      readonly state: "too-large";
      readonly neededMb: number;
      readonly limitMb: number;
      readonly reason: string;
    };

/** Room above the measured peak, since a peak is a sample too. An assumption. */
const HEADROOM = 1.25;
const BYTES_PER_MB = 1024 * 1024;

/**
 * The smallest size at which the latency measured here holds on Lambda: CPU comes in proportion to memory, one
 * vCPU per 1,769 MB, so as many of those as the target has busy threads; more if its memory needs it.
 */
export function lambdaMemoryFor(needs: {
  readonly peakRssBytes: number;
  readonly threads: number;
}): LambdaMemory {
  const { peakRssBytes, threads } = needs;
  const { minimumMemoryMb, maximumMemoryMb, memoryMbPerVcpu, maximumVcpus } = LAMBDA_LIMITS;
  requireWithin("peakRssBytes", peakRssBytes, 0, Number.MAX_VALUE, "give the peak resident set in bytes");
  requireWithin("threads", threads, 1, Number.MAX_VALUE, "give the number of busy threads");
  const forMemory = Math.max(minimumMemoryMb, Math.ceil((peakRssBytes * HEADROOM) / BYTES_PER_MB));
  const forThreads = threads === maximumVcpus ? maximumMemoryMb : memoryMbPerVcpu * threads;
  const neededMb = Math.ceil(Math.max(forMemory, forThreads));
  const reason =
    forMemory > forThreads
      ? `peak memory of ${Math.ceil(peakRssBytes / BYTES_PER_MB)} MB and 25 % headroom`
      : `${threads} vCPU at ${memoryMbPerVcpu} MB each, so that the measured latency holds`;
  if (neededMb > maximumMemoryMb) return { state: "too-large", neededMb, limitMb: maximumMemoryMb, reason };
  return { state: "fits", memoryMb: neededMb, reason };
}
