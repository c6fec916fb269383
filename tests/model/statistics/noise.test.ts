import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../../src/model/random.ts";
import { lag1Autocorrelation } from "../../../src/model/statistics/autocorrelation.ts";
import { modalValue } from "../../../src/model/statistics/modes.ts";
import { type NoiseInput, noiseFlags } from "../../../src/model/statistics/noise.ts";
import { tukeyOutliers } from "../../../src/model/statistics/outliers.ts";
import { normal, simulate } from "../simulate.ts";

const random = mulberry32(7);
const quiet = simulate(
  { processes: 5, iterations: 100, medianMs: 10, between: 0.002, within: 0.01 },
  random,
).map((series) => series.map((ms) => Math.min(10.2, Math.max(9.8, ms))));
const base: NoiseInput = { processes: quiet, threads: 1, cpuPerWall: 0.99, loadAverage1m: 1, cores: 2 };
const codes = (input: Partial<NoiseInput>) => noiseFlags({ ...base, ...input }).map(({ code }) => code);
const detail = (input: Partial<NoiseInput>, code: string) =>
  noiseFlags({ ...base, ...input }).find((flag) => flag.code === code)?.detail;

describe("noiseFlags", () => {
  it("finds nothing but chance outliers in a quiet measurement", () => {
    expect(codes({}).filter((code) => code !== "outliers")).toEqual([]);
  });

  it("flags variation and range, with value and bound", () => {
    const wild = quiet.map((series) => series.map((ms, i) => (i % 10 === 0 ? ms * 3 : ms)));
    expect(detail({ processes: wild }, "cv-above-10pct")).toMatch(
      /^standard deviation \d+ % of the mean, bound 10 %$/,
    );
    expect(detail({ processes: wild }, "min-max-spread")).toMatch(/to \+2\d\d % of the median|to \+210 %/);
    expect(detail({ processes: wild }, "outliers")).toMatch(
      /^0 mild \(1.5 IQR\) and 50 severe \(3 IQR\) of 500/,
    );
  });

  it("flags samples under a millisecond", () => {
    const short = quiet.map((series) => series.map((ms) => ms / 40));
    expect(detail({ processes: short }, "short-sample")).toBe("median 250 µs, bound 1 ms");
  });

  it("flags a slow first iteration where it is the rule, not where it happens once", () => {
    const slow = quiet.map((series) => [20, ...series]);
    expect(codes({ processes: slow })).toContain("slow-first-iteration");
    expect(codes({ processes: [slow[0]!, ...quiet.slice(1)] })).not.toContain("slow-first-iteration");
  });

  it("flags two modes", () => {
    const two = quiet.map((series) => series.map((ms, i) => (Math.floor(i / 2) % 2 ? ms : ms * 1.3)));
    expect(codes({ processes: two })).toContain("multimodal");
  });

  it("flags correlation in time, and drift", () => {
    const drifting = quiet.map((series) => series.map((ms, i) => ms * (1 + i / 500)));
    expect(codes({ processes: drifting })).toEqual(expect.arrayContaining(["autocorrelated", "drift"]));
    expect(detail({ processes: drifting }, "drift")).toMatch(
      /^last quarter of a process \+1\d % against its first/,
    );
  });

  it("flags a cpu/wall below what the threads should reach, given how much of the time is parallel", () => {
    expect(codes({ threads: 2, cpuPerWall: 1.95 })).not.toContain("contended");
    expect(detail({ threads: 2, cpuPerWall: 1.2 }, "contended")).toBe(
      "cpu/wall 1.20, bound 1.60 for 2 threads",
    );
    expect(codes({ threads: 2, cpuPerWall: 1.2, parallelShare: 0.3 })).not.toContain("contended");
    expect(codes({ cpuPerWall: null })).not.toContain("contended");
  });

  it("flags a loaded machine and few processes", () => {
    expect(detail({ loadAverage1m: 3.456 }, "loaded-machine")).toBe(
      "1 min load average 3.5, bound 2.5 on 2 cores",
    );
    expect(detail({ processes: quiet.slice(0, 3) }, "few-processes")).toBe("3 processes, bound 5");
  });

  it("copes with a single sample", () => {
    expect(codes({ processes: [[5]] })).toEqual(["few-processes"]);
  });
});

describe("the measures behind the flags", () => {
  it("lag-1 autocorrelation by hand", () => {
    // Deviations −1.5, −0.5, 0.5, 1.5: (0.75 − 0.25 + 0.75) / 5.
    expect(lag1Autocorrelation([1, 2, 3, 4])).toBeCloseTo(0.25);
    expect(lag1Autocorrelation([2, 2, 2, 2])).toBe(0);
  });

  it("Tukey's fences by hand", () => {
    // Quartiles 3.25 and 7.75, range 4.5: fences −3.5 and 14.5, outer −10.25 and 21.25.
    expect(tukeyOutliers([1, 2, 3, 4, 5, 6, 7, 8, 15, 30])).toEqual({ mild: 1, severe: 1 });
  });

  it("mValue is near 2 for one mode and near 4 for two", () => {
    const one = Array.from({ length: 2000 }, () => normal(random));
    expect(modalValue(one)).toBeLessThan(2.4);
    expect(modalValue(one.map((x, i) => (i % 2 ? x : x + 8)))).toBeGreaterThan(3.4);
    expect(modalValue([1, 1, 1])).toBe(2);
  });
});
