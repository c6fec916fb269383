/**
 * Options of a decision from other runs than the report's own: of another machine, or of another day. Their times are taken as they
 * are, with their own intervals; nothing of theirs takes part in a paired ratio, a forecast or a chart of the report's own run.
 */
import type { BatchCurve } from "../capacity/batch-curve.js";
import type { Environment, TargetRecord } from "../run-file.js";
import type { Estimate } from "../statistics/estimate.js";
import { EQUIVALENCE_BAND, FROM_95_TO_99, type Ratio, verdictOf } from "../statistics/ratio.js";
import type { MeasuredCell, MeasuredSummary, OtherRun, WorkloadSummary } from "../summary.js";
import { batchCurves } from "./batch-curves.js";

/** Where a target of another run was measured. */
export interface MeasuredElsewhere {
  readonly runId: string;
  readonly startedAt: string;
  readonly environment: Environment;
  readonly isSameMachine: boolean;
  /** The only platform that its machine stands for; null for any, as of the report's own targets. */
  readonly platform: string | null;
  /** Over today's program on that machine, as that run measured it; null for that program, and where the run lacks it. */
  readonly ownRatio: Ratio | null;
}

interface WithOthers {
  readonly workload: WorkloadSummary;
  readonly targets: readonly TargetRecord[];
  readonly batches: ReadonlyMap<string, BatchCurve>;
  /** By target. */
  readonly elsewhere: ReadonlyMap<string, MeasuredElsewhere>;
}

/** A workload with what other runs measured of the same model at the same size; of the same machine, only what its own run lacks. */
export function withOtherRuns(workload: WorkloadSummary, main: MeasuredSummary): WithOthers {
  const targets = [...main.targets];
  const cells = [...workload.cells];
  const batches = new Map(batchCurves(main.batches ?? [], workload.id));
  const elsewhere = new Map<string, MeasuredElsewhere>();
  const today = cells.find(({ target }) => target === workload.baseline);
  for (const [i, other] of (main.others ?? []).entries()) {
    const { run } = other;
    const alike = run.workloads.find((one) => isSameWork(one, workload));
    const isSameMachine = run.environment.machineId === main.environment.machineId;
    const curves = batchCurves(run.batches ?? [], workload.id);
    for (const cell of alike?.cells ?? []) {
      if (cell.state !== "measured") continue;
      const lacks = !workload.cells.some(
        ({ state, target }) => state === "measured" && target === cell.target,
      );
      const record = run.targets.find(({ id }) => id === cell.target);
      if (record === undefined || (isSameMachine && !lacks)) continue;
      const id = `${cell.target}~${i + 2}`;
      targets.push({ ...withoutTwin(record), id });
      cells.push(asOption(cell, id, today?.state === "measured" ? today : null, main, run));
      const curve = curves.get(cell.target);
      if (curve) batches.set(id, curve);
      elsewhere.set(id, elsewhereOf(other, cell, isSameMachine));
    }
  }
  return { workload: { ...workload, cells }, targets, batches, elsewhere };
}

const isSameWork = (a: WorkloadSummary, b: WorkloadSummary): boolean =>
  a.id === b.id &&
  a.size === b.size &&
  a.payloadBytes === b.payloadBytes &&
  a.model.sha256 === b.model.sha256;

/** Which program in Node is the same as one in a browser is told within a run only. */
function withoutTwin(record: TargetRecord): TargetRecord {
  const { inBrowser, ...rest } = record;
  return rest as TargetRecord;
}

const elsewhereOf = (
  { run, platform }: OtherRun,
  { ratio }: MeasuredCell,
  isSameMachine: boolean,
): MeasuredElsewhere => ({
  runId: run.runId,
  startedAt: run.startedAt,
  environment: run.environment,
  isSameMachine,
  platform,
  ownRatio: ratio,
});

/** Over today's program of the report by the two medians, as independent as they are. */
function asOption(
  cell: MeasuredCell,
  target: string,
  today: MeasuredCell | null,
  ...runs: readonly MeasuredSummary[]
): MeasuredCell {
  const floor = Math.max(0, ...runs.map(({ noiseFloor }) => noiseFloor ?? 0));
  return {
    ...cell,
    target,
    ratio: today && overToday(cell.p50Ms, today.p50Ms, floor),
    bucketRatios: { interpreter: null, compute: null, io: null },
    likeTarget: null,
    likeRatio: null,
    likeBucketRatios: { interpreter: null, compute: null, io: null },
  };
}

function overToday(of: Estimate, today: Estimate, floor: number): Ratio {
  const value = of.value / today.value;
  const half = Math.hypot(...[of, today].map(({ low, high }) => Math.log(high / low) / 2));
  const at = (factor: number) => ({
    low: value * Math.exp(-half * factor),
    high: value * Math.exp(half * factor),
  });
  const at99 = at(FROM_95_TO_99);
  const verdict = verdictOf(value, at99, EQUIVALENCE_BAND, floor);
  return { value, ...at(1), low99: at99.low, high99: at99.high, verdict, floor };
}
