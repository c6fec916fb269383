/** From one row per target to one row per mark: the wide tables of the summary, folded. */
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
  return measured.flatMap(({ target, cell: { attribution } }) =>
    BUCKETS_AND_REST.map((bucket) => ({
      target: target.title,
      bucket,
      ms: attribution.bucketMs[bucket],
      wallMs: attribution.wallMs,
    })),
  );
}

export interface PhaseRow {
  readonly target: string;
  readonly phase: ColdPhase;
  readonly ms: number;
}

export function phaseRows(measured: readonly MeasuredTarget[]): PhaseRow[] {
  return measured.flatMap(({ target, cell }) =>
    COLD_PHASE_ORDER.map((phase) => ({ target: target.title, phase, ms: cell.coldMs[phase] })),
  );
}

export interface QuantileRow {
  readonly target: string;
  readonly ms: number;
}

export function quantileRows(measured: readonly MeasuredTarget[]): QuantileRow[] {
  return measured.flatMap(({ target, cell }) => cell.quantilesMs.map((ms) => ({ target: target.title, ms })));
}
