import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUCKETS, BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import {
  errorPoints,
  keepsTolerances,
  type Shares,
  SPLITS,
  scoreTool,
  splitName,
  type TruthCell,
  type TruthReport,
  truthShares,
} from "../../src/model/truth.ts";

const even: Shares = { interpreter: 0.25, compute: 0.25, io: 0.25, unattributed: 0.25 };

function cell(truth: Shares, attributed: Shares, unprofiled = truth): TruthCell {
  return { split: SPLITS[0]!, unprofiled, truth, attributed, seen: 1, inflation: 0, samples: null };
}

const all = { scored: BUCKETS, points: 3 };

describe("a program's own measurement", () => {
  it("leaves what no stage claims unattributed", () => {
    const shares = truthShares({ truthMs: { interpreter: 10, compute: 60, io: 20 }, wallMs: 100 });
    expect(shares).toEqual({ interpreter: 0.1, compute: 0.6, io: 0.2, unattributed: expect.closeTo(0.1) });
  });

  it("sums to one whatever was measured", () => {
    const ms = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.record({ interpreter: ms, compute: ms, io: ms }), ms, (truthMs, wallMs) => {
        const shares = truthShares({ truthMs, wallMs });
        expect(BUCKETS_AND_REST.reduce((sum, bucket) => sum + shares[bucket], 0)).toBeCloseTo(1, 9);
        for (const bucket of BUCKETS_AND_REST) expect(shares[bucket]).toBeGreaterThan(-1e-9);
      }),
    );
  });
});

describe("a score", () => {
  const read: Shares = { interpreter: 0.27, compute: 0.25, io: 0.23, unattributed: 0.25 };

  it("takes the largest and the mean absolute error, in percentage points", () => {
    expect(errorPoints(read, even, "io")).toBeCloseTo(-2);
    const score = scoreTool([cell(even, read), cell(even, even)], all);
    expect(score.maxErrorPoints).toBeCloseTo(2);
    expect(score.meanErrorPoints).toBeCloseTo(4 / 6);
    expect(score.verdict).toBe("within");
  });

  it("is beyond the tolerance when a single bucket of a single run is", () => {
    const off: Shares = { ...even, io: 0.285, compute: 0.215 };
    expect(scoreTool([cell(even, even), cell(even, off)], all).verdict).toBe("beyond");
    expect(scoreTool([cell(even, off)], { ...all, points: 4 }).verdict).toBe("within");
  });

  it("shows a biased profiler without judging it", () => {
    const score = scoreTool([cell(even, { ...even, io: 0, interpreter: 0.5 })], { ...all, points: null });
    expect(score).toMatchObject({ verdict: "shown only", maxErrorPoints: 25 });
  });

  it("ignores buckets that the profiler cannot see", () => {
    const engine: Shares = { interpreter: 0, compute: 0.255, io: 0, unattributed: 0.745 };
    const score = scoreTool([cell(even, engine)], { scored: ["compute"], points: 1 });
    expect(score.maxErrorPoints).toBeCloseTo(0.5);
    expect(score.verdict).toBe("within");
  });

  it("holds what was read against the unprofiled run as well", () => {
    const slowed: Shares = { ...even, interpreter: 0.35, compute: 0.15 };
    const score = scoreTool([cell(slowed, slowed, even)], all);
    expect(score.maxErrorPoints).toBe(0);
    expect(score.maxAgainstUnprofiledPoints).toBeCloseTo(10);
  });

  it("has a mean that its largest error bounds", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const shares = fc.record({ interpreter: share, compute: share, io: share, unattributed: share });
    fc.assert(
      fc.property(fc.array(fc.tuple(shares, shares), { minLength: 1 }), (pairs) => {
        const score = scoreTool(
          pairs.map(([truth, attributed]) => cell(truth, attributed)),
          all,
        );
        expect(score.meanErrorPoints).toBeLessThanOrEqual(score.maxErrorPoints + 1e-9);
        expect(score.verdict === "within").toBe(score.maxErrorPoints <= 3);
      }),
    );
  });

  it("refuses to score nothing", () => {
    expect(() => scoreTool([], all)).toThrow(RangeError);
  });
});

describe("the grid", () => {
  it("lets each bucket dominate once, and names splits in the order of the buckets", () => {
    for (const bucket of BUCKETS) expect(SPLITS.filter((split) => split[bucket] === 80)).toHaveLength(1);
    expect(splitName({ interpreter: 80, compute: 15, io: 5 })).toBe("80/15/5");
  });
});

describe("tolerances", () => {
  const tool = (outcome: object) => ({ outcome }) as unknown as TruthReport["tools"][number];
  const report = (...outcomes: object[]) => ({ tools: outcomes.map(tool) }) as unknown as TruthReport;

  it("are broken by one tool beyond its own, and not by a tool that did not run", () => {
    const within = { state: "measured", cells: [], score: { verdict: "within" } };
    const missing = { state: "not measured", reason: "py-spy was not found", enable: "pip install py-spy" };
    const beyond = { state: "measured", cells: [], score: { verdict: "beyond" } };
    expect(keepsTolerances(report(within, missing))).toBe(true);
    expect(keepsTolerances(report(within, beyond))).toBe(false);
  });
});
