/** What quantising a model's weights brings, and what it costs. */
import { formatBytes, formatMs, formatShare } from "../model/format.js";
import type { MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { changeText } from "./change-text.js";
import { titleOf } from "./words.js";

export interface QuantisedRow {
  readonly target: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
}

export interface QuantisedPair {
  readonly finding: string;
  readonly rows: readonly QuantisedRow[];
}

/** Of the two workloads of a model as it was and with smaller weights, whichever is asked for; null of any other. */
export function quantisedPair(workload: WorkloadSummary, summary: MeasuredSummary): QuantisedPair | null {
  const small = workload.variant
    ? workload
    : summary.workloads.find(({ variant }) => variant?.of === workload.id);
  const large = summary.workloads.find(({ id }) => id === small?.variant?.of);
  if (!small?.variant || !large) return null;
  const { weights, maxAbsError, maxAbs } = small.variant;
  const bytes = `${formatBytes(small.model.bytes, 2)} instead of ${formatBytes(large.model.bytes, 2)}`;
  const off = maxAbs > 0 ? `${formatShare(maxAbsError / maxAbs)} of the largest` : maxAbsError.toPrecision(2);
  return {
    finding: `With ${weights} weights the model is ${bytes}, and an output changes by at most ${off}`,
    rows: large.cells.flatMap((before) => {
      const after = small.cells.find(({ target }) => target === before.target);
      if (before.state !== "measured" || after?.state !== "measured") return [];
      return [
        {
          target: titleOf(before.target, summary.targets),
          before: formatMs(before.p50Ms.value),
          after: formatMs(after.p50Ms.value),
          change: changeText(before.p50Ms, after.p50Ms),
        },
      ];
    }),
  };
}
