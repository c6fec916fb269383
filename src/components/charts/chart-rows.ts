/** From one row per target to one row per mark: the wide tables of the summary, folded. */
import aq from "arquero/dist/arquero.min.js";
import { BUCKETS_AND_REST, type BucketOrUnattributed } from "../../model/buckets.js";
import type { MeasuredTarget } from "../../model/measured-target.js";
import type { ColdPhase } from "../../model/run-file.js";
import { COLD_PHASE_ORDER } from "../../report/cold-phases.js";

export interface BucketRow {
  readonly target: string;
  readonly bucket: BucketOrUnattributed;
  readonly ms: number;
  readonly wallMs: number;
}

export function bucketRows(measured: readonly MeasuredTarget[]): BucketRow[] {
  const wide = measured.map(({ target, cell }) => ({
    target: target.title,
    wallMs: cell.attribution.wallMs,
    ...cell.attribution.bucketMs,
  }));
  return aq
    .from(wide)
    .fold([...BUCKETS_AND_REST], { as: ["bucket", "ms"] })
    .objects() as BucketRow[];
}

export interface PhaseRow {
  readonly target: string;
  readonly phase: ColdPhase;
  readonly ms: number;
}

export function phaseRows(measured: readonly MeasuredTarget[]): PhaseRow[] {
  const wide = measured.map(({ target, cell }) => ({ target: target.title, ...cell.coldMs }));
  return aq
    .from(wide)
    .fold([...COLD_PHASE_ORDER], { as: ["phase", "ms"] })
    .objects() as PhaseRow[];
}

export interface QuantileRow {
  readonly target: string;
  readonly ms: number;
}

export function quantileRows(measured: readonly MeasuredTarget[]): QuantileRow[] {
  const nested = measured.map(({ target, cell }) => ({ target: target.title, ms: cell.quantilesMs }));
  return aq.from(nested).unroll("ms").objects() as QuantileRow[];
}
