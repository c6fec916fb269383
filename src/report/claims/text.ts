/** A checked claim in words. */
import { formatMs, formatShare } from "../../model/format.js";
import { timesText } from "../change-text.js";
import { capital, counted, factor } from "../words.js";
import type { CheckedClaim, Evidence } from "./claim.js";
import type { Quantity, Reading, Unit } from "./reading.js";

/** Nothing where it is too narrow to be seen. */
const interval = (low: string, high: string): string => (low === high ? "" : ` (${low} to ${high})`);

const UNIT_TEXT: Readonly<Record<Unit, (quantity: Quantity) => string>> = {
  speed: ({ value, low, high }) => {
    const [from, to] = value >= 1 ? [low, high] : [1 / high, 1 / low];
    return `${timesText(value, "as fast")}${interval(factor(from), factor(to))}`;
  },
  amount: ({ value, low, high }) => `${factor(value)} times as much${interval(factor(low), factor(high))}`,
  ms: ({ value, low, high }) => `${formatMs(value, 2)}${interval(formatMs(low, 2), formatMs(high, 2))}`,
  share: ({ value, low, high }) => `${formatShare(value)}${interval(formatShare(low), formatShare(high))}`,
};

/** "a matrix product in Node: 7.7 times as fast (7.1 to 8.3)" */
export const readingText = (reading: Reading): string => `${reading.where}: ${amountText(reading)}`;

/** "7.7 times as fast (7.1 to 8.3)" */
export const amountText = (reading: Reading): string => UNIT_TEXT[reading.unit](reading);

/** Where there are several of one unit: "7 readings, from 3.1 times as slow (…) to 1.2 times as fast (…)". */
export function readingsSummary(readings: readonly Reading[]): string[] {
  const units = [...new Set(readings.map(({ unit }) => unit))];
  return units.map((unit) => {
    const sorted = readings.filter((one) => one.unit === unit).sort((a, b) => a.value - b.value);
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    if (sorted.length === 1) return capital(readingText(least));
    return `${capital(counted(sorted.length, "reading"))}, from ${amountText(least)} to ${amountText(most)}`;
  });
}

/** Why no reading decides it, and what would: a command, or what a test takes; null where it is decided. */
export function missingText({ claim, verdict }: CheckedClaim): string | null {
  if (verdict === "undecided")
    return "Its intervals hold both what was published and much else; `npx portolan measure --effort default` narrows them.";
  if (claim.by === "run" && verdict === "not measured here")
    return `\`${claim.command}\`${claim.needs ? `, ${claim.needs}` : ""} measures it.`;
  if (claim.by === "nothing") return `A test takes ${claim.takes}.`;
  return null;
}

/** Where what is measured comes from. */
export const measuredOn = ({ summary }: Evidence): string =>
  summary === null
    ? "Nothing was measured on this machine yet."
    : `Measured: run ${summary.runId} on ${summary.environment.cpuModel}, ${counted(summary.environment.cores, "core")}; intervals are 95 %, those of kernels and crossings the middle half of their rounds.`;

/** Why its figure and ours differ, or may. */
export const differsText = ({ claim, standIn }: CheckedClaim): string =>
  standIn === null ? claim.why : `${claim.why} ${capital(standIn)}.`;

/** "Of 5 published figures that this run tests, it reproduces 2" */
export function claimsFinding(claims: readonly CheckedClaim[]): string {
  const tested = claims.filter(({ readings }) => readings.length > 0);
  if (tested.length === 0) return "None of these figures is tested by this run.";
  const reproduced = tested.filter(({ verdict }) => verdict === "reproduced").length;
  return `Of ${tested.length} published figures that this run tests, it reproduces ${reproduced}`;
}
