import { type Advice, type AdviceInputs, advise, type Option } from "../../model/advice.js";
import type { TargetRecord } from "../../model/run-file.js";
import type { MeasuredSummary, WorkloadSummary } from "../../model/summary.js";

/** A workload with its advice, as the findings speak of it. */
export interface Reviewed {
  readonly workload: WorkloadSummary;
  readonly advice: Advice;
}

export function review(summary: MeasuredSummary, inputs: AdviceInputs): Reviewed[] {
  return summary.workloads.map((workload) => ({
    workload,
    advice: advise(workload, summary.targets, inputs),
  }));
}

/** The option that the advice names, or null where it names none. */
export function chosenOption(advice: Advice): Option | null {
  if (advice.state !== "recommended" && advice.state !== "stay") return null;
  return advice.order.find(({ target }) => target.id === advice.target) ?? null;
}

export function titleOf(target: string, targets: readonly TargetRecord[]): string {
  return targets.find(({ id }) => id === target)?.title ?? target;
}
