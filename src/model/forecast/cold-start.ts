import { citedColdMs } from "./cited-evidence.js";
import { measuredOn } from "./gpu-reference.js";
import { type Interval80, product, sumIndependent } from "./interval.js";
import { commonSpread, type LogRatio, poolRatios, predicted } from "./pooled-ratio.js";
import type { ForecastReference, ReferenceCell, ReferenceTarget } from "./reference.js";
import type { Quantity } from "./result.js";

/**
 * From spawning a process to its first result: start (spawn, import, compile) and session as they were on this
 * target, the first request as a multiple of a warm one.
 *
 * @param warmMs the forecast of a warm request; null where there is none
 */
export function coldStart(
  reference: ForecastReference,
  target: ReferenceTarget,
  warmMs: Interval80 | null,
): Quantity {
  const logsOf = (id: string, of: (cell: ReferenceCell) => number) =>
    reference.workloads.flatMap(({ id: workload, cells }): LogRatio[] => {
      const cell = cells.get(id);
      return cell && of(cell) > 0 ? [{ workload, log: Math.log(of(cell)), variance: 0 }] : [];
    });
  const typical = (of: (cell: ReferenceCell) => number) =>
    poolRatios(logsOf(target.id, of), commonSpread(reference.targets.map(({ id }) => logsOf(id, of))));
  const start = typical(({ startMs }) => startMs);
  const session = typical(({ sessionMs }) => sessionMs);
  const first = typical(({ firstInferenceMs, wallMs }) => firstInferenceMs / wallMs);
  if (start && session && first && warmMs !== null) {
    const firstMs = product(predicted(first), warmMs);
    const range = sumIndependent([predicted(start), predicted(session), firstMs]);
    return { state: "forecast", range, basis: measuredOn(start.workloads, target) };
  }
  const cited = citedColdMs(target);
  if (cited === null) {
    return {
      state: "no-evidence",
      reason: "no cold start measured here on two workloads, and none published",
    };
  }
  return { state: "forecast", range: cited.range, basis: { kind: "cited", figures: cited.figures } };
}
