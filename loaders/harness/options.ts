import type { Effort } from "../../src/model/run-file.ts";
import type { Progress } from "./progress.ts";

export interface MeasureOptions {
  readonly effort: Effort;
  readonly workloads: readonly string[];
  readonly targets: readonly string[];
  readonly size: string | null;
  /** Workload id → path or URL of a model that replaces the workload's own. */
  readonly models: Readonly<Record<string, string>>;
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
  size: null,
  models: {},
  budgetMs: null,
  seed: null,
};
