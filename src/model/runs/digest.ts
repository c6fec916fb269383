/** What is left of a run where many are laid side by side: its conditions, and of each cell medians that know how sure they are. */
import { median } from "simple-statistics";
import { bucketTimes, computeShareOf, splitEngine } from "../attribution.js";
import { BUCKETS, type Bucket } from "../buckets.js";
import { courseOf } from "../course.js";
import {
  COLD_PHASES,
  type ColdRow,
  type Effort,
  type Environment,
  type OutcomeRow,
  type Run,
  type TargetRecord,
  type WorkloadRecord,
} from "../run-file.js";
import { type LogMedian, logMedian } from "../statistics/log-median.js";
import { middleHalf } from "../statistics/middle-half.js";
import { fitVariancePrior } from "../statistics/moderation.js";
import { QUANTITIES, type Quantity } from "./comparable.js";

export interface CellDigest {
  readonly workload: string;
  readonly target: string;
  readonly wallMs: LogMedian;
  readonly coldMs: LogMedian | null;
  readonly peakRssBytes: LogMedian | null;
  /** Of a warm request; medians of the processes' medians, which need not add up. */
  readonly bucketMs: Readonly<Record<Bucket, number>>;
}

/** It was tried, and has no numbers. */
export interface LostCell {
  readonly workload: string;
  readonly target: string;
  readonly state: Exclude<OutcomeRow["state"], "ok">;
}

export interface WorkloadDigest
  extends Pick<WorkloadRecord, "id" | "title" | "size" | "sizeLabel" | "payloadBytes"> {
  readonly model: Pick<WorkloadRecord["model"], "name" | "sha256">;
  /** |ratio − 1| between two arms of one target, its own pair's or the run's typical one if larger; null without such an arm. */
  readonly floors: Readonly<Record<Quantity, number>> | null;
}

export interface TargetDigest extends Pick<TargetRecord, "id" | "title" | "threads"> {
  readonly isToday: boolean;
  readonly engines: Readonly<Record<string, string>>;
}

export interface RunDigest {
  readonly runId: string;
  readonly suiteVersion: string;
  readonly startedAt: string;
  readonly effort: Effort;
  readonly complete: boolean;
  readonly environment: Environment;
  readonly workloads: readonly WorkloadDigest[];
  /** Those that have a cell. */
  readonly targets: readonly TargetDigest[];
  readonly cells: readonly CellDigest[];
  readonly lost: readonly LostCell[];
}

/** Medians of one process. */
type ProcessMedians = Readonly<Record<Quantity | Bucket, number | null>>;

interface Draft {
  readonly workload: string;
  readonly target: string;
  readonly processes: readonly ProcessMedians[];
}

/** Pure, without a random draw, and quick: a few milliseconds for a run. */
export function digestOf(run: Run): RunDigest {
  const { header } = run;
  const drafts: Draft[] = [];
  const lost: LostCell[] = [];
  for (const { id: workload } of header.workloads)
    for (const target of header.targets) {
      const outcomes = outcomesOf(run, workload, target.id, "wall");
      const mismatch = outcomes.find(({ state }) => state === "mismatch");
      const processes = mismatch ? [] : processesOf(run, outcomes);
      const state = (mismatch ?? outcomes[0])?.state;
      if (processes.length > 0 && !isImitated(target))
        drafts.push({ workload, target: target.id, processes });
      else if (state !== undefined && state !== "ok") lost.push({ workload, target: target.id, state });
    }
  const floors = floorsOf(run);
  return {
    runId: header.runId,
    suiteVersion: header.suiteVersion,
    startedAt: header.startedAt,
    effort: header.effort,
    complete: run.ends.at(-1)?.reason === "complete",
    environment: header.environment,
    workloads: header.workloads.map(({ id, title, size, sizeLabel, payloadBytes, model }) => ({
      ...{ id, title, size, sizeLabel, payloadBytes },
      model: { name: model.name, sha256: model.sha256 },
      floors: floors(id),
    })),
    targets: header.targets.flatMap((target) =>
      target.available && drafts.some((draft) => draft.target === target.id) ? [targetDigest(target)] : [],
    ),
    cells: cellsOf(drafts),
    lost,
  };
}

const targetDigest = (target: Extract<TargetRecord, { available: true }>): TargetDigest => ({
  id: target.id,
  title: target.title,
  threads: target.threads,
  isToday: courseOf(target) === "stay",
  engines: target.engines,
});

/** A GPU that software imitates says nothing of a GPU. */
const isImitated = (target: TargetRecord): boolean => target.available && target.adapter?.software === true;

