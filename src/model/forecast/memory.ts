import { citedMemory } from "./cited-evidence.js";
import { measuredOn } from "./gpu-reference.js";
import { exactly, scaled } from "./interval.js";
import { commonSpread, type LogRatio, poolRatios, predicted } from "./pooled-ratio.js";
import type { ForecastReference, ReferenceTarget } from "./reference.js";
import type { Quantity } from "./result.js";

/** Peak resident set: today's times the measured ratio, or, where today's is unknown, what the target took before. */
export function peakMemory(
  reference: ForecastReference,
  target: ReferenceTarget,
  baseline: string | null,
  peakRssBytes: number | null,
): Quantity {
  if (target.id === baseline && peakRssBytes !== null) {
    const basis = { kind: "definition", reason: "it runs there today" } as const;
    return { state: "forecast", range: exactly(peakRssBytes), basis };
  }
  const logsOf = (id: string) =>
    reference.workloads.flatMap(({ id: workload, cells }): LogRatio[] => {
      const bytes = cells.get(id)?.peakRssBytes;
      const today = baseline === null ? null : cells.get(baseline)?.peakRssBytes;
      if (!bytes || (peakRssBytes !== null && !today)) return [];
      return [{ workload, log: Math.log(peakRssBytes === null ? bytes : bytes / today!), variance: 0 }];
    });
  const others = reference.targets.filter(({ id }) => id !== baseline).map(({ id }) => logsOf(id));
  const pooled = poolRatios(logsOf(target.id), commonSpread(others));
  if (pooled !== null) {
    const range = scaled(predicted(pooled), peakRssBytes ?? 1);
    return { state: "forecast", range, basis: measuredOn(pooled.workloads, target) };
  }
  const cited = citedMemory(target);
  if (cited === null || peakRssBytes === null) {
    const reason =
      peakRssBytes === null
        ? "today's peak memory is unknown, and none was measured on this target"
        : "no memory measured on this target, and none published";
    return { state: "no-evidence", reason };
  }
  return {
    state: "forecast",
    range: scaled(cited.range, peakRssBytes),
    basis: { kind: "cited", figures: cited.figures },
  };
}
