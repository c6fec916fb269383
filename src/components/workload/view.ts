import { measuredSubjects, type Subject } from "../../model/decision/subject.js";
import { type MeasuredTarget, measuredTargets } from "../../model/measured-target.js";
import { baselineCell } from "../../model/rules.js";
import type { TargetRecord } from "../../model/run-file.js";
import type {
  MeasuredCell,
  MeasuredSummary,
  Summary,
  UnmeasuredCell,
  WorkloadSummary,
} from "../../model/summary.js";

/** A workload of a run: what every section of its page is drawn from that no condition moves. */
export interface WorkloadView {
  readonly summary: MeasuredSummary;
  readonly subject: Subject;
  readonly workload: WorkloadSummary;
  /** Fastest first. */
  readonly measured: readonly MeasuredTarget[];
  readonly unmeasured: readonly { readonly target: TargetRecord; readonly cell: UnmeasuredCell }[];
  readonly baseline: MeasuredCell | null;
}

/** Null when the run has no such workload; `absentNotice` says so. */
export function workloadView(summary: Summary, id: string): WorkloadView | null {
  if (summary.state !== "measured") return null;
  const subject = measuredSubjects(summary).find(({ workload }) => workload.id === id);
  if (subject === undefined) return null;
  // As measured: what stands in for code that is not there belongs to decisions alone.
  const workload = summary.workloads.find((one) => one.id === id)!;
  const { targets } = subject;
  return {
    summary,
    subject,
    workload,
    measured: measuredTargets(workload, targets),
    unmeasured: targets.flatMap((target) => {
      const cell = workload.cells.find((one) => one.target === target.id);
      return cell && cell.state !== "measured" ? [{ target, cell }] : [];
    }),
    baseline: baselineCell(workload),
  };
}
