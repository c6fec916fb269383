import { describe, expect, it } from "vitest";
import { runOfRows } from "../../../src/model/run-of-rows.ts";
import { summarise } from "../../../src/model/summarise.ts";
import type { MeasuredSummary } from "../../../src/model/summary.ts";
import { BOUNDARY_CLAIMS } from "../../../src/report/claims/boundary.ts";
import { type Claim, checkClaim, gainBetween, verdictOf } from "../../../src/report/claims/claim.ts";
import { FEATURE_CLAIMS } from "../../../src/report/claims/features.ts";
import { PORT_CLAIMS } from "../../../src/report/claims/ports.ts";
import { testText } from "../../../src/report/claims/text.ts";
import { featuresRow } from "../../fixtures/features.ts";
import { completeRows, header } from "../../fixtures/run.ts";

const at = (low: number, high: number) => ({ where: "here", value: (low + high) / 2, low, high });
const faster = { low: 1.7, high: 4.5 };

describe("a published figure", () => {
  it.each([
    ["reproduced", faster, [at(2, 3), at(4.4, 9)]],
    ["partly", faster, [at(2, 3), at(5, 9)]],
    ["not reproduced", faster, [at(1.1, 1.3), at(5, 9)]],
    ["not reproduced", faster, [at(0.9, 1.1)]],
    ["contradicted", faster, [at(0.5, 0.9)]],
    ["contradicted", { low: 0, high: 1 }, [at(1.2, 1.4)]],
    ["reproduced", { low: 0, high: 1 }, [at(0.9, 1.1)]],
    ["not tested here", faster, []],
  ] as const)("is %s", (verdict, gain, tests) => {
    expect(verdictOf(gain, tests)).toBe(verdict);
  });

  it("is held against a gain whose interval is as wide as both times can make it", () => {
    const gain = gainBetween("here", { value: 8, low: 7, high: 9 }, { value: 2, low: 1.5, high: 3 });
    expect(gain).toEqual({ where: "here", value: 4, low: 7 / 3, high: 6 });
    expect(testText(gain)).toBe("here: 4 times as fast (2.3 to 6)");
    const loss = gainBetween("here", { value: 2, low: 1.5, high: 3 }, { value: 8, low: 7, high: 9 });
    expect(testText(loss)).toBe("here: 4 times as slow (2.3 to 6)");
  });
});

describe("the published figures that a run can test", () => {
  const summary: MeasuredSummary = {
    ...summarise(runOfRows(header(), completeRows())),
    workloads: [],
    features: [featuresRow()],
  };
  const verdictIn = (claims: readonly Claim[], id: string, of = summary) =>
    checkClaim(claims.find((claim) => claim.id === id)!, of);

  it("are each an article's own, once", () => {
    const ids = [...FEATURE_CLAIMS, ...PORT_CLAIMS, ...BOUNDARY_CLAIMS].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("follow the kernels: SIMD at 8 times is more than was published, Wasm over JavaScript is so for one of two", () => {
    expect(verdictIn(FEATURE_CLAIMS, "002-e")).toMatchObject({ verdict: "not reproduced" });
    const { verdict, tests } = verdictIn(FEATURE_CLAIMS, "002-d");
    expect(verdict).toBe("partly");
    expect(tests.map(({ where }) => where)).toEqual([
      "a matrix product in Node",
      "a hash whose every step needs the last in Node",
    ]);
  });

  it("are not tested where nothing of theirs was measured", () => {
    for (const claim of [...PORT_CLAIMS, ...BOUNDARY_CLAIMS])
      expect(checkClaim(claim, summary).verdict).toBe("not tested here");
    expect(verdictIn(FEATURE_CLAIMS, "002-i").verdict).toBe("not tested here");
  });
});
