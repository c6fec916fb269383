/** What a platform bills, as traits. Plain data: a user's own platform is a few lines of YAML, and fits into a page. */
import type { InstanceSize } from "../instance-size.js";
import type { Gpu, PlatformLimits } from "./limits.js";

/** A language model that its seller runs: what answers is that model, and nothing of one's own. */
export interface SoldModel {
  readonly id: string;
  readonly title: string;
  /** Of a whole answer, as whoever describes the platform states it; absent where nobody does. */
  readonly p99Ms?: number;
}

/** When an instance is paid for. Those that are reserved are, in every hour of the month. */
export const BILLED_TIMES = ["serving", "starting", "idle"] as const;
export type BilledTime = (typeof BILLED_TIMES)[number];

/** Something that is paid for. What is counted follows from the unit of its price: vCPUs or memory over time, requests, … */
export interface TraitCharge {
  readonly label: string;
  readonly price: string;
  /** Of the seller's free tier; absent where it has none. */
  readonly free?: string;
  /** Of a price by tokens: whether a prompt's are counted or an answer's. */
  readonly tokens?: "in" | "out";
}

export interface BillingTraits {
  readonly charges: readonly TraitCharge[];
  /** Of the instances that are started as requests come; "reserved": there are as many as are reserved. */
  readonly time: readonly BilledTime[] | "reserved";
  /** Time is billed in whole steps; 0 for none. */
  readonly stepMs: number;
  /** The least that is billed. */
  readonly leastMs: number;
  /** Whether each request is rounded up, or what an instance was there for, from its start to its stop. */
  readonly rounded: "request" | "instance";
  /**
   * Requests, at most, that one instance has at once. One that is reserved may work on as many as its "cores" and memory
   * hold; one that is started as requests come shares itself among those that wait, and computes for as many as measured.
   */
  readonly concurrency: number | "cores";
  /** How long an instance stays after its last request; null where nothing is promised: the scenario says. */
  readonly keepAliveMs: number | null;
  /** None: what is asked for. */
  readonly sizes: readonly InstanceSize[];
}

export interface TraitPlatform {
  readonly id: string;
  readonly title: string;
  /** What is billed, in one sentence; absent where the traits say it all. */
  readonly bills?: string;
  readonly reach: "server" | "edge";
  readonly code: "any" | "wasm-and-js" | "wasm";
  readonly runtime: string | null;
  readonly architecture: "x86" | "arm" | null;
  readonly gpu: Gpu | null;
  /** Whether the machine is its user's own, who may put any GPU into it. */
  readonly takesAnyGpu?: true;
  readonly limits: PlatformLimits;
  readonly traits: BillingTraits;
  readonly sells?: SoldModel;
  /** Of the bill of reserved instances: "without disks". */
  readonly without?: string;
  /** What every bill says. */
  readonly notes: readonly string[];
}

/** Nothing is billed by time: whatever the charges say besides. */
const NO_TIME: BillingTraits = {
  charges: [],
  time: [],
  stepMs: 0,
  leastMs: 0,
  rounded: "request",
  concurrency: 1,
  keepAliveMs: null,
  sizes: [],
};

/** Responses that leave AWS. */
export const AWS_RESPONSES: TraitCharge = {
  label: "Responses sent to the internet",
  price: "aws.egress",
  free: "aws.egress.free",
};

/** A function at the edge. */
export const EDGE_FUNCTION = {
  reach: "edge",
  architecture: null,
  gpu: null,
  traits: NO_TIME,
} as const satisfies Partial<TraitPlatform>;

/** Servers or containers that are paid for by the hour, busy or not. */
export const RESERVED_HOURS = {
  reach: "server",
  code: "any",
  runtime: null,
  traits: { ...NO_TIME, time: "reserved" },
} as const satisfies Partial<TraitPlatform>;

/** A seller's own model, called over the network and paid for by the token. */
export const SOLD_BY_TOKEN = {
  reach: "server",
  code: "any",
  runtime: null,
  architecture: null,
  gpu: null,
  traits: NO_TIME,
} as const satisfies Partial<TraitPlatform>;

/** Containers that are started as requests come. */
export const ON_DEMAND = {
  reach: "server",
  code: "any",
  runtime: null,
  architecture: null,
  gpu: null,
  traits: { ...NO_TIME, time: ["serving", "starting"] },
} as const satisfies Partial<TraitPlatform>;
