import type { ShapedTensor } from "../workloads/workload.ts";

/** Of one call of a model on a device. */
export interface EngineTimes {
  readonly uploadMs: number;
  readonly computeMs: number;
  readonly readBackMs: number;
}

/** A loaded model that takes inputs in declared order and gives flat float outputs in declared order. */
export interface Session {
  run(inputs: readonly ShapedTensor[]): Promise<Float32Array[]>;
  /**
   * Ends the engine's profiler, in the profiled arm.
   * @returns the profile's path, or null when the engine prints it to stdout
   */
  endProfile(): Promise<string | null>;
  /** Of the profiled arm, one for each run, where the engine has no profiler that tells moving tensors from computing. */
  times?(): readonly EngineTimes[];
  /** Of a language model: logarithms of the probabilities that it gives a text's tokens, all but the first, in nats. */
  score?(text: Int32Array): Promise<Float32Array>;
  /** Frees the model and the engine's threads. */
  release(): Promise<void>;
}