const outcomesOf = (run: Run, workload: string, target: string, arm: OutcomeRow["arm"]) =>
  run.outcomes.filter((row) => row.workload === workload && row.target === target && row.arm === arm);

function processesOf(run: Run, outcomes: readonly OutcomeRow[]): ProcessMedians[] {
  const ok = outcomes.filter(({ state }) => state === "ok").map(({ process }) => process);
  const rows = run.samples.filter(({ process }) => ok.includes(process));
  const calls = rows.flatMap((row) => bucketTimes(row, 1)).map(({ compute }) => compute);
  if (calls.length === 0) return [];
  const middle = middleHalf(calls, (ms) => ms);
  const engine = run.engine.find(({ process }) => ok.includes(process));
  const share = computeShareOf(splitEngine(engine, middle.reduce((sum, ms) => sum + ms, 0) / middle.length));
  return ok.flatMap((process): ProcessMedians[] => {
    const times = rows.filter((row) => row.process === process).flatMap((row) => bucketTimes(row, share));
    if (times.length === 0) return [];
    const of = (part: Bucket | "wallMs") => median(times.map((one) => one[part]));
    const cold = run.cold.find((row) => row.process === process);
    const memory = run.memory.find((row) => row.process === process);
    return [
      {
        wallMs: of("wallMs"),
        coldMs: cold ? coldTotalMs(cold) : null,
        peakRssBytes: memory?.peakRssBytes ?? null,
        interpreter: of("interpreter"),
        compute: of("compute"),
        io: of("io"),
      },
    ];
  });
}

const coldTotalMs = (row: ColdRow): number =>
  COLD_PHASES.reduce((total, phase) => total + row[`${phase}Ms`], 0);

/** A reading of 0 is below what its clock can tell, and no ratio's. */
const positive = (processes: readonly ProcessMedians[], quantity: Quantity | Bucket): number[] =>
  processes.flatMap((process) => (process[quantity] ? [process[quantity]] : []));

function cellsOf(drafts: readonly Draft[]): CellDigest[] {
  const priors = new Map(
    QUANTITIES.map((quantity) => [
      quantity,
      fitVariancePrior(drafts.map(({ processes }) => logVariance(positive(processes, quantity)))),
    ]),
  );
  return drafts.flatMap(({ workload, target, processes }): CellDigest[] => {
    const of = (quantity: Quantity) => {
      const medians = positive(processes, quantity);
      return medians.length > 0 ? logMedian(medians, priors.get(quantity) ?? null) : null;
    };
    const wallMs = of("wallMs");
    if (wallMs === null) return [];
    const bucketMs = Object.fromEntries(
      BUCKETS.map((bucket) => [bucket, median(processes.map((process) => process[bucket] ?? 0))]),
    ) as Record<Bucket, number>;
    return [{ workload, target, wallMs, coldMs: of("coldMs"), peakRssBytes: of("peakRssBytes"), bucketMs }];
  });
}

function logVariance(medians: readonly number[]): { variance: number; df: number } {
  const logs = medians.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const df = logs.length - 1;
  return { variance: df > 0 ? logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / df : 0, df };
}

/** What equal arms differ by, for each workload: its own pair's, or the run's typical one if larger. */
function floorsOf(run: Run): (workload: string) => WorkloadDigest["floors"] {
  const pairs = run.header.workloads.flatMap(({ id: workload }) => {
    const twins = run.outcomes.filter((row) => row.workload === workload && row.arm === "aa");
    const target = twins.find(({ state }) => state === "ok")?.target;
    if (target === undefined) return [];
    const [twin, original] = [twins, outcomesOf(run, workload, target, "wall")].map((outcomes) =>
      processesOf(run, outcomes),
    );
    return [{ workload, floors: difference(twin!, original!) }];
  });
  return (workload) => {
    if (pairs.length === 0) return null;
    const own = pairs.find((pair) => pair.workload === workload)?.floors;
    return byQuantity((quantity) =>
      Math.max(own?.[quantity] ?? 0, median(pairs.map(({ floors }) => floors[quantity]))),
    );
  };
}

const difference = (twin: readonly ProcessMedians[], original: readonly ProcessMedians[]) =>
  byQuantity((quantity) => {
    const [a, b] = [positive(twin, quantity), positive(original, quantity)];
    return a.length > 0 && b.length > 0 ? Math.abs(median(a) / median(b) - 1) : 0;
  });

const byQuantity = (of: (quantity: Quantity) => number): Record<Quantity, number> =>
  Object.fromEntries(QUANTITIES.map((quantity) => [quantity, of(quantity)])) as Record<Quantity, number>;
