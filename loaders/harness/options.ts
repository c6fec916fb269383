import type { Effort } from "../../src/model/run-file.ts";
import type { OnnxAsked } from "../workloads/model-alone/workload.ts";
import type { Progress } from "./progress.ts";

export const TARGET_SETS = ["node", "browser", "standalone", "llm", "all"] as const;
/** Those that Node or Python hosts; today's program and those in a browser; today's and those without either; language models' engines; all. */
export type TargetSet = (typeof TARGET_SETS)[number];

export interface MeasureOptions {
  readonly effort: Effort;
  readonly workloads: readonly string[];
  /** By id; the set's beside them. */
  readonly targets: readonly string[];
  /** Which targets; null for what the effort measures where none is named. */
  readonly set: TargetSet | null;
  /** Whether to look what crossing boundaries costs; null for: where no targets are named. */
  readonly boundary: boolean | null;
  /** Whether to look at the model's call with more than one request in it; null for: at efforts above quick. */
  readonly batches: boolean | null;
  readonly size: string | null;
  /** Workload id → path or URL of a model that replaces the workload's own. */
  readonly models: Readonly<Record<string, string>>;
  /** A model alone, in place of the workloads; null for those. */
  readonly onnx: OnnxAsked | null;
  readonly budgetMs: number | null;
  readonly seed: number | null;
  /** Start anew even if an interrupted run with the same plan could go on. */
  readonly fresh: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A first look at everything: what `npm start` and the benchmark of it measure. */
export const QUICK_RUN: Omit<MeasureOptions, "fresh" | "progress" | "signal"> = {
  effort: "quick",
  workloads: [],
  targets: [],
  set: null,
  boundary: null,
  batches: null,
  size: null,
  models: {},
  onnx: null,
  budgetMs: null,
  seed: null,
};
