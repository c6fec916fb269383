import { mean, median } from "simple-statistics";
import { attribute, type BucketTimes, bucketTimes, computeShareOf, splitEngine } from "./attribution.ts";
import { BUCKETS, type Bucket } from "./buckets.ts";
import { mulberry32, seedOf } from "./random.ts";
import { COLD_PHASES, type ColdPhase, type OutcomeRow, type Run, type TargetRecord } from "./run-file.ts";
import { estimateMedian, medianOfMedians } from "./statistics/bootstrap.ts";
import { middleHalf } from "./statistics/middle-half.ts";
import { noiseFlags } from "./statistics/noise.ts";
import { percentileIfSupported } from "./statistics/percentile.ts";
import { compareMedians, type Ratio } from "./statistics/ratio.ts";
import type {
  Cell,
  MeasuredCell,
  MeasuredSummary,
  NoiseFloor,
  UnmeasuredCell,
  WorkloadSummary,
} from "./summary.ts";

/** Both sides must spend this long in a bucket before their ratio says anything. */
const COMPARABLE_MS = 0.02;
const DRAWN_QUANTILES = 100;

/** Everything measured of one (workload, target), grouped by process; `ok` processes of one arm only. */
interface CellData {
  readonly iterations: readonly (readonly BucketTimes[])[];
  readonly walls: readonly (readonly number[])[];
}

/**
 * Derives the summary from a run. Pure and seeded: the same run gives the same summary, digit for digit.
 */
export function summarise(run: Run, warnings: readonly string[] = []): MeasuredSummary {
  const { header } = run;
  const aaPairs = noisePairs(run);
  const noiseFloor = aaPairs.length > 0 ? Math.max(...aaPairs.map((pair) => pair.difference)) : null;
  const workloads = header.workloads.map((record): WorkloadSummary => {
    const cells = header.targets.map((target) => measuredOrNot(run, record.id, target));
    const baseline = header.targets.find(
      (target) =>
        target.port === "stay" && cells.some((c) => c.state === "measured" && c.cell.target === target.id),
    );
    return {
      ...record,
      baseline: baseline?.id ?? null,
      cells: cells.map((c) => finish(c, cells, record.id, baseline?.id ?? null, noiseFloor ?? 0)),
    };
  });
  const last = run.ends.at(-1);
  return {
    state: "measured",
    runId: header.runId,
    suiteVersion: header.suiteVersion,
    startedAt: header.startedAt,
    elapsedMs: run.ends.reduce((total, end) => total + end.elapsedMs, 0),
    complete: last?.reason === "complete",
    effort: header.effort,
    parameters: header.parameters,
    seed: header.seed,
    processes: run.outcomes.filter((row) => row.state !== "cut").length,
    samples: run.samples.reduce((total, row) => total + row.wallMs.length, 0),
    environment: header.environment,
    targets: header.targets,
    workloads,
    noiseFloor,
    aaPairs,
    warnings: [...warnings, ...endWarnings(run)],
  };
}

type Draft =
  | {
      readonly state: "measured";
      readonly cell: Omit<MeasuredCell, "ratio" | "bucketRatios">;
      readonly data: CellData;
    }
  | { readonly state: "not"; readonly cell: UnmeasuredCell };

function measuredOrNot(run: Run, workload: string, target: TargetRecord): Draft {
  if (!target.available) {
    const { reason, enable } = target;
    return { state: "not", cell: { state: "unavailable", target: target.id, reason, enable } };
  }
  const outcomes = run.outcomes.filter(
    (row) => row.workload === workload && row.target === target.id && row.arm === "wall",
  );
  const not = (state: UnmeasuredCell["state"], reason: string): Draft => ({
    state: "not",
    cell: { state, target: target.id, reason, enable: null },
  });
  const mismatch = outcomes.find((row) => row.state === "mismatch");
  if (mismatch) return not("mismatch", mismatch.detail);
  const ok = outcomes.filter((row) => row.state === "ok");
  if (ok.length > 0) return measuredCell(run, workload, target, ok);
  const failed = outcomes.find((row) => row.state === "crash" || row.state === "timeout");
  if (failed) return not("failed", `${failed.state}: ${failed.detail}`);
  return not("cut", outcomes[0]?.detail ?? "the run ended before it was reached");
}

