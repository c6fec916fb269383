/** What one execution should give: a share of one half has a standard error of 1.1 percentage points. */
const WANTED_SAMPLES = 2_000;

/** With these, no further execution is profiled: 1.6 percentage points. */
export const ENOUGH_SAMPLES = 1_000;

/** The rate at which one execution gives the wanted samples, between what a profiler is good for. */
export function rateWithin(wallMs: number, lowestHz: number, highestHz: number): number {
  const wantedHz = WANTED_SAMPLES / Math.max(1e-3, wallMs / 1e3);
  return primeUpTo(Math.min(highestHz, Math.max(lowestHz, wantedHz)));
}

/**
 * The largest prime that is no larger. Frames, polls and loops come at round periods (100 ms, 20 ms, 60 Hz); samples at
 * a round interval would meet them at the same few moments again and again, those at a prime one wander through them.
 *
 * @param limit at least 2
 */
export function primeUpTo(limit: number): number {
  let candidate = Math.max(2, Math.floor(limit));
  while (!isPrime(candidate)) candidate--;
  return candidate;
}

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false;
  return true;
}
