/** The summands of a forecast that follow from others: nothing, what nobody claims, and the finer split of compute. */
import type { BucketOrUnattributed } from "../buckets.js";
import type { ForecastInput } from "./input.js";
import { exactly, type Interval80, scaled, sumIndependent } from "./interval.js";
import type { OperatorClass } from "./operators.js";
import type { BucketRatio } from "./ratios.js";
import type { Basis, ForecastPart, PartDetail, PartName } from "./result.js";

export function nothing(part: BucketOrUnattributed): ForecastPart {
  const basis: Basis = { kind: "definition", reason: "no time there today" };
  return { part, baselineMs: 0, ratio: null, ms: exactly(0), basis, details: [] };
}

/**
 * Waiting stays what it is, whatever the port. Only what threads or processes outside the profile may have done
 * meanwhile can change: taken as unchanged, within what the attributed parts do.
 */
export function idleParts(
  { waitingMs, unfollowedMs }: Pick<ForecastInput, "waitingMs" | "unfollowedMs">,
  isToday: boolean,
  known: readonly ForecastPart[],
): { readonly waiting: ForecastPart; readonly otherThreads: ForecastPart } {
  const behindMs = Math.min(unfollowedMs, waitingMs);
  const part = (
    name: "waiting" | "other threads",
    baselineMs: number,
    ratio: Interval80,
    reason: string,
  ) => ({
    part: name,
    baselineMs,
    ratio,
    ms: scaled(ratio, baselineMs),
    basis: { kind: "definition" as const, reason },
    details: [],
  });
  const rated = known.flatMap(({ ratio, baselineMs }) => (ratio !== null && baselineMs > 0 ? ratio : []));
  const anything: Interval80 = {
    median: 1,
    low: Math.min(1, ...rated.map(({ low }) => low)),
    high: Math.max(1, ...rated.map(({ high }) => high)),
  };
  return {
    waiting: part("waiting", waitingMs - behindMs, exactly(1), "no port shortens it"),
    otherThreads: part(
      "other threads",
      behindMs,
      isToday ? exactly(1) : anything,
      isToday ? "it runs there today, so nothing changes" : OTHER_THREADS,
    ),
  };
}

const OTHER_THREADS =
  "threads or processes that the profile does not follow may work meanwhile, so a port may change it or not";

/** What stays exactly as it is, and why. */
export function unchanged(part: PartName, baselineMs: number, reason: string): ForecastPart {
  const basis: Basis = { kind: "definition", reason };
  return { part, baselineMs, ratio: exactly(1), ms: exactly(baselineMs), basis, details: [] };
}

/** One part of a bucket's vectorised loops and the rest of it, which change on their own. */
export function withLoops(
  rest: ForecastPart,
  restName: "bytecode" | "engine and matrix products",
  loops: ForecastPart,
): ForecastPart {
  const detail = { name: "vectorised loops", baselineMs: loops.baselineMs, ms: loops.ms.median } as const;
  if (rest.baselineMs === 0) return { ...loops, details: [detail] };
  const baselineMs = rest.baselineMs + loops.baselineMs;
  const both = [rest, loops].flatMap(({ ratio, baselineMs: ms }) => (ratio ? scaled(ratio, ms) : []));
  const own = { name: restName, baselineMs: rest.baselineMs, ms: rest.ms.median };
  return {
    ...rest,
    baselineMs,
    ratio: scaled(sumIndependent(both), 1 / baselineMs),
    ms: sumIndependent([rest.ms, loops.ms]),
    basis: rest.basis.kind === "measured" && loops.basis.kind === "cited" ? loops.basis : rest.basis,
    details: [...(rest.details.length > 0 ? rest.details : [own]), detail],
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
