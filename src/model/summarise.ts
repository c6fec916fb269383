import { mean, median } from "simple-statistics";
import { attribute, type BucketTimes, bucketTimes, computeShareOf, splitEngine } from "./attribution.js";
import { crossingCurves } from "./boundary/curves.js";
import { BUCKETS, type Bucket } from "./buckets.js";
import { courseOf } from "./course.js";
import { formatMs } from "./format.js";
import { likeTarget } from "./like-target.js";
import { generationOf } from "./llm/generation.js";
import { diskLoadOf, isFromDisk } from "./llm/model-load.js";
import { perplexitiesOf } from "./llm/perplexity.js";
import { threadLadders } from "./llm/threads.js";
import { mulberry32, seedOf } from "./random.js";
import {
  COLD_PHASES,
  type ColdPhase,
  type ColdRow,
  type MemoryRow,
  type OutcomeRow,
  type Run,
  type TargetRecord,
} from "./run-file.js";
import { COMPARABLE_MS } from "./runs/comparable.js";
import { estimateMedian, logMedianVariance, medianOfMedians } from "./statistics/bootstrap.js";
import { evenQuantiles } from "./statistics/even-quantiles.js";
import { middleHalf } from "./statistics/middle-half.js";
import { fitVariancePrior, type VariancePrior } from "./statistics/moderation.js";
import { noiseFlags } from "./statistics/noise.js";
import { percentileIfSupported } from "./statistics/percentile.js";
import { compareMedians, type Ratio } from "./statistics/ratio.js";
import type {
  Cell,
  MeasuredCell,
  MeasuredSummary,
  NoiseFloor,
  UnmeasuredCell,
  WorkloadSummary,
} from "./summary.js";

/** Everything measured of one (workload, target), grouped by process; `ok` processes of one arm only. */
interface CellData {
  readonly iterations: readonly (readonly BucketTimes[])[];
  readonly walls: readonly (readonly number[])[];
}

const isToday = (target: TargetRecord): boolean => courseOf(target) === "stay";

/**
 * Derives the summary from a run. Pure and seeded: the same run gives the same summary, digit for digit.
 *
 * @param isBaseline what all others are compared with: the first measured target of which it holds
 */
