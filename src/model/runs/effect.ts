/** How much a later measurement differs from an earlier one of the same cell, and whether that is more than noise. */
import type { Estimate } from "../statistics/estimate.js";
import { type LogMedian, ratioInterval } from "../statistics/log-median.js";
import { EQUIVALENCE_BAND } from "../statistics/ratio.js";

export const EFFECT_VERDICTS = ["faster", "slower", "same", "undecided"] as const;
/** Of memory, faster is less and slower is more. `same` is no difference beyond noise. */
export type EffectVerdict = (typeof EFFECT_VERDICTS)[number];

export interface Effect {
  /** Medians, in the unit of the quantity. */
  readonly a: number;
  readonly b: number;
  /** b over a, with its 95 % interval; the ends are null where a process was alone. */
  readonly ratio: number;
  readonly interval: Pick<Estimate, "low" | "high"> | null;
  readonly verdict: EffectVerdict;
  /** What equal arms of the runs differed by, at most: a difference has to exceed it. */
  readonly floor: number;
  /** "same" says that the ratio is no further from 1 than so. */
  readonly margin: number;
}

/** However noisy a machine is, what differs by more is no equality. */
const MOST_MARGIN = 0.1;

/** Chance that any of all the cells of a comparison is called different by chance alone. */
const FAMILY_ERROR = 0.05;
/** No single cell is judged with less, however few there are. */
const LEAST_CONFIDENCE = 0.99;

/** Of a single verdict, so that all of them together err as seldom as one of 95 % (Bonferroni). */
export const verdictConfidence = (cells: number): number =>
  Math.max(LEAST_CONFIDENCE, 1 - FAMILY_ERROR / Math.max(1, cells));

/**
 * - faster, slower: the interval at `confidence` leaves 1 out, and the ratio is beyond the floor and the band of 3 %;
 * - same: the 95 % interval lies inside of the margin: the floor, but at least the band and at most 10 %;
 * - undecided: anything else.
 *
 * @param floor of both runs, the larger
 */
export function effectOf(a: LogMedian, b: LogMedian, floor: number, confidence: number): Effect {
  const ratio = b.value / a.value;
  const shown = ratioInterval(b, a, 0.95);
  const judged = ratioInterval(b, a, confidence);
  const interval = shown && { low: shown.low, high: shown.high };
  const margin = Math.max(EQUIVALENCE_BAND, Math.min(floor, MOST_MARGIN));
  const verdict = shown && judged ? verdictOf(ratio, shown, judged, floor, margin) : "undecided";
  return { a: a.value, b: b.value, ratio, interval, verdict, floor, margin };
}

function verdictOf(
  ratio: number,
  shown: Estimate,
  judged: Estimate,
  floor: number,
  margin: number,
): EffectVerdict {
  const edge = 1 + Math.max(EQUIVALENCE_BAND, floor);
  if (judged.high < 1 && ratio < 1 / edge) return "faster";
  if (judged.low > 1 && ratio > edge) return "slower";
  return shown.low >= 1 / (1 + margin) && shown.high <= 1 + margin ? "same" : "undecided";
}
