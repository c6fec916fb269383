/** What one execution should give: a share of one half has a standard error of 1.1 percentage points. */
export const WANTED_SAMPLES = 2_000;

/** With these, no further execution is profiled: 1.6 percentage points. */
export const ENOUGH_SAMPLES = 1_000;

/** The rate at which one execution gives the wanted samples, between what a profiler is good for. */
export function rateWithin(wallMs: number, lowestHz: number, highestHz: number): number {
  const wantedHz = WANTED_SAMPLES / Math.max(1e-3, wallMs / 1e3);
  return Math.round(Math.min(highestHz, Math.max(lowestHz, wantedHz)));
}
