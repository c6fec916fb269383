/** Many runs in one small file: what a page that lays them side by side is given. What runs share stands in it once. */
import type { Environment } from "../run-file.js";
import type { LogMedian } from "../statistics/log-median.js";
import type { CellDigest, RunDigest, TargetDigest, WorkloadDigest } from "./digest.js";

/** About 90 bytes each. */
export const MOST_CELLS = 5_000;
/** About 300 bytes each. */
export const MOST_RUNS = 500;

/** A digest, and whether it is a reference run: measured on a machine that most readers do not have. */
export interface ListedRun extends RunDigest {
  readonly isReference: boolean;
}

export interface RunsFile {
  /** Those that there are; the file holds the newest. */
  readonly total: number;
  readonly environments: readonly Environment[];
  readonly workloads: readonly WorkloadDigest[];
  readonly targets: readonly TargetDigest[];
  readonly runs: readonly PackedRun[];
}

type PackedRun = Omit<ListedRun, "environment" | "workloads" | "targets" | "cells" | "lost"> & {
  /** Places in the lists of the file. */
  readonly environment: number;
  readonly loadAverage1m: number;
  readonly workloads: readonly number[];
  readonly targets: readonly number[];
  /** Places of workload and target in the run's own lists, then three medians, each with error and df, then three buckets. */
  readonly cells: readonly (readonly (number | null)[])[];
  readonly lost: RunDigest["lost"];
};

/**
 * The newest, as many as the file may hold; reference runs come first, since they are few.
 *
 * @param total of all that there are, where not all of them are given
 */
export function packRuns(runs: readonly ListedRun[], total = runs.length): RunsFile {
  const environments = new Table<Environment>();
  const workloads = new Table<WorkloadDigest>();
  const targets = new Table<TargetDigest>();
  const kept = newest(runs);
  const packed = kept.map((run): PackedRun => {
    const { environment, cells, workloads: of, targets: on, ...rest } = run;
    const { loadAverage1m } = environment;
    return {
      ...rest,
      // What moves from run to run would keep all of a machine's from being one.
      environment: environments.place({ ...environment, loadAverage1m: 0, frequencyMhz: null }),
      loadAverage1m,
      workloads: of.map((one) => workloads.place(rounded(one))),
      targets: on.map((one) => targets.place(one)),
      cells: cells.map((cell) => packCell(cell, run)),
    };
  });
  return {
    total,
    environments: environments.all,
    workloads: workloads.all,
    targets: targets.all,
    runs: packed,
  };
}

/** In the order in which they were packed. */
export function unpackRuns({ environments, workloads, targets, runs }: RunsFile): ListedRun[] {
  return runs.map((run) => {
    const [of, on] = [run.workloads.map((i) => workloads[i]!), run.targets.map((i) => targets[i]!)];
    const { loadAverage1m, environment, ...rest } = run;
    return {
      ...rest,
      environment: { ...environments[environment]!, loadAverage1m },
      workloads: of,
      targets: on,
      cells: run.cells.map((cell) => unpackCell(cell, of, on)),
    };
  });
}

function newest(runs: readonly ListedRun[]): ListedRun[] {
  const chosen = new Set<ListedRun>();
  let cells = 0;
  const byRank = [...runs].sort(
    (a, b) => Number(b.isReference) - Number(a.isReference) || (a.startedAt < b.startedAt ? 1 : -1),
  );
  for (const run of byRank) {
    cells += run.cells.length;
    if (chosen.size === MOST_RUNS || (cells > MOST_CELLS && chosen.size > 1)) break;
    chosen.add(run);
  }
  return runs.filter((run) => chosen.has(run));
}

function packCell({ workload, target, wallMs, coldMs, peakRssBytes, bucketMs }: CellDigest, run: RunDigest) {
  const medians = [wallMs, coldMs, peakRssBytes].flatMap((median) =>
    median ? [short(median.value), short(median.error), short(median.df)] : [null, null, null],
  );
  return [
    run.workloads.findIndex(({ id }) => id === workload),
    run.targets.findIndex(({ id }) => id === target),
    ...medians,
    ...[bucketMs.interpreter, bucketMs.compute, bucketMs.io].map(short),
  ];
}

function unpackCell(
  cell: readonly (number | null)[],
  workloads: readonly WorkloadDigest[],
  targets: readonly TargetDigest[],
): CellDigest {
  const [workload, target, ...numbers] = cell;
  const median = (at: number): LogMedian | null => {
    const [value, error, df] = numbers.slice(at, at + 3) as [number | null, number | null, number | null];
    return value === null ? null : { value, error, df: df ?? 0 };
  };
  const [interpreter, compute, io] = numbers.slice(9) as number[];
  return {
    workload: workloads[workload!]!.id,
    target: targets[target!]!.id,
    wallMs: median(0)!,
    coldMs: median(3),
    peakRssBytes: median(6),
    bucketMs: { interpreter: interpreter!, compute: compute!, io: io! },
  };
}

/** Five digits: no measurement here has more. */
function short(value: number): number;
function short(value: number | null): number | null;
function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(5));
}

const rounded = (workload: WorkloadDigest): WorkloadDigest => ({
  ...workload,
  floors: workload.floors && {
    wallMs: short(workload.floors.wallMs),
    coldMs: short(workload.floors.coldMs),
    peakRssBytes: short(workload.floors.peakRssBytes),
  },
});

/** Each value once. */
class Table<T> {
  readonly all: T[] = [];
  readonly #places = new Map<string, number>();

  place(value: T): number {
    const key = JSON.stringify(value);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(value) - 1;
  }
}
