import type { Random } from "../random.js";

/** A standard normal number (Box–Muller; the second of the pair is not kept, so that a draw has no state). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A Gamma(shape, 1) number for shape ≥ 1: Marsaglia & Tsang, "A simple method for generating gamma variables", 2000. */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * One bootstrap median of sorted samples, in time that does not depend on their number.
 *
 * Resampling n sorted values is drawing n uniforms U and reading the value at ⌊nU⌋. That map is monotone,
 * so the k-th smallest of the resample is the value at ⌊nU₍ₖ₎⌋, and U₍ₖ₎ follows Beta(k, n + 1 − k). This is
 * the exact law, not an approximation. For an even n the median also needs U₍ₖ₊₁₎, the smallest of the n − k
 * uniforms that are left above U₍ₖ₎.
 */
export function drawMedianOfResample(sorted: readonly number[], random: Random): number {
  const n = sorted.length;
  const k = Math.ceil(n / 2);
  const below = gamma(k, random);
  const above = gamma(n + 1 - k, random);
  const u = below / (below + above);
  if (n % 2 === 1) return valueAt(sorted, u);
  const next = u + (1 - u) * (1 - random() ** (1 / (n - k)));
  return (valueAt(sorted, u) + valueAt(sorted, next)) / 2;
}

/** @param position from 0 to 1 */
function valueAt(sorted: readonly number[], position: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * position))]!;
}
