import { lambdaPrices, optionsOf } from "../../model/advice/option.js";
import { type Advice, type AdviceInputs, advise, type Option } from "../../model/advice.js";
import type { PriceBook } from "../../model/prices/price.js";
import { baselineCell } from "../../model/rules.js";
import type { TargetRecord } from "../../model/run-file.js";
import type {
  MeasuredCell,
  MeasuredSummary,
  Summary,
  UnmeasuredCell,
  WorkloadSummary,
} from "../../model/summary.js";

/** A workload of a run under the reader's inputs: what every section of its page is drawn from. */
export interface WorkloadView {
  readonly summary: MeasuredSummary;
  readonly workload: WorkloadSummary;
  readonly inputs: AdviceInputs;
  readonly advice: Advice;
  /** Targets with numbers, fastest first. */
  readonly options: readonly Option[];
  readonly unmeasured: readonly { readonly target: TargetRecord; readonly cell: UnmeasuredCell }[];
  readonly baseline: MeasuredCell | null;
}

/** Null when the run has no such workload; `absentNotice` says so. */
export function workloadView(
  summary: Summary,
  id: string,
  inputs: AdviceInputs,
  prices: PriceBook,
): WorkloadView | null {
  const workload = summary.state === "measured" ? summary.workloads.find((w) => w.id === id) : undefined;
  if (summary.state !== "measured" || !workload) return null;
  const pairs = summary.targets.flatMap((target) => {
    const cell = workload.cells.find((c) => c.target === target.id);
    return cell ? [{ target, cell }] : [];
  });
  return {
    summary,
    workload,
    inputs,
    advice: advise(workload, summary.targets, inputs, prices),
    options: optionsOf(workload, summary.targets, inputs, lambdaPrices(prices)).sort(
      (a, b) => a.latencyMs.value - b.latencyMs.value,
    ),
    unmeasured: pairs.flatMap(({ target, cell }) => (cell.state === "measured" ? [] : [{ target, cell }])),
    baseline: baselineCell(workload),
  };
}

/** The target that the advice names, or null. */
export function chosenTarget({ advice }: WorkloadView): string | null {
  return advice.state === "recommended" || advice.state === "stay" ? advice.target : null;
}
