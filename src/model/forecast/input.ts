import type { BucketOrUnattributed, NodeDestination } from "../buckets.js";
import { type EvidenceFacts, evidenceOf } from "../evidence-gate.js";
import { bucketMsOf, scaledMs } from "../traces/bucket-ms.js";
import type { OperatorTime } from "../traces/profile.js";
import type { TraceAttribution } from "../traces/result.js";

/** What the profiled program runs on: decides which measured target its buckets are compared with. */
export type Host = "python" | "node" | "unknown";

/** What runs the model in the profiled program. "unknown" is taken as native, which is what Python engines are. */
export type Engine = "native" | "wasm" | "unknown";

/** Round trips into the ported code in the time that is forecast; bytes are those of one call, both ways together. */
export interface Crossings {
  readonly calls: number;
  /** Null where nobody knows. */
  readonly bytes: number | null;
}

/** Array code by the bucket that it is in. */
export type VectorisedMs = Readonly<Record<"interpreter" | "compute", number>>;

/** All that a forecast knows of a program: where its time goes today. Times are of the profiled interval. */
export interface ForecastInput {
  readonly wallMs: number;
  readonly bucketMs: Readonly<Record<BucketOrUnattributed, number>>;
  /** Time by the engine's operators; empty where the profile names none. Only their shares are used. */
  readonly operators: readonly OperatorTime[];
  readonly boundary: Crossings | null;
  readonly peakRssBytes: number | null;
  readonly host: Host;
  readonly engine: Engine;
  /**
   * Cores that the engine keeps busy while it runs. Null where nobody knows: then it is taken to be on one, as the measured
   * program of today is.
   */
  readonly engineCores: number | null;
  /** CPU time over wall time of the whole program; null where it was not measured. */
  readonly cpuPerWall: number | null;
  /** Samples behind the buckets, for a sampling profiler; null where every span was timed. */
  readonly samples: number | null;
  /** Parts of two buckets that are compiled loops over arrays (numpy and its like), matrix products apart. */
  readonly vectorisedMs: VectorisedMs;
  /** Whether all compute is that of array libraries: then no model engine was seen. */
  readonly arraysOnly: boolean;
  /** Parts of the buckets that are spent on a GPU or another device; waiting for it is part of the waiting. */
  readonly deviceMs: Readonly<Record<NodeDestination, number>>;
  /** How far all of this can be trusted. */
  readonly evidence: EvidenceFacts;
  /** Part of the unattributed time that is known to be waiting. */
  readonly waitingMs: number;
  /** Part of the waiting in which threads or processes that the profile does not follow may have worked. */
  readonly unfollowedMs: number;
  /** Requests that one process serves before it is started anew; null leaves cold starts out of the time. */
  readonly requestsPerColdStart: number | null;
}

/** What an attribution alone does not tell. */
export type ForecastExtras = Partial<
  Pick<
    ForecastInput,
    | "evidence"
    | "operators"
    | "boundary"
    | "peakRssBytes"
    | "host"
    | "engine"
    | "engineCores"
    | "cpuPerWall"
    | "vectorisedMs"
    | "arraysOnly"
    | "unfollowedMs"
    | "requestsPerColdStart"
  >
>;

/** A forecast's input from an attributed profile of any format. */
export function inputOfAttribution(
  attribution: TraceAttribution,
  extras: ForecastExtras = {},
): ForecastInput {
  const { wallMs, buckets, waiting, samples, deviceMs } = attribution;
  return {
    wallMs,
    bucketMs: bucketMsOf(buckets),
    operators: [],
    boundary: null,
    peakRssBytes: null,
    host: "unknown",
    engine: "unknown",
    engineCores: null,
    cpuPerWall: null,
    samples,
    vectorisedMs: { interpreter: 0, compute: 0 },
    arraysOnly: false,
    deviceMs,
    evidence: evidenceOf(attribution),
    waitingMs: Math.min(waiting.ms, buckets.unattributed.ms),
    unfollowedMs: 0,
    requestsPerColdStart: null,
    ...extras,
  };
}

/** By so much a part may exceed its whole when both were summed in different orders. */
const ROUNDING = 1e-6;

/** Every fault of an input at once, as sentences; none for a usable one. */
export function inputFaults(input: ForecastInput): string[] {
  const faults: string[] = [];
  const nonNegative = (name: string, value: number) => {
    if (!(Number.isFinite(value) && value >= 0)) {
      faults.push(`${name} is ${value}; allowed is a finite number from 0`);
    }
  };
  nonNegative("wallMs", input.wallMs);
  for (const [bucket, ms] of Object.entries(input.bucketMs)) nonNegative(`bucketMs.${bucket}`, ms);
  for (const [bucket, ms] of Object.entries(input.vectorisedMs)) nonNegative(`vectorisedMs.${bucket}`, ms);
  nonNegative("waitingMs", input.waitingMs);
  nonNegative("unfollowedMs", input.unfollowedMs);
  const within = (name: string, part: number, ofName: string, whole: number) => {
    if (part > whole * (1 + ROUNDING)) {
      faults.push(`${name} is ${part}, more than ${ofName} (${whole}), of which it is a part`);
    }
  };
  within("waitingMs", input.waitingMs, "bucketMs.unattributed", input.bucketMs.unattributed);
  within("unfollowedMs", input.unfollowedMs, "waitingMs", input.waitingMs);
  if (input.boundary !== null) {
    nonNegative("boundary.calls", input.boundary.calls);
    if (input.boundary.bytes !== null) nonNegative("boundary.bytes", input.boundary.bytes);
  }
  const { engineCores: cores, requestsPerColdStart: requests } = input;
  if (cores !== null && !(Number.isFinite(cores) && cores >= 1)) {
    faults.push(`engineCores is ${cores}; allowed is a number from 1, or null`);
  }
  if (requests !== null && !(Number.isFinite(requests) && requests >= 1)) {
    faults.push(`requestsPerColdStart is ${requests}; allowed is a number from 1, or null`);
  }
  return faults;
}

/**
 * The same for one of the `requests` that a profile holds, so that times and cold starts are those of a request.
 * The boundary's calls are divided too: an importer counts those of the profile.
 */
export function perRequest(input: ForecastInput, requests: number): ForecastInput {
  const part = (ms: number) => ms / requests;
  return {
    ...input,
    wallMs: part(input.wallMs),
    vectorisedMs: scaledMs(input.vectorisedMs, 1 / requests),
    deviceMs: scaledMs(input.deviceMs, 1 / requests),
    waitingMs: part(input.waitingMs),
    unfollowedMs: part(input.unfollowedMs),
    boundary: input.boundary && { ...input.boundary, calls: part(input.boundary.calls) },
    bucketMs: scaledMs(input.bucketMs, 1 / requests),
  };
}
