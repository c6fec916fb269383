import { type BatchCurve, batchCurve } from "../capacity/batch-curve.js";
import type { BatchRow } from "../run-file.js";

/** The model's calls with many requests in them, of each target of a workload where they tell anything. */
export function batchCurves(rows: readonly BatchRow[], workload: string): ReadonlyMap<string, BatchCurve> {
  const own = rows.filter((row) => row.workload === workload);
  return new Map(
    [...new Set(own.map(({ target }) => target))].flatMap((id) => {
      const curve = batchCurve(own.filter(({ target }) => target === id).flatMap(({ points }) => points));
      return curve === null ? [] : [[id, curve] as const];
    }),
  );
}
