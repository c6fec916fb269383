import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  commonSpread,
  distanceBelow,
  type LogRatio,
  poolRatios,
  predicted,
} from "../../../src/model/forecast/pooled-ratio.ts";
import { mulberry32 } from "../../../src/model/random.ts";
import { normal } from "../simulate.ts";

const logs = (...values: number[]): LogRatio[] =>
  values.map((log, i) => ({ workload: String(i), log, variance: 0.0001 }));

describe("pooled ratios", () => {
  it("cannot be had of nothing, nor of one without a spread", () => {
    expect(poolRatios([], null)).toBeNull();
    expect(poolRatios(logs(1), null)).toBeNull();
    expect(poolRatios(logs(1), { variance: 0.04, df: 3 })).toMatchObject({ log: 1, workloads: 1, df: 3 });
  });

  it("stay with the most when one is odd", () => {
    expect(poolRatios(logs(1.6, 1.8, 1.9, -3), null)!.log).toBeGreaterThan(1.3);
    expect(poolRatios(logs(1.6, 1.8, 1.9, -300), null)!.log).toBeCloseTo(
      poolRatios(logs(1.6, 1.8, 1.9, -3), null)!.log,
      6,
    );
  });

  it("do not follow an odd one for being known well", () => {
    const ratios = [
      ...logs(0, 0.1).map((r) => ({ ...r, variance: 0.01 })),
      { workload: "odd", log: 5, variance: 1e-6 },
    ];
    expect(poolRatios(ratios, { variance: 0.01, df: 3 })!.log).toBeLessThan(0.3);
  });

  it("lean on what is known best", () => {
    const ratios = [
      ...logs(0),
      { workload: "vague", log: 3, variance: 4 },
      { workload: "vague too", log: 3, variance: 4 },
    ];
    expect(poolRatios(ratios, { variance: 0.01, df: 3 })!.log).toBeLessThan(0.5);
  });

  it("take from the common spread what they cannot show", () => {
    const alike = logs(1, 1, 1, 1);
    const alone = predicted(poolRatios(alike, null)!);
    const together = predicted(poolRatios(alike, commonSpread([alike, logs(0, 1, -1, 2)]))!);
    expect(alone.high / alone.low).toBeCloseTo(1, 9);
    expect(together.high / together.low).toBeGreaterThan(1.5);
  });

  it("cover about 80 % of new workloads", () => {
    const random = mulberry32(11);
    const draw = () => 2 + 0.4 * normal(random);
    const targets = 6;
    let inside = 0;
    const runs = 600;
    for (let i = 0; i < runs; i++) {
      const groups = Array.from({ length: targets }, () => logs(draw(), draw(), draw(), draw()));
      const { low, high } = predicted(poolRatios(groups[0]!, commonSpread(groups))!);
      const next = Math.exp(draw());
      if (low <= next && next <= high) inside += 1;
    }
    expect(inside / runs).toBeGreaterThan(0.76);
    expect(inside / runs).toBeLessThan(0.93);
  });
});

describe("the distance below known times", () => {
  it("is in widths of their range, on the log scale", () => {
    for (const ms of [1, 10, 100, 1e4]) expect(distanceBelow(ms, [1, 4, 100])).toBe(0);
    expect(distanceBelow(0.1, [1, 100])).toBeCloseTo(0.5, 12);
    expect(distanceBelow(0.01, [1, 100])).toBeCloseTo(1, 12);
  });

  it("takes times that hardly differ for a range of a factor of four", () => {
    expect(distanceBelow(1, [4, 4.001])).toBeCloseTo(1, 12);
    expect(distanceBelow(1, [4, 15])).toBeCloseTo(1, 12);
  });

  it("is none where nothing ranges, and of no time", () => {
    expect(distanceBelow(10, [])).toBe(0);
    expect(distanceBelow(10, [100])).toBe(0);
    expect(distanceBelow(0, [1, 100])).toBe(0);
  });

  it("depends on no unit, and grows downwards", () => {
    const time = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(time, fc.array(time, { minLength: 2 }), time, (ms, known, factor) => {
        const least = Math.min(...known);
        fc.pre(Math.log(Math.max(...known) / least) > 1e-3);
        const scaled = distanceBelow(
          ms * factor,
          known.map((one) => one * factor),
        );
        expect(scaled).toBeCloseTo(distanceBelow(ms, known), 6);
        expect(distanceBelow(least / 2, known)).toBeGreaterThan(distanceBelow(least / 1.5, known));
      }),
    );
  });
});
