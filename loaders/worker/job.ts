import type { EngineSettings } from "../../src/model/run-file.ts";
import type { TensorSpec } from "../workloads/workload.ts";

/** Where a request calls its models as often as it needs, each call says its shapes: then no tensor here has dimensions. */
export interface JobModel {
  readonly name: string;
  readonly path: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** What a worker process is told: plain data, since it crosses a process boundary and a language. */
export interface Job {
  readonly workload: string;
  readonly target: string;
  /** The request, in a file that every iteration reads. */
  readonly payloadPath: string;
  /** The response, in a file that every iteration writes. */
  readonly responsePath: string;
  readonly assetsPath: string;
  /** Those that the workload calls, in its order. */
  readonly models: readonly JobModel[];
  /** Whether samples tell when each call of a model ended, as a conversation's do, whose calls are its tokens. */
  readonly keepsCalls?: true;
  /** In floats, where a request calls its one model once; null where its glue goes step by step and answers in JSON. */
  readonly maxResultLength: number | null;
  /** What the worker makes of a request before glue gets it. */
  readonly decode: "picture" | null;
  readonly threads: number;
  /** What else the program sets of its engine. */
  readonly settings: Omit<EngineSettings, "threads">;
  /** Paths of what the target prepared before any timing, by its own names: a Wasm module, a library. */
  readonly artefacts: Readonly<Record<string, string>>;
}
