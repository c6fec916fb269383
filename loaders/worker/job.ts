import type { EngineSettings } from "../../src/model/run-file.ts";
import type { TensorSpec } from "../workloads/workload.ts";

/** What a worker process is told: plain data, since it crosses a process boundary and a language. */
export interface Job {
  readonly workload: string;
  readonly target: string;
  /** The request, in a file that every iteration reads. */
  readonly payloadPath: string;
  /** The response, in a file that every iteration writes. */
  readonly responsePath: string;
  readonly assetsPath: string;
  readonly modelPath: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly maxResultLength: number;
  readonly threads: number;
  /** What else the program sets of its engine. */
  readonly settings: Omit<EngineSettings, "threads">;
  /** Paths of what the target prepared before any timing, by its own names: a Wasm module, a library. */
  readonly artefacts: Readonly<Record<string, string>>;
}
