/** Numbers as people read them, with the unit, and no more digits than the interval supports (as Speedometer 3 does). */
import type { Ratio } from "./statistics/ratio.js";
import type { Estimate } from "./summary.js";

/**
 * Significant digits that an interval supports: the last one printed has the decimal place of the half-width's
 * first digit. 12.34 ± 0.2 has three (12.3). At most 4; 3 where the interval has no width. At least 2, however wide
 * it is: one digit would turn 25 into 30, and a bar labelled so would belie its own length.
 */
function supportedDigits({ value, low, high }: Estimate): number {
  const halfWidth = (high - low) / 2;
  if (!(halfWidth > 0) || value === 0) return 3;
  const places = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(halfWidth));
  return Math.min(4, Math.max(2, places + 1));
}

/** "12.3 ms", with the digits that the interval supports. */
export function formatEstimateMs(estimate: Estimate): string {
  return formatMs(estimate.value, supportedDigits(estimate));
}

/** "11.9 ms to 12.6 ms": the interval itself, one digit finer than its estimate so that it does not collapse. */
export function formatIntervalMs(estimate: Estimate): string {
  const digits = Math.min(4, Math.max(2, supportedDigits(estimate) + 1));
  return `${formatMs(estimate.low, digits)} to ${formatMs(estimate.high, digits)}`;
}

/** "3.9× to 4.3× faster", "no difference: within ±2.1 %" or what `undecidedText` says. */
export function formatRatio(ratio: Ratio): string {
  switch (ratio.verdict) {
    case "faster":
      return `${formatTimesRange(1 / ratio.high, 1 / ratio.low)} faster`;
    case "slower":
      return `${formatTimesRange(ratio.low, ratio.high)} slower`;
    case "equivalent":
      return `no difference: within ±${percentUp(Math.max(ratio.high99, 1 / ratio.low99) - 1)}`;
    case "inconclusive":
      return undecidedText(1 / ratio.value);
  }
}

/**
 * "measured 1.96×, undecided: measure longer": a difference that was seen, and that the samples do not prove.
 *
 * @param gain a speed-up: above 1 is faster
 */
export function undecidedText(gain: number): string {
  const seen = gain >= 1 ? `${plain(gain, 3)}×` : `${plain(1 / gain, 3)}× slower`;
  return `measured ${seen}, undecided: measure longer`;
}

/** "3.9× to 4.3×": enough digits to tell the ends apart, at least 2 and at most 4. */
export function formatTimesRange(low: number, high: number): string {
  for (let digits = 2; digits <= 4; digits++) {
    const [from, to] = [plain(low, digits), plain(high, digits)];
    if (from !== to) return `${from}× to ${to}×`;
  }
  return `${plain(low, 4)}×`;
}

/** Dollars with 2 significant digits, or 1 to 3 on request: prices and latencies support no more. Never "$0" for a cost. */
export function formatUsd(usd: number, digits = 2): string {
  const sign = usd < 0 ? "−" : "";
  return `${sign}$${plain(Math.abs(usd), Math.min(3, Math.max(1, Math.round(digits))))}`;
}

/** "3.1 M", "420,000", "0.35": three significant digits. */
export function countText(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  for (const [size, suffix] of [
    [1e12, " T"],
    [1e9, " B"],
    [1e6, " M"],
  ] as const) {
    if (Math.abs(value) >= size * 0.9995) return `${digits(value / size)}${suffix}`;
  }
  return digits(value);
}

function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** "$0.0893", "$24,000", "$1.2 M": three significant digits. */
export function usdText(usd: number): string {
  const sign = usd < 0 ? "−" : "";
  return `${sign}$${countText(Math.abs(usd))}`;
}

/** No clock tells less: it is what rounding leaves of a sum. */
const LEAST_MS = 1e-6;

/** Durations from nanoseconds to seconds, in the unit that leaves no leading zeros; "<1 ns" for less than one. */
export function formatMs(ms: number, digits = 3): string {
  if (ms !== 0 && Math.abs(ms) < LEAST_MS) return ms > 0 ? "<1 ns" : ">−1 ns";
  return scaled(ms * 1e6, 1000, ["ns", "µs", "ms", "s"], digits);
}

/** Sizes in binary units: 1 KiB is 1,024 bytes. */
export function formatBytes(bytes: number, digits = 3): string {
  return scaled(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"], digits);
}

/** "71 %", with "<1 %" and ">99 %" for what would round to nothing or to everything. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share >= 0.995) return ">99 %";
  return `${Math.round(share * 100)} %`;
}

/** "71.3 %": a share with a decimal, which the noise of a thousand samples still supports. */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.0005) return "<0.1 %";
  return `${(share * 100).toFixed(1)} %`;
}

/** The largest unit in which the rounded value is at least 1, so that 999.96 ms reads "1.00 s" and not "1000 ms". */
function scaled(value: number, base: number, units: readonly string[], digits: number): string {
  let unit = 0;
  let rest = value;
  while (
    unit < units.length - 1 &&
    Math.max(Math.abs(rest), Number(Math.abs(rest).toPrecision(digits))) >= base
  ) {
    rest /= base;
    unit += 1;
  }
  return `${plain(rest, digits)} ${units[unit]}`;
}

/** A percentage with two digits, rounded up, since it states a bound. */
function percentUp(share: number): string {
  const percent = share * 100;
  const step = percent > 0 ? 10 ** (Math.floor(Math.log10(percent)) - 1) : 1;
  return `${plain(Math.ceil(percent / step - 1e-9) * step, 2)} %`;
}

/** A number with the digits that its text has: for a file that is computed with. */
export const significant = (value: number, digits = 2): number => Number(value.toPrecision(digits));

/** A share as its text has it: whole per cents, and one digit of what is less than half of one. */
export function roundedShare(share: number): number {
  return share < 0.005 ? significant(share, 1) : Math.round(share * 100) / 100;
}

/** Significant digits in positional notation, with thousands separators: 0.0000012, 3.90, 1,200. */
function plain(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "unknown" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const rounded = significant(value, digits);
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded)) + 1e-12));
  const [whole, fraction] = Math.abs(rounded).toFixed(Math.min(100, places)).split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${rounded < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}
