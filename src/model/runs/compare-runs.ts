/** Two runs side by side: of two machines, of two dates, before and after a change. Pure and without a random draw. */
import { median } from "simple-statistics";
import { BUCKETS, type Bucket } from "../buckets.js";
import { COMPARABLE_MS, isComparable, QUANTITIES, type Quantity } from "./comparable.js";
import type { CellDigest, LostCell, RunDigest, WorkloadDigest } from "./digest.js";
import { type Effect, effectOf, verdictConfidence } from "./effect.js";
import { type FingerprintDifference, fingerprintDifferences } from "./fingerprint.js";

export interface ComparedCell {
  readonly workload: string;
  readonly target: string;
  readonly wallMs: Effect;
  readonly coldMs: Effect | null;
  readonly peakRssBytes: Effect | null;
  /** b over a of the time in each bucket; null where either spends too little in it to tell. */
  readonly bucketRatios: Readonly<Record<Bucket, number | null>>;
}

/** Why a cell, or a workload with all of its cells, stands without a comparison. */
export type LeftOut =
  | { readonly why: "other-model"; readonly workload: string; readonly a: string; readonly b: string }
  | { readonly why: "other-size"; readonly workload: string; readonly a: string; readonly b: string }
  /** In one run only; `state` is how it ended in the other where it was tried. */
  | {
      readonly why: "missing";
      readonly workload: string;
      readonly target: string;
      readonly missingIn: "a" | "b";
      readonly state: LostCell["state"] | null;
    };

export type ComparisonWarning =
  | { readonly code: "other-machine" }
  | { readonly code: "other-effort" | "other-suite"; readonly a: string; readonly b: string }
  | { readonly code: "incomplete" | "loaded" | "no-floor"; readonly run: "a" | "b" }
  /** Nearly all cells moved one way: what they share, the machine first of all, may have changed, and not the code of each. */
  | { readonly code: "all-moved"; readonly cells: number; readonly sameWay: number; readonly ratio: number };

export interface RunComparison {
  readonly state: "compared";
  readonly a: RunDigest;
  readonly b: RunDigest;
  /** In the order of the second run. */
  readonly cells: readonly ComparedCell[];
  /** Of each single verdict, by quantity: corrected for their number, so that all together err in one comparison of twenty. */
  readonly confidence: Readonly<Record<Quantity, number>>;
  readonly differences: readonly FingerprintDifference[];
  readonly leftOut: readonly LeftOut[];
  readonly warnings: readonly ComparisonWarning[];
}

/** Runs of different suites measure different things. */
export interface Incomparable {
  readonly state: "incomparable";
  readonly a: RunDigest;
  readonly b: RunDigest;
}

/** @param a the earlier, or what is compared with; @param b is over it: a ratio above 1 is slower */
export function compareRuns(a: RunDigest, b: RunDigest): RunComparison | Incomparable {
  if (!isComparable(a, b)) return { state: "incomparable", a, b };
  const leftOut: LeftOut[] = [];
  const pairs = b.workloads.flatMap((workload) => {
    const other = a.workloads.find(({ id }) => id === workload.id);
    const refusal = other && refusalOf(other, workload);
    if (refusal) {
      leftOut.push(refusal);
      return [];
    }
    return pairsOf(a, b, workload.id, leftOut);
  });
  for (const { id } of a.workloads)
    if (!b.workloads.some((workload) => workload.id === id)) pairsOf(a, b, id, leftOut);
  const confidence = Object.fromEntries(
    QUANTITIES.map((quantity) => [quantity, verdictConfidence(pairs.filter(judged(quantity)).length)]),
  ) as Record<Quantity, number>;
  const cells = pairs.map((pair) => compareCells(pair, floorsOf(a, b, pair[0].workload), confidence));
  return {
    state: "compared",
    ...{ a, b, cells, confidence, leftOut },
    differences: fingerprintDifferences(a, b),
    warnings: warningsOf(a, b, cells),
  };
}

type Pair = readonly [CellDigest, CellDigest];

const judged =
  (quantity: Quantity) =>
  (pair: Pair): boolean =>
    pair.every((cell) => typeof cell[quantity]?.error === "number");

/** Null where the two are the same work. */
export function refusalOf(a: WorkloadDigest, b: WorkloadDigest): LeftOut | null {
  const workload = b.id;
  if (a.model.sha256 !== b.model.sha256)
    return { why: "other-model", workload, a: a.model.sha256, b: b.model.sha256 };
  if (a.size !== b.size || a.payloadBytes !== b.payloadBytes)
    return { why: "other-size", workload, a: sizeText(a), b: sizeText(b) };
  return null;
}

