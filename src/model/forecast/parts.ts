/** The summands of a forecast that follow from others: nothing, what nobody claims, and the finer split of compute. */
import type { BucketOrUnattributed } from "../buckets.js";
import { exactly, type Interval80, scaled } from "./interval.js";
import type { OperatorClass } from "./operator-class.js";
import type { BucketRatio } from "./ratios.js";
import type { Basis, ForecastPart, PartDetail } from "./result.js";

export function nothing(part: BucketOrUnattributed): ForecastPart {
  const basis: Basis = { kind: "definition", reason: "no time there today" };
  return { part, baselineMs: 0, ratio: null, ms: exactly(0), basis, details: [] };
}

/** Time that nobody claims may be of any kind: as the rest does on the whole, at best as its best part. */
export function unattributedPart(baselineMs: number, known: readonly ForecastPart[]): ForecastPart {
  const rated = known.filter((part) => part.ratio !== null && part.baselineMs > 0);
  if (baselineMs === 0) return nothing("unattributed");
  const reason = "unattributed time is taken to change as the attributed does, within what its parts do";
  const before = rated.reduce((sum, part) => sum + part.baselineMs, 0);
  const after = rated.reduce((sum, part) => sum + part.ms.median, 0);
  const ratio: Interval80 =
    rated.length === 0
      ? exactly(1)
      : {
          median: after / before,
          low: Math.min(...rated.map(({ ratio }) => ratio!.low)),
          high: Math.max(...rated.map(({ ratio }) => ratio!.high)),
        };
  return {
    part: "unattributed",
    baselineMs,
    ratio,
    ms: scaled(ratio, baselineMs),
    basis: { kind: "definition", reason },
    details: [],
  };
}

export function classDetails(
  shares: ReadonlyMap<OperatorClass, number>,
  { effects }: BucketRatio,
  totalMs: number,
  baselineMs: number,
): PartDetail[] {
  const weighted = [...shares].map(([name, share]) => ({
    name,
    share,
    weight: share * Math.exp(effects.get(name) ?? 0),
  }));
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  return weighted.map(({ name, share, weight }) => ({
    name,
    baselineMs: share * baselineMs,
    ms: (weight / total) * totalMs,
  }));
}

export function widestOf(parts: readonly ForecastPart[]) {
  const squares = parts.map(({ part, ms }) => ({ part, square: ((ms.high - ms.low) / 2) ** 2 }));
  const total = squares.reduce((sum, { square }) => sum + square, 0);
  if (!(total > 0)) return null;
  const { part, square } = squares.reduce((a, b) => (b.square > a.square ? b : a));
  return { part, share: square / total };
}
