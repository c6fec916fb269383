/** What crossing a boundary costs, by size and by number of calls: the medians of what a run measured. */
import { median, quantile } from "simple-statistics";
import type { Adapter, CrossingRow, Run } from "../run-file.js";
import { CROSSING_HOSTS, CROSSING_WAYS, type CrossingHost, type CrossingWay } from "./ways.js";

export interface CurvePoint {
  /** All bytes that cross, in all calls together. */
  readonly bytes: number;
  readonly calls: number;
  /** Of all calls together: the median over rounds, their middle half, and the least and the most of them. */
  readonly ms: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface CrossingCurve {
  readonly host: CrossingHost;
  readonly way: CrossingWay;
  /** "V8 11.3" */
  readonly engine: string;
  readonly adapter: Adapter | null;
  /** All bytes in one call, by size. */
  readonly bySize: readonly CurvePoint[];
  /** The same bytes in more and more calls. */
  readonly byCalls: readonly CurvePoint[];
  readonly missing: CrossingRow["missing"];
}

/** One curve for each host and way that the run knows of, in the order in which they are declared. */
export function crossingCurves({ crossings }: Pick<Run, "crossings">): CrossingCurve[] {
  return CROSSING_HOSTS.flatMap((host) =>
    CROSSING_WAYS.flatMap((way) => {
      const row = crossings.find((one) => one.host === host && one.way === way);
      return row ? [curveOf(row)] : [];
    }),
  );
}

function curveOf({ host, way, engine, adapter, points, missing }: CrossingRow): CrossingCurve {
  const medians = points.map(({ bytes, calls, roundMs }) => ({
    bytes,
    calls,
    ms: median(roundMs),
    lowMs: quantile(roundMs, 0.25),
    highMs: quantile(roundMs, 0.75),
    leastMs: Math.min(...roundMs),
    mostMs: Math.max(...roundMs),
  }));
  const single = medians.filter(({ calls }) => calls === 1);
  const batchedBytes = medians.find(({ calls }) => calls > 1)?.bytes;
  // The last of each: a size may be that of the batches too, which come after all sizes.
  const batched = new Map(
    medians.filter(({ bytes }) => bytes === batchedBytes).map((one) => [one.calls, one]),
  );
  return {
    host,
    way,
    engine,
    adapter,
    bySize: single.sort((a, b) => a.bytes - b.bytes),
    byCalls: [...batched.values()].sort((a, b) => a.calls - b.calls),
    missing,
  };
}
