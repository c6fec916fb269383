/** What the page asks of the module that measures (`loaders/live/runner.ts`), which a site ships beside its workers. Types only. */
import type { RunHeader, RunRow } from "../run-file.js";
import type { MeasuredSummary } from "../summary.js";
import type { LivePlan } from "./header.js";
import type { LiveJob } from "./listing.js";

/** A workload on a target, with whole addresses. */
export interface CellToRun {
  readonly workload: string;
  readonly target: string;
  readonly worker: string;
  readonly job: LiveJob;
  readonly tolerance: { readonly tensors: number; readonly result: number };
  /** Outputs to compare with; null where there are none, so that the workload's first cell that ran becomes it. */
  readonly reference: string | null;
}

export type CellName = Pick<CellToRun, "workload" | "target">;

export interface LiveEvents {
  /** A process of a cell begins: the `done`th of `total`. */
  onProcess(cell: CellName, done: number, total: number): void;
  onRow(row: RunRow): void;
  /** It is lost, with all that was measured of it before. */
  onLost(cell: CellName, reason: string): void;
  /** The page is hidden: nothing runs until it is seen again. */
  onHidden(hidden: boolean): void;
}

export interface LiveRunner {
  header(plan: LivePlan): RunHeader;
  /** Measures cells by the header's plan; ends when all have, or it was stopped. What fails costs its own cell. */
  run(
    header: RunHeader,
    cells: readonly CellToRun[],
    events: LiveEvents,
    signal: AbortSignal,
  ): Promise<"complete" | "interrupted">;
  summary(header: RunHeader, rows: readonly RunRow[]): MeasuredSummary;
  /** A run file, to be imported. */
  file(header: RunHeader, rows: readonly RunRow[]): string;
  /** What a model takes and gives. @throws Error with the engine's words */
  inspect(worker: string, model: string): Promise<ModelSignature>;
}

/** A dimension is a number, or the name of one that the caller chooses. */
interface ModelValue {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

export interface ModelSignature {
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
}
