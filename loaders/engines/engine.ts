import type { Tensor } from "../workloads/workload.ts";

/** A loaded model that takes flat inputs in declared order and gives flat float outputs in declared order. */
export interface Session {
  run(inputs: readonly Tensor[]): Promise<Float32Array[]>;
  /**
   * Ends the engine's profiler, in the profiled arm.
   * @returns the profile's path, or null when the engine prints it to stdout
   */
  endProfile(): Promise<string | null>;
  /** Frees the model and the engine's threads. */
  release(): Promise<void>;
}