export function summarise(
  run: Run,
  warnings: readonly string[] = [],
  isBaseline: (target: TargetRecord) => boolean = isToday,
): MeasuredSummary {
  const { header } = run;
  const aaPairs = noisePairs(run);
  const noiseFloor = aaPairs.length > 0 ? Math.max(...aaPairs.map((pair) => pair.difference)) : null;
  const priors = runPriors(run);
  const drafts = header.workloads.map((record) =>
    header.targets.map((target) => measuredOrNot(run, record.id, target, priors)),
  );
  const priorOf = ratioPriors(drafts.flat());
  const workloads = header.workloads.map((record, i): WorkloadSummary => {
    const mine = drafts[i]!;
    const measured = header.targets.filter((target) =>
      mine.some(({ state, cell }) => state === "measured" && cell.target === target.id),
    );
    const baseline = measured.find(isBaseline) ?? null;
    const floor = floorOf(record.id, aaPairs);
    const context = { workload: record.id, baseline, measured, floor, priorOf };
    return {
      ...record,
      baseline: baseline?.id ?? null,
      cells: mine.map((draft) => finish(draft, mine, context)),
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
    crossings: crossingCurves(run),
    features: run.features,
    ladders: run.ladders,
    batches: run.batches,
    bandwidth: bandwidthOf(run),
    threadLadders: threadLadders(run.threadLadders),
    warnings: [...warnings, ...endWarnings(run)],
  };
}

type Ratios = Pick<MeasuredCell, "ratio" | "bucketRatios" | "likeTarget" | "likeRatio" | "likeBucketRatios">;

type Draft =
  | {
      readonly state: "measured";
      readonly cell: Omit<MeasuredCell, keyof Ratios>;
      readonly data: CellData;
    }
  | { readonly state: "not"; readonly cell: UnmeasuredCell };

function measuredOrNot(run: Run, workload: string, target: TargetRecord, priors: RunPriors): Draft {
  if (!target.available) {
    const { reason, enable } = target;
    return { state: "not", cell: { state: "unavailable", target: target.id, reason, enable } };
  }
  const skipped = target.skipped?.[workload];
  if (skipped !== undefined)
    return { state: "not", cell: { state: "skipped", target: target.id, reason: skipped, enable: null } };
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
  if (ok.length > 0) {
    const draft = measuredCell(run, workload, target, ok, priors);
    return target.adapter?.software && draft.state === "measured"
      ? proofOnly(draft.cell, target.adapter.name)
      : draft;
  }
  if (target.adapter?.software && outcomes.length === 0) return imitated(target.id, target.adapter.name);
  const failed = outcomes.find((row) => row.state === "crash" || row.state === "timeout");
  if (failed) return not("failed", `${failed.state}: ${failed.detail}`);
  return not("cut", outcomes[0]?.detail ?? "the run ended before it was reached");
}

function bandwidthOf({ bandwidths }: Run): number | null {
  const row = bandwidths.at(-1);
  return row === undefined ? null : (1_000 * row.bytesMoved) / median([...row.roundMs]);
}

/** It was tried on other workloads, the lightest first, until one worked. */
function imitated(target: string, adapter: string): Draft {
  return {
    state: "not",
    cell: {
      state: "unavailable",
      target,
      reason: `${adapter} imitates a GPU on the CPU, which is tried on one workload only`,
      enable: `npx portolan measure --target ${target}, on a machine whose browser has a real GPU`,
    },
  };
}

/** Its time is said, and takes part in nothing. */
function proofOnly({ target, p50Ms }: Pick<MeasuredCell, "target" | "p50Ms">, adapter: string): Draft {
  return {
    state: "not",
    cell: {
      state: "software",
      target,
      reason: `it answers right, in ${formatMs(p50Ms.value)}, on ${adapter}, which imitates a GPU on the CPU: the path works, and how fast a GPU is was not measured`,
      enable: `npx portolan measure --target ${target}, on a machine whose browser has a real GPU`,
    },
  };
}

function measuredCell(
  run: Run,
  workload: string,
  target: TargetRecord,
  ok: readonly OutcomeRow[],
  priors: RunPriors,
): Draft {
  const ids = new Set(ok.map((row) => row.process));
  const rows = run.samples.filter((row) => ids.has(row.process));
  const callMs = rows.flatMap((row) => bucketTimes(row, 1)).map((times) => times.compute);
  const runMs = meanOrZero([...middleHalf(callMs, (ms) => ms)]);
  const engineRow = run.engine.find((row) => ids.has(row.process));
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
  const p50Ms = estimateMedian(data.walls, {
    random: mulberry32(seedOf(`p50/${workload}/${target.id}`)),
    prior: priors.wall,
  });
  const all = run.cold.filter((row) => ids.has(row.process));
  const inMemory = all.filter((row) => !isFromDisk(row));
  const cold = inMemory.length > 0 ? inMemory : all;
  const diskLoad = diskLoadOf(all);
  const scores = run.scores.filter((row) => ids.has(row.process));
  const coldMs = Object.fromEntries(
    COLD_PHASES.map((phase) => [phase, medianOrZero(cold.map((row) => row[`${phase}Ms`]))]),
  ) as Record<ColdPhase, number>;
  const memory = run.memory.filter((row) => ids.has(row.process));
  const peaks = memory.map((row) => row.peakRssBytes);
  const cpuPerWall = nullableMedian(ok.map((row) => row.cpuPerWall));
  const agreements = ok.map((row) => row.agreement).filter((agreement) => agreement !== null);
  const worst = agreements.sort((a, b) => b.maxAbsError / b.tolerance - a.maxAbsError / a.tolerance)[0];
  const search = run.searches.find((row) => row.workload === workload && row.target === target.id);
  const threads = search ? (search.chosen.threads ?? 1) : target.threads;
  const record = run.header.workloads.find(({ id }) => id === workload)!;
  const generation = generationOf(record, target.id, rows, priors.wall);
  const attribution = attribute(data.iterations.flat(), p50Ms.value, split);
  return {
    state: "measured",
    data,
    cell: {
      state: "measured",
      target: target.id,
      threads,
      processes: ok.length,
      iterations: walls.length,
      p50Ms,
      p90: percentileIfSupported(walls, 0.9),
      p99: percentileIfSupported(walls, 0.99),
      maxMs: Math.max(...walls),
      quantilesMs: evenQuantiles(walls),
      attribution,
      coldMs,
      coldTotalMs: estimateMedian(cold.map(coldTotal), {
        random: mulberry32(seedOf(`cold/${workload}/${target.id}`)),
        prior: priors.cold,
      }),
      peakRssBytes: peaks.length > 0 ? Math.max(...peaks) : null,
      leastPeakRssBytes: peaks.length > 0 ? Math.min(...peaks) : null,
      ...linearMemoryOf(target, memory),
      ...(generation === null ? {} : { generation }),
      ...(diskLoad === null ? {} : { diskLoad }),
      ...(scores[0] ? { perplexity: perplexitiesOf(scores[0]) } : {}),
      settings: search ?? null,
      agreement: worst ? { maxAbsError: worst.maxAbsError, tolerance: worst.tolerance } : null,
      overheadMs: nullableMedian(ok.map((row) => row.overheadMs)),
      cpuPerWall,
      flags: noiseFlags({
        processes: data.walls,
        threads,
        parallelShare: attribution.bucketMs.compute / Math.max(attribution.wallMs, Number.MIN_VALUE),
        cpuPerWall,
        loadAverage1m: median(ok.map((row) => row.loadAverage1m)),
        cores: run.header.environment.cores,
      }),
    },
  };
}

/** What the worker says of itself is its linear memory where it is a Wasm module, and something else elsewhere. */
function linearMemoryOf(
  { port, standalone }: TargetRecord,
  memory: readonly MemoryRow[],
): Pick<MeasuredCell, "linearMemoryBytes"> {
  const own = memory.flatMap(({ selfReportedBytes }) => selfReportedBytes ?? []);
  return port === "wasm" && standalone?.road === "compiled-model" && own.length > 0
    ? { linearMemoryBytes: Math.max(...own) }
    : {};
}

interface RatioContext {
  readonly workload: string;
  readonly baseline: TargetRecord | null;
  /** The targets that were measured on this workload. */
  readonly measured: readonly TargetRecord[];
  readonly floor: number;
  readonly priorOf: (quantity: Quantity) => VariancePrior | null;
}

/** Adds what takes two cells: the ratios to the baseline, and to today's program at the same number of threads. */
function finish(draft: Draft, drafts: readonly Draft[], context: RatioContext): Cell {
  if (draft.state === "not") return draft.cell;
  const { cell, data } = draft;
  const { workload, baseline, measured, floor, priorOf } = context;
  const against = (other: string | undefined): Pick<MeasuredCell, "ratio" | "bucketRatios"> => {
    const base = drafts.find(
      (candidate) => candidate.state === "measured" && candidate.cell.target === other,
    );
    const compared = base?.state === "measured" && base !== draft ? base.data : null;
    const ratio = (quantity: Quantity): Ratio | null => {
      if (!compared) return null;
      const mine = seriesOf(data, quantity);
      const theirs = seriesOf(compared, quantity);
      if (medianOfMedians(mine) < COMPARABLE_MS || medianOfMedians(theirs) < COMPARABLE_MS) return null;
      const name = `ratio/${workload}/${cell.target}/${other}/${quantity}`;
      return compareMedians(mine, theirs, {
        random: mulberry32(seedOf(name)),
        floor,
        prior: priorOf(quantity),
      });
    };
    const bucketRatios = Object.fromEntries(BUCKETS.map((bucket) => [bucket, ratio(bucket)])) as Record<
      Bucket,
      Ratio | null
    >;
    return { ratio: ratio("wallMs"), bucketRatios };
  };
  const target = measured.find(({ id }) => id === cell.target)!;
  const like = likeTarget(target, baseline, measured);
  const toToday = against(baseline?.id);
  const toLike = like === baseline ? toToday : against(like?.id);
  return {
    ...cell,
    ...toToday,
    likeTarget: like?.id ?? null,
    likeRatio: toLike.ratio,
    likeBucketRatios: toLike.bucketRatios,
  };
}

type Quantity = Bucket | "wallMs";

const seriesOf = (data: CellData, quantity: Quantity): number[][] =>
  data.iterations.map((process) => process.map((times) => times[quantity]));

/** How much processes of one cell differ, as all cells of the run tell; per quantity, each worked out once. */
function ratioPriors(drafts: readonly Draft[]): (quantity: Quantity) => VariancePrior | null {
  const measured = drafts.filter((draft) => draft.state === "measured");
  const known = new Map<Quantity, VariancePrior | null>();
  return (quantity) => {
    let prior = known.get(quantity);
    if (prior === undefined) {
      prior = fitVariancePrior(measured.map(({ data }) => logMedianVariance(seriesOf(data, quantity))));
      known.set(quantity, prior);
    }
    return prior;
  };
}

interface RunPriors {
  readonly wall: VariancePrior | null;
  readonly cold: VariancePrior | null;
}

function runPriors(run: Run): RunPriors {
  const ok = run.outcomes.filter((row) => row.state === "ok" && row.arm === "wall");
  const walls = new Map<string, number[]>();
  for (const row of run.samples) walls.set(row.process, [...(walls.get(row.process) ?? []), ...row.wallMs]);
  const cells = new Map<string, string[]>();
  for (const row of ok) {
    const cell = `${row.workload}/${row.target}`;
    cells.set(cell, [...(cells.get(cell) ?? []), row.process]);
  }
  const inMemory = run.cold.filter((row) => !isFromDisk(row));
  const cold = new Map(inMemory.map((row) => [row.process, coldTotal(row)]));
  const prior = (of: ReadonlyMap<string, readonly number[]>) =>
    fitVariancePrior(
      [...cells.values()].map((ids) =>
        logMedianVariance(ids.flatMap((id) => (of.has(id) ? [of.get(id)!] : []))),
      ),
    );
  return { wall: prior(walls), cold: prior(cold) };
}

/** One process's cold start, as a series of one. */
const coldTotal = (row: ColdRow): number[] => [
  COLD_PHASES.reduce((total, phase) => total + row[`${phase}Ms`], 0),
];

/** The noise that a workload's verdicts must exceed: its own A/A pair's, or the run's typical one if larger. */
function floorOf(workload: string, pairs: readonly NoiseFloor[]): number {
  if (pairs.length === 0) return 0;
  const own = pairs.find((pair) => pair.workload === workload)?.difference ?? 0;
  return Math.max(own, median(pairs.map((pair) => pair.difference)));
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
