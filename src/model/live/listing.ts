/** What a built site ships for the benchmark in the reader's own browser: `_live/live.json`. Types only. */
import type { TargetRecord, WorkloadRecord } from "../run-file.js";

export const LIVE_FOLDER = "_live";

/** What a reader's browser must have for a target. */
export type ReaderNeed = "nothing" | "isolation" | "webgpu";

export interface LiveListing {
  readonly schema: 1;
  readonly suiteVersion: string;
  /** The module that measures, an address from this folder; null where nothing is shipped. */
  readonly runner: string | null;
  readonly targets: readonly LiveTarget[];
  readonly workloads: readonly LiveWorkload[];
  /** Workloads that are not shipped, and why. */
  readonly missing: readonly { readonly title: string; readonly reason: string }[];
  /** The command that builds a site with all of it. */
  readonly command: string;
  /** Workers for a model that the reader brings: one that looks into it, and one for each target. Null where none are shipped. */
  readonly ownModel: {
    readonly inspect: string;
    readonly workers: readonly Pick<LiveCell, "target" | "worker">[];
  } | null;
}

export interface LiveTarget {
  readonly record: Extract<TargetRecord, { available: true }>;
  readonly needs: ReaderNeed;
  /** Of the engine's files, as they lie there. */
  readonly engineBytes: number;
}

export interface LiveWorkload {
  readonly record: WorkloadRecord;
  readonly tolerance: { readonly tensors: number; readonly result: number };
  /** Outputs of the reference, an address from this folder; null where the targets are compared with each other. */
  readonly reference: string | null;
  /** Of model, request, assets and reference. */
  readonly bytes: number;
  readonly cells: readonly LiveCell[];
}

export interface LiveCell {
  readonly target: string;
  readonly worker: string;
  /** What its worker is told (`loaders/worker/job.ts`); its paths are addresses from this folder. */
  readonly job: LiveJob;
}

export interface LiveJob {
  readonly threads: number;
  readonly payloadPath: string;
  readonly assetsPath: string;
  readonly models: readonly { readonly path: string }[];
  readonly artefacts: Readonly<Record<string, string>>;
}
