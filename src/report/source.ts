/** Where a figure's numbers come from, as it stands under the figure and in the files that are made of it. */
import type { MeasuredSummary } from "../model/summary.js";

export interface Source {
  /** In words, without a full stop. */
  readonly text: string;
  /** Of the run or recording; null for what neither made. */
  readonly runId: string | null;
  readonly machine: string | null;
  /** ISO 8601. */
  readonly measuredAt: string | null;
}

export function runSource({ runId, startedAt, environment }: MeasuredSummary): Source {
  const machine = `${environment.cpuModel}, ${environment.cores} ${environment.cores === 1 ? "core" : "cores"}`;
  return { text: `Run ${runId}, on ${machine}`, runId, machine, measuredAt: startedAt };
}
