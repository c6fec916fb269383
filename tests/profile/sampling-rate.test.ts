import { describe, expect, it } from "vitest";
import { rateWithin } from "../../loaders/profile/sampling-rate.ts";
import { intervalUs } from "../../loaders/profile/v8-profiler.ts";

/** Periods of frames, polls and loops, milliseconds. */
const PERIODS_MS = [1, 4, 5, 8, 10, 20, 25, 40, 50, 100, 200, 250, 500, 1_000];

describe("the sampling rate", () => {
  it("is larger for shorter commands, within what the profiler is good for", () => {
    const rates = [100, 5_000, 12_000, 15_000, 60_000].map((wallMs) => rateWithin(wallMs, 100, 200));
    expect(rates).toEqual([199, 199, 163, 131, 97]);
  });

  it("meets a loop of a round period at ever new places", () => {
    for (const wallMs of [100, 2_000, 15_000, 20_000]) {
      const rateHz = rateWithin(wallMs, 100, 200);
      // Samples until one meets the loop where the first did.
      for (const periodMs of PERIODS_MS)
        expect(rateHz / commonDivisor(rateHz, 1e3 / periodMs)).toBeGreaterThan(90);
    }
  });

  it("does so with V8's interval too, whatever rate is asked for", () => {
    for (const rateHz of [1, 100, 1_000, 1_999, 2_000, 3_989, 4_000, 10_000]) {
      const interval = intervalUs(rateHz);
      expect(interval / (1e6 / rateHz)).toBeGreaterThan(0.96);
      expect(interval / (1e6 / rateHz)).toBeLessThanOrEqual(1);
      for (const periodMs of PERIODS_MS) expect(commonDivisor(interval, periodMs * 1e3)).toBe(1);
    }
  });
});

const commonDivisor = (a: number, b: number): number => (b < 1e-6 ? a : commonDivisor(b, a % b));
