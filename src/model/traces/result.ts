/** What `portolan attribute --json` prints and the page draws. Types only; the JSON shape is a contract (docs/json.md). */
import type { BucketOrUnattributed, NodeDestination } from "../buckets.js";
import type { HiddenEngine } from "./hidden-engine.js";
import type { DeviceUse, ProfileThread } from "./profile.js";

/** Where a rule sends time: a bucket, waiting (known not to be work), or whatever the calling frame is. */
export type Destination = "interpreter" | "compute" | "io" | "waiting" | "caller";

export interface TraceAttribution {
  readonly format: string;
  readonly producer: string | null;
  readonly wallMs: number;
  /** Shares of the wall time; the four sum to 1. */
  readonly buckets: Readonly<Record<BucketOrUnattributed, BucketShare>>;
  /** Of the unattributed time, what a rule knows to be waiting rather than work. */
  readonly waiting: BucketShare;
  /** Attributed time over wall time, 0 to 1. */
  readonly coverage: number;
  /** Null where the file does not tell whether its times were sampled. */
  readonly sampled: boolean | null;
  readonly samples: number | null;
  readonly intervalMs: number | null;
  readonly clock: string;
  readonly bias: string | null;
  readonly hiddenMs: number;
  /** A native engine that was seen only as Python frames; null where none is known to be. */
  readonly hiddenEngine: HiddenEngine | null;
  /** Time on a GPU or another device by where it was billed: part of the times above. */
  readonly deviceMs: Readonly<Record<NodeDestination, number>>;
  /** How busy the device was, and why not at other times; null where the profile does not hold a device's own work. */
  readonly device: DeviceUse | null;
  /** The threads that the file tells apart, most work first; empty where it tells none. */
  readonly threads: readonly ProfileThread[];
  /** How the requests or steps differ that the file tells apart; null where it tells none. */
  readonly requests: RequestSpread | null;
  /** What passed before the model was first called: part of the times above; null where the file does not tell. */
  readonly startUp: StartUpTime | null;
  readonly warnings: readonly string[];
  /** Rules that took time, most time first. */
  readonly rules: readonly RuleTime[];
  /** The ten largest frames that no rule matched, with the line to add to a rules file. */
  readonly unmatched: readonly UnmatchedFrame[];
}

export interface BucketShare {
  readonly ms: number;
  readonly share: number;
}

export interface StartUpTime extends RequestBuckets {
  /** The call: "ONNX Runtime's run". */
  readonly until: string;
}

/** Of one kind of time over all requests, milliseconds. A quantile is the least value that the share does not exceed. */
export interface TimeSpread {
  readonly meanMs: number;
  readonly p50Ms: number;
  /** Null with fewer than 10 requests. */
  readonly p90Ms: number | null;
  /** Null with fewer than 100 requests. */
  readonly p99Ms: number | null;
  readonly maxMs: number;
}

export interface RequestBuckets {
  readonly wallMs: number;
  /** They sum to the wall time. */
  readonly bucketMs: Readonly<Record<BucketOrUnattributed, number>>;
}

export interface RequestSpread {
  /** What one is, in the file's own word: "ProfilerStep", "model_run". */
  readonly what: string;
  readonly count: number;
  readonly wall: TimeSpread;
  readonly buckets: Readonly<Record<BucketOrUnattributed, TimeSpread>>;
  /** The first 1,000, in order of their starts. */
  readonly each: readonly RequestBuckets[];
}

export interface RuleTime extends BucketShare {
  readonly id: string;
  readonly bucket: Destination;
  readonly reason: string;
}

export interface UnmatchedFrame extends BucketShare {
  readonly frame: string;
  readonly file: string | null;
  /** YAML, ready to paste under `rules:`. */
  readonly suggestion: string;
}
