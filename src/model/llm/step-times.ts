/** What one step of decoding takes with several conversations in it: as measured, or between what it cannot beat and what it need not exceed. */
import { type BatchCurve, callOfBatch, largestBatch } from "../capacity/batch-curve.js";
import type { TokenTimes } from "./token-times.js";

/**
 * measured: from a ladder of batches. shared: the weights are read once for all, until computing with them takes longer. serial: one
 * conversation after the other; none need do worse.
 */
export type StepBasis = "measured" | "shared" | "serial";

export interface StepTimes {
  readonly basis: StepBasis;
  /** By the number of conversations in a step; index 0 is none. */
  readonly stepMs: Float64Array;
}

/** A measured ladder where there is one, as far as it reaches; else the two bounds, the better first. */
export function stepTimes(times: TokenTimes, atOnce: number, ladder: BatchCurve | null): StepTimes[] {
  if (ladder !== null) return [{ basis: "measured", stepMs: measured(ladder, atOnce) }];
  if (atOnce === 1) return [serial(times, 1)];
  return [shared(times, atOnce), serial(times, atOnce)];
}

const steps = (atOnce: number, msOf: (n: number) => number) =>
  Float64Array.from({ length: atOnce + 1 }, (_, n) => (n === 0 ? 0 : msOf(n)));

function measured(ladder: BatchCurve, atOnce: number): Float64Array {
  return steps(Math.min(atOnce, largestBatch(ladder)), (n) => callOfBatch(ladder, n).value);
}

function serial({ tokenMs }: TokenTimes, atOnce: number): StepTimes {
  return { basis: "serial", stepMs: steps(atOnce, (n) => n * tokenMs) };
}

/**
 * A step reads all weights once, whoever shares it, and computes a token for each: that takes what one more token of a prompt does, of
 * which many are computed at once with the same reading. So it is the larger of the two, and never more than one after the other. The
 * longer the measured prompt, the less a token of it holds of that reading.
 */
function shared({ tokenMs, promptTokenMs }: TokenTimes, atOnce: number): StepTimes {
  const msOf = (n: number) => Math.min(n * tokenMs, Math.max(tokenMs, n * promptTokenMs));
  return { basis: "shared", stepMs: steps(atOnce, msOf) };
}
