/** What quantising a model's weights brings, and what it costs. */
import { formatBytes, formatMs, formatShare } from "../model/format.js";
import type { MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { factor, titleOf } from "./words.js";

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
      const [from, to] = [before.p50Ms, after.p50Ms];
      const times = from.value / to.value;
      const isTold = to.high < from.low || to.low > from.high;
      const change = times >= 1 ? `${factor(times)} times as fast` : `${factor(1 / times)} times as slow`;
      return [
        {
          target: titleOf(before.target, summary.targets),
          before: formatMs(from.value),
          after: formatMs(to.value),
          change: isTold ? change : "no difference that can be told",
        },
      ];
    }),
  };
}
