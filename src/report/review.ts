import { type Advice, type AdviceInputs, advise, type Option } from "../model/advice.js";
import type { PriceBook } from "../model/prices/price.js";
import type { TargetRecord } from "../model/run-file.js";
import type { MeasuredSummary, WorkloadSummary } from "../model/summary.js";

/** A workload with its advice, as the findings speak of it. */
export interface Reviewed {
  readonly workload: WorkloadSummary;
  readonly advice: Advice;
}

export function review(summary: MeasuredSummary, inputs: AdviceInputs, prices: PriceBook): Reviewed[] {
  return summary.workloads.map((workload) => ({
    workload,
    advice: advise(workload, summary.targets, inputs, prices),
  }));
}

/** The option that the advice names, or null where it names none. */
export function chosenOption(advice: Advice): Option | null {
  if (advice.state !== "recommended" && advice.state !== "stay") return null;
  return advice.order.find(({ target }) => target.id === advice.target) ?? null;
}

/** Whether a port is advised because the baseline itself fails a gate, and not because the port is worth it. */
export function mustMove({ workload, advice }: Reviewed): boolean {
  const { gates } = advice;
  return (
    advice.state === "recommended" &&
    gates.some((gate) => gate.target === workload.baseline && gate.passed === "no")
  );
}

export function titleOf(target: string, targets: readonly TargetRecord[]): string {
  return targets.find(({ id }) => id === target)?.title ?? target;
}
