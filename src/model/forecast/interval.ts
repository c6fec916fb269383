/** A median with its 80 % interval, in the unit that the field's name states. */
export interface Interval80 {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The confidence of every forecast's interval. */
export const CONFIDENCE = 0.8;

/** z of a two-sided 80 % interval: the 90th percentile of the normal distribution. */
export const Z80 = 1.2815515655446004;

export const exactly = (value: number): Interval80 => ({ median: value, low: value, high: value });

export const scaled = ({ median, low, high }: Interval80, factor: number): Interval80 => ({
  median: median * factor,
  low: low * factor,
  high: high * factor,
});

/** The same, later or dearer by a constant that is known exactly. */
export const shifted = ({ median, low, high }: Interval80, by: number): Interval80 => ({
  median: median + by,
  low: low + by,
  high: high + by,
});

/** exp(log ± half-width): a ratio whose uncertainty is multiplicative. */
export function fromLog(log: number, halfWidth: number): Interval80 {
  return { median: Math.exp(log), low: Math.exp(log - halfWidth), high: Math.exp(log + halfWidth) };
}

/** The same, wider by an independent multiplicative half-width on the log scale. */
export function widened({ median, low, high }: Interval80, halfWidth: number): Interval80 {
  if (median === 0 || halfWidth === 0) return { median, low, high };
  const below = low > 0 ? Math.hypot(Math.log(median / low), halfWidth) : Number.POSITIVE_INFINITY;
  return {
    median,
    low: median * Math.exp(-below),
    high: median * Math.exp(Math.hypot(Math.log(high / median), halfWidth)),
  };
}

/** Two independent factors multiplied: their half-widths add in squares on the log scale. */
export function product(a: Interval80, b: Interval80): Interval80 {
  const median = a.median * b.median;
  if (median === 0) return exactly(0);
  const below = Math.hypot(Math.log(a.median / a.low), Math.log(b.median / b.low));
  const above = Math.hypot(Math.log(a.high / a.median), Math.log(b.high / b.median));
  return { median, low: median * Math.exp(-below), high: median * Math.exp(above) };
}

/** One over it. */
export const inverse = ({ median, low, high }: Interval80): Interval80 => ({
  median: 1 / median,
  low: 1 / high,
  high: 1 / low,
});

/** Both distances to the median multiplied, on the log scale. */
export function stretched({ median, low, high }: Interval80, factor: number): Interval80 {
  if (factor === 1 || median === 0) return { median, low, high };
  return {
    median,
    low: low > 0 ? median * (low / median) ** factor : 0,
    high: median * (high / median) ** factor,
  };
}

/**
 * The interval of a sum of independent parts, from the parts' own intervals, symmetric or not: distances to the
 * limits add in squares (MOVER; Zou & Donner, Statistics in Medicine 27(10), 2008). The median is the parts' sum,
 * so that a breakdown adds up to what it breaks down.
 */
export function sumIndependent(parts: readonly Interval80[]): Interval80 {
  const median = parts.reduce((total, part) => total + part.median, 0);
  const below = Math.hypot(...parts.map((part) => part.median - part.low));
  const above = Math.hypot(...parts.map((part) => part.high - part.median));
  return { median, low: Math.max(0, median - below), high: median + above };
}