const sizeText = ({ size, payloadBytes }: WorkloadDigest): string => `${size} (${payloadBytes} bytes)`;

function pairsOf(a: RunDigest, b: RunDigest, workload: string, leftOut: LeftOut[]): Pair[] {
  const of = (run: RunDigest) => run.cells.filter((cell) => cell.workload === workload);
  const [before, after] = [of(a), of(b)];
  const missing = (target: string, missingIn: "a" | "b") => {
    const run = missingIn === "a" ? a : b;
    const lost = run.lost.find((cell) => cell.workload === workload && cell.target === target);
    leftOut.push({ why: "missing", workload, target, missingIn, state: lost?.state ?? null });
  };
  const pairs = after.flatMap((cell): Pair[] => {
    const other = before.find(({ target }) => target === cell.target);
    if (other) return [[other, cell]];
    missing(cell.target, "a");
    return [];
  });
  for (const { target } of before) if (!after.some((cell) => cell.target === target)) missing(target, "b");
  return pairs;
}

/** The larger of both runs': a verdict has to exceed either. */
export function floorsOf(a: RunDigest, b: RunDigest, workload: string): Record<Quantity, number> {
  const floors = [a, b].map((run) => run.workloads.find(({ id }) => id === workload)?.floors);
  return Object.fromEntries(
    QUANTITIES.map((quantity) => [quantity, Math.max(0, ...floors.map((floor) => floor?.[quantity] ?? 0))]),
  ) as Record<Quantity, number>;
}

function compareCells(
  [a, b]: Pair,
  floors: Record<Quantity, number>,
  confidence: Record<Quantity, number>,
): ComparedCell {
  const effect = (quantity: Quantity) => {
    const [was, is] = [a[quantity], b[quantity]];
    return was && is ? effectOf(was, is, floors[quantity], confidence[quantity]) : null;
  };
  const bucketRatios = Object.fromEntries(
    BUCKETS.map((bucket) => {
      const [was, is] = [a.bucketMs[bucket], b.bucketMs[bucket]];
      return [bucket, Math.min(was, is) < COMPARABLE_MS ? null : is / was];
    }),
  ) as Record<Bucket, number | null>;
  return {
    workload: b.workload,
    target: b.target,
    wallMs: effect("wallMs")!,
    coldMs: effect("coldMs"),
    peakRssBytes: effect("peakRssBytes"),
    bucketRatios,
  };
}

/** The run itself keeps all cores busy; half a core more is somebody else's. */
const isLoaded = ({ environment: { loadAverage1m, cores } }: RunDigest): boolean =>
  loadAverage1m > cores + 0.5;

function warningsOf(a: RunDigest, b: RunDigest, cells: readonly ComparedCell[]): ComparisonWarning[] {
  const each = (of: (run: RunDigest) => boolean, code: "incomplete" | "loaded" | "no-floor") =>
    [["a", a] as const, ["b", b] as const].flatMap(([run, digest]) => (of(digest) ? [{ code, run }] : []));
  return [
    ...(a.environment.machineId === b.environment.machineId ? [] : [{ code: "other-machine" as const }]),
    ...(a.effort === b.effort ? [] : [{ code: "other-effort" as const, a: a.effort, b: b.effort }]),
    ...(a.suiteVersion === b.suiteVersion
      ? []
      : [{ code: "other-suite" as const, a: a.suiteVersion, b: b.suiteVersion }]),
    ...each(({ complete }) => !complete, "incomplete"),
    ...each(isLoaded, "loaded"),
    ...each(({ workloads }) => workloads.every(({ floors }) => floors === null), "no-floor"),
    ...allMoved(cells),
  ];
}

/** So many cells, and that share of them: a coin shows it once in a hundred times at most. */
const [LEAST_CELLS, MOST_ONE_WAY, LEAST_SHIFT] = [8, 0.9, 0.03];

function allMoved(cells: readonly ComparedCell[]): ComparisonWarning[] {
  const logs = cells.map(({ wallMs }) => Math.log(wallMs.ratio));
  if (logs.length < LEAST_CELLS) return [];
  const shift = median(logs);
  const sameWay = logs.filter((log) => Math.sign(log) === Math.sign(shift)).length;
  return sameWay >= MOST_ONE_WAY * logs.length && Math.abs(shift) > Math.log(1 + LEAST_SHIFT)
    ? [{ code: "all-moved", cells: logs.length, sameWay, ratio: Math.exp(shift) }]
    : [];
}
