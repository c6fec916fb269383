import { TraceError } from "./format.js";

/** A year. What is longer in a profile is a damaged number, not a duration. */
export const LONGEST_MS = 366 * 86_400_000;

/** The value in milliseconds where it is a duration (0 to a year), else null. */
export function asDurationMs(value: unknown, msPerUnit = 1): number | null {
  if (typeof value !== "number") return null;
  const ms = value * msPerUnit;
  return ms >= 0 && ms <= LONGEST_MS ? ms : null;
}

/**
 * The wall time itself, where it is plausible: a sum of durations may be none.
 *
 * @param title of the file, to follow "This"
 * @throws TraceError above a year
 */
export function asWallMs(ms: number, title: string): number {
  if (ms <= LONGEST_MS) return ms;
  throw new TraceError(
    `This ${title} file holds ${(ms / LONGEST_MS).toPrecision(3)} years of time, more than the one that Portolan takes for plausible: a number in it is damaged. Record it again.`,
  );
}

/** The median, or null of nothing. */
export function medianMs(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
