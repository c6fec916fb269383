import { formatBytes } from "../../format.js";
import type { PriceBook } from "../../prices/price.js";
import type { PlaceAndDate } from "../../prices/price-at.js";
import type { Reach } from "../../run-file.js";
import type { Compiled } from "../pricer.js";
import type { MonthlyUsage } from "../usage.js";
import type { Gpu, PlatformLimits } from "./limits.js";
import type { SoldModel } from "./traits.js";

export interface CompileOptions extends PlaceAndDate {
  /** Count the seller's free tier, which one workload of an account can have. Not by default. */
  readonly freeTier?: boolean;
  /** Whether responses leave the cloud and are charged by the byte, as they do by default. */
  readonly egress?: boolean;
  /** Ephemeral storage of a Lambda function; 512 MB by default, which is included. */
  readonly ephemeralStorageMb?: number;
  /** Hours of the month for which concurrency is provisioned; all 730 by default. */
  readonly provisionedHours?: number;
  /** How a Lambda function's memory is chosen; see `lambdaMemoryMb`. "hold-latency" by default. */
  readonly lambdaMemory?: "hold-latency" | "as-given";
}

/** Somewhere an option can be deployed: what it is, what it bills, and what it refuses. One file each, listed once. */
export interface Platform {
  readonly id: string;
  readonly title: string;
  /** What is billed, in one sentence. */
  readonly bills: string;
  /**
   * Whether time in which a request waits costs: always, shared by those that wait together, never, or it is in the
   * reserved hours.
   */
  readonly waiting: "billed" | "shared" | "free" | "in-reserved-hours";
  readonly reach: Reach;
  /** The model that it answers with, whatever was measured; absent where one's own program is deployed. */
  readonly sells?: SoldModel;
  /** What runs there: anything a server runs; Wasm and JavaScript; or a Wasm module with no JavaScript beside it. */
  readonly code: "any" | "wasm-and-js" | "wasm";
  /** The platform's own runtime of Wasm, by the name that a run has for it; null where the user chooses, or has none. */
  readonly runtime: string | null;
  /** Whether the request is answered on its user's own device. */
  readonly onDevice: boolean;
  /** Whether nothing is paid for compute while no request comes. */
  readonly scalesToZero: boolean;
  /** Whether `usage.servers` must say how many instances are reserved. */
  readonly reserved: boolean;
  /** Whether a request that finds every reserved instance busy runs on demand at once; else it waits for one. */
  readonly spillsOver?: boolean;
  /** Whether one reserved instance works on as many requests at once as its cores and memory hold; else on one. */
  readonly sharesServer: boolean;
  /** How long an instance stays after its last request; absent where it is the scenario's to say. */
  readonly keepAliveMs?: number;
  /** Requests, at most, that share an instance started as requests come, while they wait; absent: it has one at a time. */
  readonly concurrency?: number;
  /** Whether an instance without a request is paid for until it is stopped. */
  readonly paysIdle?: boolean;
  /** Of its cores; null where the platform, or its user, decides. */
  readonly architecture: "x86" | "arm" | null;
  readonly gpu: Gpu | null;
  /** Whether the machine is its user's own, who may put any GPU into it. */
  readonly takesAnyGpu?: true;
  readonly limits: PlatformLimits;
  /** Ids of the prices that the bill is made of; what a reader may want to change. */
  readonly priceIds: readonly string[];
  readonly compile: (book: PriceBook, options: CompileOptions) => Compiled;
}

const LIMITED = [
  ["memoryMb", "MB of memory"],
  ["vcpus", "busy threads"],
  ["cpuMs", "ms of CPU time per request"],
  ["wallMs", "ms per request"],
  ["initMs", "ms to start"],
] as const;

/** What is deployed, where it is larger than the platform takes; empty where it is not, or nobody counted it. */
export function exceededSize(
  { title, limits: { deployedBytes: limit } }: Platform,
  deployed: { readonly bytes: number; readonly gzipBytes: number } | null,
): string[] {
  if (limit === null || deployed === null) return [];
  const size = limit.counted === "after gzip" ? deployed.gzipBytes : deployed.bytes;
  if (size <= limit.most) return [];
  return [
    `needs ${formatBytes(size)} of code and model ${limit.counted}; ${title} ends at ${formatBytes(limit.most)} (${limit.source})`,
  ];
}

/** Every limit of the platform that a usage exceeds, each with the value, the limit and its source. */
export function exceededLimits({ title, limits }: Platform, usage: Readonly<MonthlyUsage>): string[] {
  return LIMITED.flatMap(([name, what]) => {
    const limit = limits[name];
    if (limit === null || usage[name] <= limit.most) return [];
    const [value, most] = [usage[name], limit.most].map((number) =>
      number.toLocaleString("en-US", { maximumFractionDigits: 2 }),
    );
    return [`needs ${value} ${what}; ${title} ends at ${most} (${limit.source})`];
  });
}
