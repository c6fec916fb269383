import { describe, expect, it } from "vitest";
import { compareTraces } from "../../src/model/traces/compare.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import { parseRules } from "../../src/model/traces/rules/parse-rules.ts";
import { UNITLESS_WARNING } from "../../src/model/traces/unitless.ts";
import { comparisonFinding, differenceColumns, framesFinding } from "../../src/report/comparison.ts";
import { profileOf } from "../model/traces/trees.ts";

const rules = parseRules(
  `rules:
    - { id: py, bucket: interpreter, file: '\\.py$', reason: test }
    - { id: gemm, bucket: compute, name: '^gemm$', reason: test }`,
  "test",
);

function compared(
  a: readonly [glue: number, compute: number],
  b: typeof a,
  more: Partial<ImportedProfile> = {},
) {
  const of = ([glue, compute]: typeof a, extra = {}) =>
    profileOf(
      [
        [["main@a.py"], glue],
        [["main@a.py", "gemm"], compute],
      ],
      extra,
    );
  return compareTraces(of(a), of(b, more), rules);
}

describe("what two profiles differ in", () => {
  it("is the time, if both did the same work, and the bucket that most of it comes from", () => {
    expect(comparisonFinding(compared([800, 200], [300, 200]))).toBe(
      "If both did the same work, B takes 50 % less time: 500 ms instead of 1.00 s. Most of that is interpreter glue: 300 ms instead of 800 ms, 63 % less.",
    );
    expect(comparisonFinding(compared([100, 100], [100, 500]))).toBe(
      "If both did the same work, B takes 3 times as much time: 600 ms instead of 200 ms. Most of that is model compute: 500 ms instead of 100 ms, 5 times as much.",
    );
  });

  it("is the share of a bucket, where both last as long", () => {
    expect(comparisonFinding(compared([600, 400], [400, 600]))).toBe(
      "B spends 33 % less of its time in interpreter glue: 40 % instead of 60 %.",
    );
    expect(comparisonFinding(compared([1000, 0], [400, 600]))).toMatch(
      /^B spends (60 % less of its time in interpreter glue: 40 % instead of 100 %|60 % of its time in model compute, A none)\.$/,
    );
    expect(comparisonFinding(compared([500, 500], [500, 500]))).toBe(
      "A and B spend their time alike: no bucket’s share differs.",
    );
  });

  it("is nothing within the noise of the samples", () => {
    const comparison = compared([500, 500], [510, 490], { sampled: true, samples: 100 });
    expect(comparisonFinding(comparison)).toContain("more than sampling noise");
    expect(framesFinding(comparison)).toContain("more than sampling noise");
  });

  it("is never a time where one of them has none", () => {
    const comparison = compared([800, 200], [30, 20], { warnings: [UNITLESS_WARNING] });
    expect(comparison.timesCompare).toBe(false);
    expect(comparisonFinding(comparison)).toBe(
      "B spends 25 % less of its time in interpreter glue: 60 % instead of 80 %.",
    );
    expect(differenceColumns(comparison)).toEqual(["share of A", "share of B", "B − A", ""]);
    expect(comparison.warnings.join("\n")).toMatch(/B counts samples .* the times can't be compared/);
    expect(comparison.warnings.join("\n")).not.toMatch(/A lasts/);
  });

  it("names the frame that only one of them has", () => {
    const a = profileOf([[["main@a.py"], 100]]);
    const b = profileOf([
      [["main@a.py"], 20],
      [["main@a.py", "parse@a.py"], 80],
    ]);
    expect(framesFinding(compareTraces(a, b, rules))).toMatch(/“(main|parse)”/);
    expect(framesFinding(compareTraces(b, profileOf([[["other@a.py"], 100]]), rules))).toBe(
      "“other” takes 100 % of B, and is not in A.",
    );
  });
});
