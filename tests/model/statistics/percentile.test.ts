import { describe, expect, it } from "vitest";
import { percentileIfSupported, samplesNeeded } from "../../../src/model/statistics/percentile.ts";

describe("samplesNeeded", () => {
  it("yields the minima that MLPerf LoadGen publishes for early stopping", () => {
    expect(samplesNeeded(0.9)).toBe(64);
    expect(samplesNeeded(0.99)).toBe(662);
  });

  it("refuses a quantile that is none", () => {
    expect(() => samplesNeeded(99)).toThrow("quantile 99");
  });
});

describe("percentileIfSupported", () => {
  const counted = (n: number) => Array.from({ length: n }, (_, i) => n - i);

  it("estimates from the minimum on, and says what is missing below it", () => {
    expect(percentileIfSupported(counted(63), 0.9)).toEqual({
      state: "insufficient",
      samples: 63,
      needed: 64,
    });
    expect(percentileIfSupported(counted(64), 0.9)).toEqual({ state: "estimated", ms: 57.7, samples: 64 });
    expect(percentileIfSupported(counted(661), 0.99).state).toBe("insufficient");
  });

  it("does not reorder the samples that it is given", () => {
    const samples = counted(100);
    percentileIfSupported(samples, 0.9);
    expect(samples).toEqual(counted(100));
  });
});
