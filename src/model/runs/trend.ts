/** How a cell's median went over the runs of one machine, and which run moved it beyond noise. */
import type { Estimate } from "../statistics/estimate.js";
import { medianInterval } from "../statistics/log-median.js";
import { isComparable } from "./comparable.js";
import { floorsOf, refusalOf } from "./compare-runs.js";
import type { CellDigest, RunDigest } from "./digest.js";
import { type Effect, effectOf, verdictConfidence } from "./effect.js";

export interface TrendPoint {
  readonly run: RunDigest;
  /** Median of a warm request, ms. */
  readonly ms: number;
  readonly interval: Pick<Estimate, "low" | "high"> | null;
  readonly isBaseline: boolean;
  /** Over the level that held until then; null up to the baseline. */
  readonly effect: Effect | null;
  /** What it begins, where it is beyond noise: its median is the level of the runs that follow. */
  readonly moved: "faster" | "slower" | null;
}

export interface Trend {
  readonly workload: string;
  readonly target: string;
  /** Oldest first, at least one. Runs of another suite, model or size than the newest's are left out. */
  readonly points: readonly TrendPoint[];
  /** The newest over the baseline; null where they are one. */
  readonly sinceBaseline: Effect | null;
}

interface Measured {
  readonly run: RunDigest;
  readonly cell: CellDigest;
}

/**
 * Every cell of a machine that its newest run of the workload holds the model of.
 *
 * @param runs of one machine, oldest first
 * @param baselineId the run that is the first level; where a cell is not in it, and without one, the oldest is
 */
export function trendsOf(runs: readonly RunDigest[], baselineId: string | null = null): Trend[] {
  const series = runs.length === 0 ? [] : seriesOf(runs);
  const judged = series.reduce((sum, { all }) => sum + Math.max(0, all.length - 1), 0);
  const confidence = verdictConfidence(judged);
  return series.map(({ workload, target, all }) => {
    const at = Math.max(
      0,
      all.findIndex(({ run }) => run.runId === baselineId),
    );
    const points = pointsOf(all, at, confidence);
    const last = all.length - 1;
    const sinceBaseline = last > at ? between(all[at]!, all[last]!, confidence) : null;
    return { workload, target, points, sinceBaseline };
  });
}

interface Series {
  readonly workload: string;
  readonly target: string;
  readonly all: readonly Measured[];
}

/** In the order in which the newest runs have them. */
function seriesOf(runs: readonly RunDigest[]): Series[] {
  const found = new Map<string, { workload: string; target: string; all: Measured[] }>();
  for (const run of [...runs].reverse())
    for (const cell of run.cells) {
      const key = `${cell.workload}\n${cell.target}`;
      const series = found.get(key);
      if (series === undefined)
        found.set(key, { workload: cell.workload, target: cell.target, all: [{ run, cell }] });
      else if (isAlike(run, series.all.at(-1)!.run, cell.workload)) series.all.push({ run, cell });
    }
  return [...found.values()].map((series) => ({ ...series, all: series.all.reverse() }));
}

function isAlike(run: RunDigest, newer: RunDigest, workload: string): boolean {
  const [mine, its] = [run, newer].map(({ workloads }) => workloads.find(({ id }) => id === workload)!);
  return isComparable(run, newer) && refusalOf(mine!, its!) === null;
}

function pointsOf(all: readonly Measured[], baseline: number, confidence: number): TrendPoint[] {
  let level = all[baseline]!;
  return all.map((one, i) => {
    const { wallMs } = one.cell;
    const effect = i > baseline ? between(level, one, confidence) : null;
    const moved = effect?.verdict === "faster" || effect?.verdict === "slower" ? effect.verdict : null;
    if (moved) level = one;
    const shown = medianInterval(wallMs, 0.95);
    const interval = shown && { low: shown.low, high: shown.high };
    return { run: one.run, ms: wallMs.value, interval, isBaseline: i === baseline, effect, moved };
  });
}

const between = (a: Measured, b: Measured, confidence: number): Effect =>
  effectOf(a.cell.wallMs, b.cell.wallMs, floorsOf(a.run, b.run, b.cell.workload).wallMs, confidence);
