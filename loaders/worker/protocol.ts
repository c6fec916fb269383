import type { BatchRow, EngineSettings } from "../../src/model/run-file.ts";
import type { EngineTimes } from "../engines/engine.ts";

/** From the harness to a worker. CPython gets the same messages as JSON lines. */
export type Command =
  | { readonly command: "warm"; readonly parameters: WarmParameters }
  /** Write inputs and result of the last iteration to `path`, for comparison with the reference. */
  | { readonly command: "outputs"; readonly path: string }
  | TrialCommand
  | BatchCommand
  /** How likely the language model takes a text to be, token by token. */
  | { readonly command: "score"; readonly text: readonly number[] }
  /** Open a second session under the engine's profiler and run it: the profiled arm, after all timing. */
  | { readonly command: "profile"; readonly prefix: string; readonly iterations: number };

export type TrialCommand =
  /** Open one more session, with settings of its own, for a search; the engine may refuse them. */
  | { readonly command: "try"; readonly settings: EngineSettings }
  /** Run requests through a session that `try` opened. */
  | { readonly command: "time"; readonly trial: number; readonly requests: number }
  | { readonly command: "drop"; readonly trial: number };

/** Call the model with more and more requests in it, after everything else that is timed. */
export interface BatchCommand {
  readonly command: "batch";
  /** The model with its first dimensions left open, and those that each input of one request has in it. */
  readonly path: string;
  readonly dims: readonly (readonly number[])[];
  readonly sizes: readonly number[];
  /** How long to look at each size, and how long a call may take. */
  readonly roundsMs: number;
  readonly mostCallMs: number;
}

/** As in a run's file: what was timed, and why no more was. */
export type Batched = Pick<BatchRow, "points" | "stopped">;

/** Phases of the cold start that a worker sees from inside, milliseconds. */
export interface Opened {
  readonly importMs: number;
  readonly compileMs: number;
  readonly sessionMs: number;
  readonly firstInferenceMs: number;
}

export interface WarmParameters {
  readonly warmTimeMs: number;
  readonly warmupIterations: number;
  readonly minIterations: number;
  readonly maxIterations: number;
}

export interface SampleBatch {
  readonly firstIteration: number;
  readonly startMs: number[];
  readonly wallMs: number[];
  /** One array per segment. */
  readonly spanMs: number[][];
  /** Of each iteration, since its start: when each of its calls of a model ended. */
  readonly callEndMs?: number[][];
}

export interface WarmDone {
  readonly iterations: number;
  readonly cpuPerWall: number | null;
  readonly overheadMs: number | null;
  readonly selfReportedBytes: number | null;
  /** Where the work is not done by the process that the harness started. */
  readonly peak?: PeakMemory | null;
  /** The finest step of the clock that timed it, where that is coarser than a microsecond, milliseconds. */
  readonly clockStepMs?: number;
}

export interface PeakMemory {
  readonly peakRssBytes: number;
  readonly method: string;
}

export type Reply =
  /**
   * `at`: the machine-wide monotonic clock in nanoseconds, as text, since it exceeds a double. `spawnMs`: from the start of
   * what a user starts to here, where that is not the process: navigation, in a browser.
   */
  | { readonly type: "started"; readonly at: string; readonly spawnMs?: number }
  | ({ readonly type: "opened" } & Opened)
  | ({ readonly type: "samples" } & SampleBatch)
  | ({ readonly type: "warm-done" } & WarmDone)
  | { readonly type: "outputs" }
  /** In nats, of all tokens but the first; null of what is no number. */
  | { readonly type: "scored"; readonly logProbabilities: (number | null)[] }
  | { readonly type: "tried"; readonly trial: number }
  /** Settings that an engine does not take, or a profile of one that has none. */
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "timed"; readonly wallMs: number[] }
  | { readonly type: "dropped" }
  | ({ readonly type: "batched" } & Batched)
  /** Of a program that is asked once. */
  | { readonly type: "result"; readonly value: unknown }
  /** `files`: where the engine wrote a profile of each model; none when it printed them to stdout, or to the console: `printed`. */
  | {
      readonly type: "profile";
      readonly files: readonly string[];
      /** Of each model, in a request. */
      readonly calls: readonly number[];
      readonly runMs: number[];
      readonly printed?: string;
      /** In place of a profile. */
      readonly times?: readonly EngineTimes[];
    }
  | { readonly type: "error"; readonly message: string };
