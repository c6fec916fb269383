/** A point estimate with its 95 % interval, in the unit that the field's name states. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One over the other, the interval as wide as both together can make it. */
export const quotient = (of: Estimate, over: Estimate): Estimate => ({
  value: of.value / over.value,
  low: of.low / over.high,
  high: of.high / over.low,
});

/** A part of a whole, its interval as wide as the whole's: a bucket and a phase have none of their own. */
export const partOf = (part: number, whole: Estimate): Estimate => ({
  value: part,
  low: (part * whole.low) / whole.value,
  high: (part * whole.high) / whole.value,
});

/** Of ratios: their ends are averaged as they are. At least one must be given. */
export function geometricMean(estimates: readonly Estimate[]): Estimate {
  const mean = (end: keyof Estimate) =>
    Math.exp(estimates.reduce((sum, estimate) => sum + Math.log(estimate[end]), 0) / estimates.length);
  return { value: mean("value"), low: mean("low"), high: mean("high") };
}
