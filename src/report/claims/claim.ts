/** A published figure, and what decides it here. */
import type { Source } from "../../model/sources.js";
import type { MeasuredSummary } from "../../model/summary.js";
import type { TruthReport } from "../../model/truth.js";
import { FASTER, type Page, type Range, type Reading, SLOWER } from "./reading.js";

/** What there is to hold a figure against; null where it was not measured. */
export interface Evidence {
  readonly summary: MeasuredSummary | null;
  /** How far attributions are off, from programs that know their own split. */
  readonly truth: TruthReport | null;
}

/** What the source's own inputs give. */
export interface Recomputed {
  readonly gives: string;
  /** Quantity × price, or whatever it is, written out. */
  readonly arithmetic: string;
  readonly follows: "yes" | "in part" | "no" | "cannot be told";
}

interface ByRun {
  readonly by: "run";
  /** What it gives, in the unit of the readings; an end that it leaves open is 0 or Infinity. */
  readonly published: Range;
  /** How many of the readings have to agree: all, unless the source says "often" or "can". */
  readonly enough?: "most" | "any";
  /** Empty where nothing that was measured tests it. */
  readonly read: (evidence: Evidence) => readonly Reading[];
  /**
   * What stands in for the source's own setting, where ours is another one. Then a figure is reproduced in part at most, and
   * contradicted never: what holds for one engine need not hold for another.
   */
  readonly standIn?: string | ((evidence: Evidence) => string | undefined);
  /** The command that would measure it. */
  readonly command: string;
  /** What else that takes: "on a machine with several cores". */
  readonly needs?: string;
}

/** A figure that was computed from others of the same source: arithmetic decides it. */
interface ByInputs {
  readonly by: "inputs";
  readonly recomputed: Recomputed;
}

interface Untestable {
  readonly by: "nothing";
  /** What a test would take. */
  readonly takes: string;
}

export type Claim = (ByRun | ByInputs | Untestable) & {
  /** Of the source, by number, and a letter. */
  readonly id: string;
  readonly source: Source;
  /** What the source says, in its own terms. */
  readonly says: string;
  /** The figure itself. */
  readonly figure: string;
  readonly recomputed?: Recomputed;
  /** Why its figure and ours differ, or may. */
  readonly why: string;
  /** Where else its evidence stands. */
  readonly page?: Page;
};

export const CLAIM_VERDICTS = [
  "reproduced",
  "partly",
  "not reproduced",
  "contradicted",
  "undecided",
  "not measured here",
  "not testable here",
] as const;
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

export interface CheckedClaim {
  readonly claim: Claim;
  readonly readings: readonly Reading[];
  /** What stands in for the source's own setting; null where nothing does, or nothing was measured. */
  readonly standIn: string | null;
  readonly verdict: ClaimVerdict;
}

export function checkClaim(claim: Claim, evidence: Evidence): CheckedClaim {
  const none = { claim, readings: [], standIn: null };
  if (claim.by === "nothing") return { ...none, verdict: "not testable here" };
  if (claim.by === "inputs") return { ...none, verdict: BY_ARITHMETIC[claim.recomputed.follows] };
  const readings = claim.read(evidence);
  const given = typeof claim.standIn === "function" ? claim.standIn(evidence) : claim.standIn;
  const standIn = readings.length > 0 ? (given ?? null) : null;
  return { claim, readings, standIn, verdict: verdictOf(claim, readings, standIn !== null) };
}

const BY_ARITHMETIC: Readonly<Record<Recomputed["follows"], ClaimVerdict>> = {
  yes: "reproduced",
  "in part": "partly",
  no: "not reproduced",
  "cannot be told": "not testable here",
};

/**
 * Reproduced: enough of the readings that tell anything agree. Partly: some do. Contradicted: none does, and each lies on the
 * other side of "no difference". Not reproduced: none does, though the direction may be right. Undecided: of most readings
 * the interval is too wide to tell.
 */
export function verdictOf(
  { published, enough }: Pick<ByRun, "published" | "enough">,
  readings: readonly Reading[],
  isStandIn = false,
): ClaimVerdict {
  if (readings.length === 0) return "not measured here";
  const fits = readings.map((reading) => fitOf(reading, reading.expected ?? published));
  const telling = fits.filter((fit) => fit !== "open");
  const agreeing = telling.filter((fit) => fit === "inside").length;
  const areFew = telling.length < readings.length / 2;
  if (telling.length === 0 || (areFew && !(enough === "any" && agreeing > 0))) return "undecided";
  const isEnough =
    enough === "any"
      ? agreeing > 0
      : enough === "most"
        ? agreeing > telling.length / 2
        : agreeing === telling.length;
  if (isEnough) return isStandIn ? "partly" : "reproduced";
  if (agreeing > 0) return "partly";
  return telling.every((fit) => fit === "opposite") && !isStandIn ? "contradicted" : "not reproduced";
}

/** An interval that reaches farther than this factor agrees with too much to reproduce a figure. */
const TELLING = 2;

/**
 * Where a reading's interval lies. A source that leaves an end open says no more than "slower" or "at most": an interval that
 * holds both sides of such an end tells nothing.
 */
function fitOf({ low, high }: Reading, published: Range): "inside" | "outside" | "opposite" | "open" {
  if (low >= published.low && high <= published.high) return "inside";
  if (high < published.low || low > published.high) {
    const isOpposite =
      (published.low >= 1 && high < SLOWER.high) || (published.high <= 1 && low > FASTER.low);
    return isOpposite ? "opposite" : "outside";
  }
  const isClosed = published.low > 0 && Number.isFinite(published.high);
  return isClosed && high <= low * TELLING ? "inside" : "open";
}
