import type { Price, PriceBook } from "../../prices/price.js";
import { egressGb, egressOf } from "../egress.js";
import { freeTierOf } from "../free-tier.js";
import { MB_PER_GB } from "../instance-size.js";
import { LAMBDA_LIMITS, lambdaMemoryMb } from "../lambda-memory.js";
import { meterOf } from "../meter.js";
import { amountOf, type Charge, type Compiled, pricerOf, pricesOf } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import type { PlatformLimits } from "./limits.js";
import type { CompileOptions, Platform } from "./platform.js";

export type Architecture = "x86" | "arm";
export const ARCHITECTURE_TITLE: Readonly<Record<Architecture, string>> = { x86: "x86", arm: "Arm" };

type Usage = Readonly<MonthlyUsage>;

export const LAMBDA_PLATFORM_LIMITS: PlatformLimits = {
  memoryMb: { most: LAMBDA_LIMITS.maximumMemoryMb, source: "AWS Lambda quotas" },
  vcpus: {
    most: LAMBDA_LIMITS.maximumVcpus,
    source: "AWS, “up to 10 GB of memory and 6 vCPU cores”, 2020-12-01",
  },
  cpuMs: null,
  wallMs: { most: LAMBDA_LIMITS.maximumWallMs, source: "AWS Lambda quotas" },
  initMs: { most: LAMBDA_LIMITS.maximumInitMs, source: "AWS Compute blog, 2025-04-29" },
  deployedBytes: null,
};

export const lambda = (["x86", "arm"] as const).map(
  (architecture): Platform => ({
    id: `lambda-${architecture}`,
    title: `AWS Lambda, ${ARCHITECTURE_TITLE[architecture]}`,
    bills:
      "Each request, and its wall-clock time, waiting and cold start included, times the memory chosen, which also decides the CPU.",
    waiting: "billed",
    reach: "server",
    code: "any",
    runtime: null,
    onDevice: false,
    scalesToZero: true,
    reserved: false,
    sharesServer: false,
    architecture,
    gpu: null,
    limits: LAMBDA_PLATFORM_LIMITS,
    priceIds: ["aws.lambda.requests", `aws.lambda.duration.${architecture}`, "aws.egress"],
    compile: (book, options) => compile(architecture, book, options),
  }),
);

/**
 * requests × fee + GB × (⌈wall⌉ + cold share × (⌈wall + INIT billed⌉ − ⌈wall⌉)) seconds × price: billed time is rounded
 * up to 1 ms for each request, 1 GB is 1,024 MB, and INIT is billed as the date has it. The bill is that of a month in
 * which the account runs nothing else: tiers and free tier start at zero.
 */
function compile(architecture: Architecture, book: PriceBook, options: CompileOptions): Compiled {
  const found = pricesOf(
    book,
    {
      requests: "aws.lambda.requests",
      duration: `aws.lambda.duration.${architecture}`,
      initBilled: "aws.lambda.init-billed",
    },
    options,
  );
  if (found.state === "unpriced") return found;
  const { prices } = found;
  const storage = storageOf(book, options);
  if (storage.state === "unpriced") return storage;
  const egress = egressOf(book, options);
  if (egress.state === "unpriced") return egress;

  const free = freeTierOf(book, options, {
    requests: "aws.lambda.free.requests",
    duration: "aws.lambda.free.duration",
  });
  const initShare = amountOf(prices.initBilled);
  const gbOf = memoryGb(options);
  const duration = meterOf(prices.duration, free.prices.duration);
  const charges: Charge[] = [
    { label: "Requests", meter: meterOf(prices.requests, free.prices.requests) },
    { label: "Duration", meter: duration },
    { label: "Cold starts", meter: duration, after: 1, because: whyInitCosts(prices.initBilled) },
    ...storage.charges,
    ...egress.charges,
  ];
  const egressAt = charges.length - egress.charges.length;
  const measure = (usage: Usage, amounts: Float64Array) => {
    const { requests, coldShare, wallMs, initMs } = usage;
    const gb = gbOf(usage);
    const warmMs = Math.ceil(wallMs);
    const warmSeconds = (requests * warmMs) / 1000;
    const coldSeconds = (requests * coldShare * (Math.ceil(wallMs + initShare * initMs) - warmMs)) / 1000;
    amounts[0] = requests;
    amounts[1] = warmSeconds * gb;
    amounts[2] = coldSeconds * gb;
    if (storage.gb > 0) amounts[3] = (warmSeconds + coldSeconds) * storage.gb;
    amounts[egressAt] = egressGb(usage);
  };
  const notes = (usage: Usage) => [...memoryNotes(usage, options), ...free.notes, ...egress.notes];
  return { state: "priced", pricer: pricerOf(charges, measure, notes) };
}

type Storage =
  /** GB beyond what is included, which is what costs; without any there is no charge, and no price is needed. */
  | { readonly state: "found"; readonly gb: number; readonly charges: readonly Charge[] }
  | { readonly state: "unpriced"; readonly reason: string };

function storageOf(book: PriceBook, options: CompileOptions): Storage {
  const none = { state: "found", gb: 0, charges: [] } as const;
  const { ephemeralStorageMb = 0 } = options;
  if (ephemeralStorageMb === 0) return none;
  const included = pricesOf(book, { mb: "aws.lambda.ephemeral-storage.included" }, options);
  if (included.state === "unpriced") return included;
  const gb = (ephemeralStorageMb - amountOf(included.prices.mb)) / MB_PER_GB;
  if (gb <= 0) return none;
  const found = pricesOf(book, { storage: "aws.lambda.ephemeral-storage" }, options);
  if (found.state === "unpriced") return found;
  const meter = meterOf(found.prices.storage);
  return { state: "found", gb, charges: [{ label: "Ephemeral storage", meter, optional: true }] };
}

function whyInitCosts(initBilled: Price): string {
  const { validFrom, validTo, source } = initBilled;
  return amountOf(initBilled) > 0
    ? `INIT billed since ${validFrom ?? "ever"}: ${source}`
    : `INIT not billed until ${validTo ?? "further notice"}: ${source}`;
}

/** GB of the memory that is configured for a usage. */
export function memoryGb({ lambdaMemory = "hold-latency" }: CompileOptions): (usage: Usage) => number {
  const { minimumMemoryMb } = LAMBDA_LIMITS;
  if (lambdaMemory === "hold-latency")
    return ({ memoryMb, vcpus }) => lambdaMemoryMb(memoryMb, vcpus) / MB_PER_GB;
  return ({ memoryMb }) => Math.max(minimumMemoryMb, Math.ceil(memoryMb)) / MB_PER_GB;
}

export function memoryNotes(usage: Usage, options: CompileOptions): string[] {
  const { maximumMemoryMb, memoryMbPerVcpu } = LAMBDA_LIMITS;
  const memoryMb = memoryGb(options)(usage) * MB_PER_GB;
  const share = (memoryMb / memoryMbPerVcpu).toFixed(2);
  const notes = [
    `${memoryMb.toLocaleString("en-US")} MB are billed; they bring the CPU time of ${share} vCPU`,
  ];
  if (memoryMb > maximumMemoryMb)
    notes.push(`Lambda ends at ${maximumMemoryMb.toLocaleString("en-US")} MB: this size cannot be had`);
  return notes;
}
