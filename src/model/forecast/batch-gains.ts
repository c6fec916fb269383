/** How much longer a call takes with many requests in it than with one, pooled over the workloads whose batches were measured. */
import { median } from "simple-statistics";
import type { BatchRow } from "../run-file.js";
import type { Interval80 } from "./interval.js";
import { commonSpread, type LogRatio, poolRatios, predicted } from "./pooled-ratio.js";

/** Of one size: the call's time over that of a single request's. */
export interface BatchGain {
  readonly batch: number;
  readonly times: Interval80;
}

/** A batch of one first, ascending; empty where fewer than two workloads tell. */
export function batchGains(target: string, rows: readonly BatchRow[]): BatchGain[] {
  const bySize = new Map<number, LogRatio[]>();
  for (const { workload, target: id, points } of rows) {
    const single = points.find(({ batch }) => batch === 1);
    if (id !== target || single === undefined) continue;
    for (const { batch, roundMs } of points) {
      const log = Math.log(median([...roundMs]) / median([...single.roundMs]));
      if (batch > 1) bySize.set(batch, [...(bySize.get(batch) ?? []), { workload, log, variance: 0 }]);
    }
  }
  const spread = commonSpread([...bySize.values()]);
  const gains = [...bySize]
    .sort(([a], [b]) => a - b)
    .flatMap(([batch, ratios]): BatchGain[] => {
      const pooled = ratios.length < 2 ? null : poolRatios(ratios, spread);
      return pooled === null ? [] : [{ batch, times: predicted(pooled) }];
    });
  return gains.length === 0 ? [] : [{ batch: 1, times: { median: 1, low: 1, high: 1 } }, ...gains];
}
