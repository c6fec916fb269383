import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../../src/model/random.ts";
import { compareMedians, type Verdict, verdictOf } from "../../../src/model/statistics/ratio.ts";
import { simulate } from "../simulate.ts";

function verdicts(effect: number, processes: number, runs: number, noise = { between: 0.03, within: 0.05 }) {
  const random = mulberry32(11);
  const counts: Record<Verdict, number> = { faster: 0, slower: 0, equivalent: 0, inconclusive: 0 };
  for (let run = 0; run < runs; run++) {
    const shape = { processes, iterations: 40, ...noise };
    const candidate = simulate({ ...shape, medianMs: 10 * effect }, random);
    const baseline = simulate({ ...shape, medianMs: 10 }, random);
    counts[compareMedians(candidate, baseline, { random, resamples: 500 }).verdict] += 1;
  }
  return counts;
}

describe("compareMedians", () => {
  it.each([3, 5, 10])("calls at most two in a hundred equal pairs different (%i processes)", (processes) => {
    const { faster, slower } = verdicts(1, processes, 120);
    expect((faster + slower) / 120).toBeLessThanOrEqual(0.02);
  });

  it("finds a halved time with 5 processes, and equality where there is little noise", () => {
    expect(verdicts(0.5, 5, 60).faster).toBe(60);
    expect(verdicts(1, 5, 60, { between: 0.003, within: 0.02 }).equivalent).toBeGreaterThan(50);
  });

  it("covers the true ratio at 95 % in at least nine of ten runs", () => {
    const random = mulberry32(5);
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const shape = { iterations: 40, between: 0.04, within: 0.05 };
      const candidate = simulate({ ...shape, processes: 5, medianMs: 7 }, random);
      const baseline = simulate({ ...shape, processes: 3, medianMs: 10 }, random);
      const { low, high } = compareMedians(candidate, baseline, { random, resamples: 500 });
      if (low <= 0.7 && high >= 0.7) covered += 1;
    }
    expect(covered / 200).toBeGreaterThanOrEqual(0.9);
  });

  it("gives no verdict below the A/A floor, and states the floor as the least it detects", () => {
    const random = mulberry32(2);
    const quiet = { processes: 10, iterations: 40, between: 0.001, within: 0.01 };
    const candidate = simulate({ ...quiet, medianMs: 9 }, random);
    const baseline = simulate({ ...quiet, medianMs: 10 }, random);
    expect(compareMedians(candidate, baseline, { random }).verdict).toBe("faster");
    const floored = compareMedians(candidate, baseline, { random, floor: 0.15 });
    expect(floored.verdict).toBe("inconclusive");
    expect(floored.floor).toBe(0.15);
  });

  it("stays inconclusive with one process, and shows the widest ratio that the samples allow", () => {
    const ratio = compareMedians([[1, 2]], [[10, 20]], { random: mulberry32(1) });
    expect(ratio).toMatchObject({ verdict: "inconclusive", low: 0.05, high: 0.2, low99: 0.05, high99: 0.2 });
    expect(ratio.value).toBeCloseTo(0.1);
  });

  it("refuses a median of 0 rather than dividing by it", () => {
    expect(() => compareMedians([[0, 0]], [[1]], { random: mulberry32(1) })).toThrow("not comparable");
  });

  it("nests its intervals around the value", () => {
    const samples = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    const arm = fc.array(samples, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(arm, arm, fc.integer(), (candidate, baseline, seed) => {
        const r = compareMedians(candidate, baseline, { random: mulberry32(seed), resamples: 200 });
        const slack = 1 + 1e-9;
        expect(r.low99).toBeLessThanOrEqual(r.low * slack);
        expect(r.low).toBeLessThanOrEqual(r.value * slack);
        expect(r.value).toBeLessThanOrEqual(r.high * slack);
        expect(r.high).toBeLessThanOrEqual(r.high99 * slack);
      }),
    );
  });
});

describe("verdictOf", () => {
  it.each([
    [0.8, 0.75, 0.85, 0.03, 0, "faster"],
    [0.8, 0.75, 1.01, 0.03, 0, "inconclusive"],
    [0.98, 0.96, 0.995, 0.03, 0, "inconclusive"],
    [1.2, 1.1, 1.3, 0.03, 0, "slower"],
    [1.2, 1.1, 1.3, 0.03, 0.25, "inconclusive"],
    [1, 0.98, 1.02, 0.03, 0, "equivalent"],
    [1, 0.98, 1.02, 0.03, 0.04, "inconclusive"],
  ])("ratio %d in [%d, %d] with band %d and floor %d is %s", (value, low, high, band, floor, verdict) => {
    expect(verdictOf(value, { low, high }, band, floor)).toBe(verdict);
  });
});
