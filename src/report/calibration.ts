/** The calibration in sentences, computed from its numbers. */
import { AIM, type Calibration, type CalibrationScore } from "../model/forecast/calibrate.js";
import { formatShare } from "../model/format.js";
import { factor, listed } from "./words.js";

/** A workload whose forecasts miss their intervals more often than they hold. */
const MOSTLY_MISSED = 0.5;

export type Names = ReadonlyMap<string, string>;

export function calibrationTitle({ medianAbsError, count }: CalibrationScore): string {
  const who = count === 1 ? "The one forecast is" : `Half of the ${count} forecasts are`;
  return `${who} within ${percent(medianAbsError)} of what was then measured`;
}

/** Whether the aims are reached, one sentence each. */
export function verdicts({ medianAbsError, coverage }: CalibrationScore): readonly string[] {
  const error =
    medianAbsError <= AIM.medianAbsError
      ? `The aim of at most ${percent(AIM.medianAbsError)} median error is reached.`
      : `The aim of at most ${percent(AIM.medianAbsError)} median error is missed.`;
  const range = `${percent(AIM.leastCoverage)} to ${percent(AIM.mostCoverage)}`;
  const inside = `${formatShare(coverage)} of the measurements lie in their 80 % interval, where ${range} would be honest`;
  if (coverage < AIM.leastCoverage) return [error, `${inside}: the intervals are too narrow on this run.`];
  if (coverage > AIM.mostCoverage) return [error, `${inside}: the intervals are wider than they need be.`];
  return [error, `${inside}.`];
}

/** What the buckets are good for, against one overall ratio per target. */
export function skill({ medianAbsError, naiveMedianAbsError }: CalibrationScore): string | null {
  if (naiveMedianAbsError === null) return null;
  const naive = `one overall ratio for each target, without buckets, would be off by ${percent(naiveMedianAbsError)}`;
  return medianAbsError < naiveMedianAbsError
    ? `For comparison, ${naive}.`
    : `The buckets gain nothing here: ${naive}.`;
}

export function sharpness({ meanFactor }: CalibrationScore): string {
  return `On average, the upper end of an interval is ${factor(meanFactor)} times its lower end.`;
}

/** Names the workloads that the others do not foretell. Null where every one is foretold. */
export function surprises({ byWorkload }: Calibration, names: Names): string | null {
  const missed = byWorkload.filter(({ coverage }) => coverage < MOSTLY_MISSED);
  if (missed.length === 0) return null;
  const titles = listed(missed.map(({ id }) => `“${names.get(id) ?? id}”`));
  return `The others did not foretell ${titles}: most intervals missed. A profile of yours can be such a case too.`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