function measuredCell(run: Run, workload: string, target: TargetRecord, ok: readonly OutcomeRow[]): Draft {
  const ids = new Set(ok.map((row) => row.process));
  const rows = run.samples.filter((row) => ids.has(row.process));
  const callMs = rows.flatMap((row) => bucketTimes(row, 1)).map((times) => times.compute);
  const runMs = meanOrZero([...middleHalf(callMs, (ms) => ms)]);
  const engineRow = run.engine.find((row) => row.workload === workload && row.target === target.id);
  const split = splitEngine(engineRow, runMs);
  const data = group(
    ok,
    rows.map((row) => ({ process: row.process, times: bucketTimes(row, computeShareOf(split)) })),
  );
  const walls = data.walls.flat();
  if (walls.length === 0) {
    const reason = "its processes ended well but left no samples";
    return { state: "not", cell: { state: "failed", target: target.id, reason, enable: null } };
  }
  const p50Ms = estimateMedian(data.walls, { random: mulberry32(seedOf(`p50/${workload}/${target.id}`)) });
  const cold = run.cold.filter((row) => ids.has(row.process));
  const coldMs = Object.fromEntries(
    COLD_PHASES.map((phase) => [phase, medianOrZero(cold.map((row) => row[`${phase}Ms`]))]),
  ) as Record<ColdPhase, number>;
  const coldTotals = cold.map((row) => [COLD_PHASES.reduce((total, phase) => total + row[`${phase}Ms`], 0)]);
  const peaks = run.memory.filter((row) => ids.has(row.process)).map((row) => row.peakRssBytes);
  const cpuPerWall = nullableMedian(ok.map((row) => row.cpuPerWall));
  const agreements = ok.map((row) => row.agreement).filter((agreement) => agreement !== null);
  const worst = agreements.sort((a, b) => b.maxAbsError / b.tolerance - a.maxAbsError / a.tolerance)[0];
  const attribution = attribute(data.iterations.flat(), p50Ms.value, split);
  return {
    state: "measured",
    data,
    cell: {
      state: "measured",
      target: target.id,
      processes: ok.length,
      iterations: walls.length,
      p50Ms,
      p90: percentileIfSupported(walls, 0.9),
      p99: percentileIfSupported(walls, 0.99),
      maxMs: Math.max(...walls),
      quantilesMs: evenQuantiles(walls),
      attribution,
      coldMs,
      coldTotalMs: estimateMedian(coldTotals, {
        random: mulberry32(seedOf(`cold/${workload}/${target.id}`)),
      }),
      peakRssBytes: peaks.length > 0 ? Math.max(...peaks) : null,
      agreement: worst ? { maxAbsError: worst.maxAbsError, tolerance: worst.tolerance } : null,
      overheadMs: nullableMedian(ok.map((row) => row.overheadMs)),
      cpuPerWall,
      flags: noiseFlags({
        processes: data.walls,
        threads: target.threads,
        parallelShare: attribution.bucketMs.compute / Math.max(attribution.wallMs, Number.MIN_VALUE),
        cpuPerWall,
        loadAverage1m: median(ok.map((row) => row.loadAverage1m)),
        cores: run.header.environment.cores,
      }),
    },
  };
}

function finish(
  draft: Draft,
  drafts: readonly Draft[],
  workload: string,
  baseline: string | null,
  floor: number,
): Cell {
  if (draft.state === "not") return draft.cell;
  const { cell, data } = draft;
  const base = drafts.find((other) => other.state === "measured" && other.cell.target === baseline);
  const compared = base?.state === "measured" && cell.target !== baseline ? base.data : null;
  const ratio = (name: string, of: (times: BucketTimes) => number): Ratio | null => {
    if (!compared) return null;
    const mine = data.iterations.map((process) => process.map(of));
    const theirs = compared.iterations.map((process) => process.map(of));
    if (medianOfMedians(mine) < COMPARABLE_MS || medianOfMedians(theirs) < COMPARABLE_MS) return null;
    const random = mulberry32(seedOf(`ratio/${workload}/${cell.target}/${name}`));
    return compareMedians(mine, theirs, { random, floor });
  };
  const bucketRatios = Object.fromEntries(
    BUCKETS.map((bucket) => [bucket, ratio(bucket, (times) => times[bucket])]),
  ) as Record<Bucket, Ratio | null>;
  return { ...cell, ratio: ratio("wall", (times) => times.wallMs), bucketRatios };
}

/** Two arms of one target, per workload: whatever they differ by is noise. */
function noisePairs(run: Run): NoiseFloor[] {
  const pairs: NoiseFloor[] = [];
  const ok = run.outcomes.filter((row) => row.state === "ok");
  for (const { id: workload } of run.header.workloads) {
    const of = (arm: "wall" | "aa", target?: string) => {
      const outcomes = ok.filter(
        (row) => row.workload === workload && row.arm === arm && (!target || row.target === target),
      );
      const rows = run.samples.map((row) => ({ process: row.process, times: bucketTimes(row, 1) }));
      return { target: outcomes[0]?.target, data: group(outcomes, rows) };
    };
    const twin = of("aa");
    if (!twin.target) continue;
    const original = of("wall", twin.target);
    if (twin.data.walls.length === 0 || original.data.walls.length === 0) continue;
    const difference = Math.abs(medianOfMedians(twin.data.walls) / medianOfMedians(original.data.walls) - 1);
    pairs.push({ target: twin.target, workload, difference });
  }
  return pairs;
}

/** Iterations by process, in time order; a process's batches are joined. */
function group(
  outcomes: readonly OutcomeRow[],
  rows: readonly { readonly process: string; readonly times: readonly BucketTimes[] }[],
): CellData {
  const iterations = outcomes
    .map(({ process }) => rows.filter((row) => row.process === process).flatMap((row) => row.times))
    .filter((process) => process.length > 0);
  return { iterations, walls: iterations.map((process) => process.map((times) => times.wallMs)) };
}

function endWarnings(run: Run): string[] {
  const last = run.ends.at(-1);
  if (!last) return ["The run has no end: it was killed. What it measured is shown."];
  if (last.reason === "interrupted") return ["The run was interrupted. What it measured is shown."];
  if (last.reason === "budget") return [`The time budget ended the run early: ${last.detail}.`];
  return [];
}

function evenQuantiles(walls: readonly number[]): number[] {
  const sorted = [...walls].sort((a, b) => a - b);
  const count = Math.min(DRAWN_QUANTILES, sorted.length);
  return Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? 0 : Math.round((i * (sorted.length - 1)) / (count - 1));
    return Number(sorted[at]!.toPrecision(5));
  });
}

function meanOrZero(values: number[]): number {
  return values.length > 0 ? mean(values) : 0;
}

function medianOrZero(values: number[]): number {
  return values.length > 0 ? median(values) : 0;
}

function nullableMedian(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}
