import { numericSort, quantileSorted, standardDeviation } from "simple-statistics";

/** Fewer samples than this fill a histogram too thinly to tell a mode from chance. */
const MINIMUM_SAMPLES = 50;

/**
 * Brendan Gregg's modal value: the summed rises and falls of a histogram over its tallest bin. One mode gives
 * 2, two equal ones 4; above 2.8 BenchmarkDotNet warns. Samples outside Tukey's fences are left out of the
 * histogram, and bins are 5.5 σ / ∛n wide, more than Scott's 3.49: at this width none of 800 simulated normal
 * series of 60 to 3,000 samples passed 2.8. Gives 2 when there are too few samples to tell.
 * Source: Brendan Gregg, "Frequency Trails: Modes and Modality".
 */
export function modalValue(samples: readonly number[]): number {
  if (samples.length < MINIMUM_SAMPLES) return 2;
  const inner = withoutOutliers(numericSort([...samples]));
  const width = (5.5 * standardDeviation(inner)) / Math.cbrt(inner.length);
  const lowest = inner[0]!;
  const span = inner[inner.length - 1]! - lowest;
  if (!(width > 0) || span <= 0) return 2;
  const bins = new Array<number>(Math.floor(span / width) + 1).fill(0);
  for (const x of inner) bins[Math.floor((x - lowest) / width)]! += 1;
  const padded = [0, ...bins, 0];
  let climbs = 0;
  for (let i = 1; i < padded.length; i++) climbs += Math.abs(padded[i]! - padded[i - 1]!);
  return climbs / Math.max(...bins);
}

function withoutOutliers(sorted: readonly number[]): number[] {
  const first = quantileSorted(sorted, 0.25);
  const third = quantileSorted(sorted, 0.75);
  const reach = 1.5 * (third - first);
  return sorted.filter((x) => x >= first - reach && x <= third + reach);
}
