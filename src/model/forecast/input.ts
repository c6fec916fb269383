import type { BucketOrUnattributed } from "../buckets.js";
import { bucketMsOf } from "../traces/bucket-ms.js";
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
  /** Samples behind the buckets, for a sampling profiler; null where every span was timed. */
  readonly samples: number | null;
  /** Part of the interpreter bucket that is compiled loops already (numpy and its like). */
  readonly vectorisedMs: number;
  /** Requests that one process serves before it is started anew; null leaves cold starts out of the time. */
  readonly requestsPerColdStart: number | null;
}

/** What an attribution alone does not tell. */
export type ForecastExtras = Partial<
  Pick<
    ForecastInput,
    "operators" | "boundary" | "peakRssBytes" | "host" | "engine" | "vectorisedMs" | "requestsPerColdStart"
  >
>;

/** A forecast's input from an attributed profile of any format. */
export function inputOfAttribution(
  { wallMs, buckets, samples }: TraceAttribution,
  extras: ForecastExtras = {},
): ForecastInput {
  return {
    wallMs,
    bucketMs: bucketMsOf(buckets),
    operators: [],
    boundary: null,
    peakRssBytes: null,
    host: "unknown",
    engine: "unknown",
    samples,
    vectorisedMs: 0,
    requestsPerColdStart: null,
    ...extras,
  };
}

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
  nonNegative("vectorisedMs", input.vectorisedMs);
  if (input.boundary !== null) {
    nonNegative("boundary.calls", input.boundary.calls);
    if (input.boundary.bytes !== null) nonNegative("boundary.bytes", input.boundary.bytes);
  }
  const requests = input.requestsPerColdStart;
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
  const { interpreter, compute, io, unattributed } = input.bucketMs;
  return {
    ...input,
    wallMs: part(input.wallMs),
    vectorisedMs: part(input.vectorisedMs),
    boundary: input.boundary && { ...input.boundary, calls: part(input.boundary.calls) },
    bucketMs: {
      interpreter: part(interpreter),
      compute: part(compute),
      io: part(io),
      unattributed: part(unattributed),
    },
  };
}
