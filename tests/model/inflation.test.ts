import { describe, expect, it } from "vitest";
import { inflationWarnings, isSlowdownMeasurable } from "../../src/model/inflation.ts";

const wallMs = { median: 1_000, low: 600, high: 1_100, n: 3 };

describe("what a profiler cost", () => {
  it("is measurable only beyond the unprofiled executions", () => {
    expect(isSlowdownMeasurable(0.12, wallMs)).toBe(true);
    expect(isSlowdownMeasurable(0.08, wallMs)).toBe(false);
    expect(isSlowdownMeasurable(-0.08, wallMs)).toBe(false);
    expect(isSlowdownMeasurable(0.01, { median: 1_000, low: 1_000, high: 1_000, n: 1 })).toBe(true);
  });

  it("is warned of where the profiled executions were shorter by more than the limit", () => {
    expect(inflationWarnings(0.5, wallMs)).toEqual([]);
    expect(inflationWarnings(-0.5, wallMs)).toEqual([
      "The profiled executions were 50 % shorter than the unprofiled ones: the machine was busy during the " +
        "unprofiled ones; repeat with a larger --repeat.",
    ]);
  });

  it("is not where the shorter ones lie within the spread, or within the limit, or nothing was profiled", () => {
    expect(inflationWarnings(-0.35, wallMs)).toEqual([]);
    expect(inflationWarnings(-0.2, { ...wallMs, low: 990 })).toEqual([]);
    expect(inflationWarnings(null, wallMs)).toEqual([]);
  });
});
