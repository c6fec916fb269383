/**
 * A published figure held against what a run measured. A gain is how many times as fast, or as small, the second of two is:
 * above 1 it is better.
 */
import type { CitedFigure } from "../../model/forecast/cited-evidence.js";
import type { MeasuredSummary } from "../../model/summary.js";

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** One place where a run can test a claim. */
export interface TestedGain extends Range {
  /** "a matrix product in Node" */
  readonly where: string;
  readonly value: number;
}

export interface Claim {
  /** As in the ledger of published figures: the article's number and a letter. */
  readonly id: string;
  readonly source: string;
  /** What the source says, in its own terms. */
  readonly says: string;
  /** The gain that it gives; an end that it leaves open is 0 or Infinity. */
  readonly gain: Range;
  /** Empty where the run holds nothing that tests it. */
  readonly test: (summary: MeasuredSummary) => readonly TestedGain[];
  /** The command that would test it. */
  readonly command: string;
  /** What else that takes: "on a machine with several cores". */
  readonly needs?: string;
}

export const CLAIM_VERDICTS = [
  "reproduced",
  "partly",
  "not reproduced",
  "contradicted",
  "not tested here",
] as const;
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

export interface CheckedClaim {
  readonly claim: Claim;
  readonly tests: readonly TestedGain[];
  readonly verdict: ClaimVerdict;
}

export function checkClaim(claim: Claim, summary: MeasuredSummary): CheckedClaim {
  const tests = claim.test(summary);
  return { claim, tests, verdict: verdictOf(claim.gain, tests) };
}

/**
 * Reproduced: every test's interval meets the published range. Partly: some do. Contradicted: none does, and each lies on
 * the other side of "no difference". Not reproduced: none does, though the direction may be right.
 */
export function verdictOf(gain: Range, tests: readonly TestedGain[]): ClaimVerdict {
  if (tests.length === 0) return "not tested here";
  const within = tests.filter(({ low, high }) => high >= gain.low && low <= gain.high);
  if (within.length === tests.length) return "reproduced";
  if (within.length > 0) return "partly";
  const isOpposite = ({ low, high }: TestedGain) =>
    (gain.low >= 1 && high < 1) || (gain.high <= 1 && low > 1);
  return tests.every(isOpposite) ? "contradicted" : "not reproduced";
}

/** A figure that forecasts fall back on, which is a time over another, as a claim. */
export const citedClaim = (
  subject: string,
  { claim: id, source, says, low, high }: CitedFigure,
  rest: Pick<Claim, "test" | "command" | "needs">,
): Claim => ({ id, source, says: `${subject}: ${says}`, gain: { low: 1 / high, high: 1 / low }, ...rest });

/** The gain from one time to another, its interval as wide as both together can make it. */
export function gainBetween(
  where: string,
  before: Range & { readonly value: number },
  after: Range & { readonly value: number },
): TestedGain {
  return {
    where,
    value: before.value / after.value,
    low: before.low / after.high,
    high: before.high / after.low,
  };
}
