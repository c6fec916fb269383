/**
 * What every importer returns: a calling-context tree of self times, already resolved on one wall clock. Whatever
 * overlapped in the trace (threads, GPU streams, nested events) does not overlap here any more.
 */
import type { CallTree } from "./call-tree.js";
import type { TimeOrder } from "./time-order.js";

export interface ImportedProfile {
  /** The id of the format that read it. */
  readonly format: string;
  /** What the program runs on, where the format tells; else null. */
  readonly host: "python" | "node" | null;
  /** The tool that wrote it, as the file says, or null. */
  readonly producer: string | null;
  /** Length of the profiled interval, milliseconds. The tree's self times sum to at most this. */
  readonly wallMs: number;
  readonly tree: CallTree;
  /** The same times one after another, for one thread's clock; null where the file keeps no order, or too much of it. */
  readonly order: TimeOrder | null;
  /** One sentence: which thread is the request's, what "wall" is, and what wins where events overlap. */
  readonly clock: string;
  /** Whether moments were sampled; false where every event was recorded, null where the file does not tell which. */
  readonly sampled: boolean | null;
  /** Samples taken; null where nothing was sampled, and where the file does not say how many. */
  readonly samples: number | null;
  /** Median time between two samples, milliseconds; null where there are no samples. */
  readonly intervalMs: number | null;
  /** One sentence on the direction in which this kind of profile is wrong, or null where none is known. */
  readonly bias: string | null;
  /** Work that ran at the same time as what the clock shows (a CPU thread behind a busy GPU), milliseconds. */
  readonly hiddenMs: number;
  /** Time by the engine's operator class, where the profile names operators. Largest first. */
  readonly operators: readonly OperatorTime[];
  /** Calls into the engine and bytes that crossed, where the profile counts them. */
  readonly boundary: Boundary | null;
  /** The threads that the file tells apart, most work first; empty where it tells none. */
  readonly threads: readonly ProfileThread[];
  /** The requests or steps that the file tells apart, in order of their starts; null where it tells none. */
  readonly requests: ProfileRequests | null;
  /** What passed before the model was first called; null where the file does not tell. */
  readonly startUp: ProfileStartUp | null;
  /** How busy the devices were on the wall clock; null where the file does not hold a device's own work. */
  readonly device: DeviceUse | null;
  /** What was odd in the file and what was done about it, each one sentence with numbers. */
  readonly warnings: readonly string[];
}

/** What passed before the model was called for the first time, as sparse columns of equal length over the profile's tree. */
export interface ProfileStartUp {
  /** The call: "ONNX Runtime's run". */
  readonly until: string;
  readonly wallMs: number;
  readonly nodes: readonly number[];
  /** Self time of the node before that, milliseconds. They sum to at most `wallMs`. */
  readonly selfMs: readonly number[];
}

export interface OperatorTime {
  readonly operator: string;
  readonly ms: number;
  readonly calls: number;
}

export interface Boundary {
  readonly calls: number;
  /** Null where the profile does not say how large the payloads were. */
  readonly bytes: number | null;
}

export interface ProfileThread {
  /** Unique in the file as far as the writer's names are. */
  readonly name: string;
  /** Time in which it worked, milliseconds. */
  readonly busyMs: number;
  /** Whether the clock shows it. */
  readonly isRequest: boolean;
}

/** Requests or steps, each on its own clock: they may overlap each other. */
export interface ProfileRequests {
  /** What one is, in the file's own word: "ProfilerStep", "model_run". */
  readonly what: string;
  readonly each: readonly RequestTimes[];
}

/** Of one request, as sparse columns of equal length over the profile's tree. */
export interface RequestTimes {
  readonly wallMs: number;
  readonly nodes: readonly number[];
  /** Self time of the node within the request, milliseconds. They sum to at most `wallMs`. */
  readonly selfMs: readonly number[];
}

/** The first that holds is the cause of a moment in which no kernel computes. */
export const IDLE_CAUSES = [
  "copy",
  "communication",
  "synchronisation",
  "dispatch",
  "nothing queued",
] as const;
export type IdleCause = (typeof IDLE_CAUSES)[number];

/** `busyMs` and the gaps sum to the profile's wall time. */
export interface DeviceUse {
  /** At least one kernel computes, milliseconds. */
  readonly busyMs: number;
  /** No kernel computes, by cause, milliseconds. */
  readonly idleMs: Readonly<Record<IdleCause, number>>;
}
