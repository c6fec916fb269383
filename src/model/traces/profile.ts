/**
 * What every importer returns: a calling-context tree of self times, already resolved on one wall clock. Whatever
 * overlapped in the trace (threads, GPU streams, nested events) does not overlap here any more.
 */
import type { CallTree } from "./call-tree.js";

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
  /** What was odd in the file and what was done about it, each one sentence with numbers. */
  readonly warnings: readonly string[];
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
