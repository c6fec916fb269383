import type { Reach, TargetRecord } from "./run-file.js";
import type { MeasuredCell, WorkloadSummary } from "./summary.js";

/** A target with its numbers on one workload. */
export interface MeasuredTarget {
  readonly target: TargetRecord;
  readonly cell: MeasuredCell;
}

/** Whether it was measured in a page of a browser, and runs nowhere else. */
export const isInPage = ({ reach }: { readonly reach: readonly Reach[] }): boolean =>
  reach.every((place) => place === "browser");

/** Fastest first. */
export function measuredTargets(
  { cells }: WorkloadSummary,
  targets: readonly TargetRecord[],
): MeasuredTarget[] {
  return targets
    .flatMap((target) => {
      const cell = cells.find((one) => one.target === target.id);
      return cell?.state === "measured" ? [{ target, cell }] : [];
    })
    .sort((a, b) => a.cell.p50Ms.value - b.cell.p50Ms.value);
}
