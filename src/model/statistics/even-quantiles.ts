/** So many stand for a distribution, from its least to its most. */
const DRAWN_QUANTILES = 100;

/** Quantiles at even shares from the least to the most, five digits each: what draws a distribution, or draws from it. */
export function evenQuantiles(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const count = Math.min(DRAWN_QUANTILES, sorted.length);
  return Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? 0 : Math.round((i * (sorted.length - 1)) / (count - 1));
    return Number(sorted[at]!.toPrecision(5));
  });
}
