import { describe, expect, it } from "vitest";
import { BUCKETS } from "../../src/model/buckets.ts";
import { dominantBucket, judge, RULES, ruleFor, ruleVerdicts } from "../../src/model/rules.ts";
import { cell, ratioOf, target, workload } from "./cells.ts";

const TARGETS = {
  python: target("python", "stay"),
  pyodide: target("pyodide", "wasm"),
  js: target("js", "wasm"),
  wasm: target("wasm", "wasm"),
  "wasm-threads": target("wasm-threads", "wasm", { threads: 2 }),
  native: target("native", "native"),
  "native-threads": target("native-threads", "native", { threads: 2 }),
};

describe("the rule table", () => {
  it.each([
    ["python", "nothing", "nothing", "nothing"],
    ["pyodide", "worse", "nothing", "worse"],
    ["js", "helps", "nothing", "worse"],
    ["wasm", "helps", "nothing", "worse"],
    ["wasm-threads", "helps", "nothing", "worse"],
    ["native", "helps", "nothing", "nothing"],
    ["native-threads", "helps", "helps", "nothing"],
  ] as const)("predicts for %s: interpreter %s, compute %s, io %s", (id, ...predictions) => {
    expect(BUCKETS.map((bucket) => ruleFor(bucket, TARGETS[id])?.prediction)).toEqual(predictions);
  });

  it("has distinct ids, a source for every rule, and predictions that its own wording allows", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const rule of RULES) {
      expect(rule.source).not.toBe("");
      expect(rule.consistentWith).toContain(rule.prediction);
    }
  });
});

describe("judge", () => {
  it("puts a measured ratio into the table's words", () => {
    expect(judge(ratioOf(0.5))).toBe("helps");
    expect(judge(ratioOf(2))).toBe("worse");
    expect(judge(ratioOf(1, 0.01))).toBe("nothing");
    expect(judge(ratioOf(1, 0.3))).toBe("inconclusive");
    expect(judge(null)).toBe("not comparable");
  });
});

describe("ruleVerdicts", () => {
  const baseline = cell("python", 10);
  const wasm = cell("wasm", 5, {
    bucketRatios: { interpreter: ratioOf(0.1), compute: ratioOf(3), io: ratioOf(0.5) },
  });

  it("sets prediction beside measurement, with the bucket's share of the baseline", () => {
    const verdicts = ruleVerdicts(workload("python", [baseline, wasm]), wasm, TARGETS.wasm);
    expect(
      verdicts.map(({ bucket, prediction, measured, agrees }) => [bucket, prediction, measured, agrees]),
    ).toEqual([
      ["interpreter", "helps", "helps", true],
      ["compute", "nothing", "worse", true],
      ["io", "worse", "helps", false],
    ]);
    expect(verdicts.map(({ baselineShare }) => baselineShare)).toEqual([0.6, 0.3, 0.08]);
  });

  it("neither agrees nor disagrees where the measurement does not decide", () => {
    const undecided = cell("native", 5, {
      bucketRatios: { interpreter: ratioOf(1, 0.5), compute: null, io: null },
    });
    const verdicts = ruleVerdicts(workload(null, [undecided]), undecided, TARGETS.native);
    expect(verdicts.map(({ agrees }) => agrees)).toEqual([null, null, null]);
    expect(verdicts[0]!.baselineShare).toBeNull();
  });
});

describe("dominantBucket", () => {
  const { attribution } = cell("python", 10);

  it("names the largest bucket with its time and share", () => {
    expect(dominantBucket(attribution)).toEqual({ bucket: "interpreter", ms: 6, share: 0.6 });
  });

  it("admits that most of the time is unattributed", () => {
    const bucketMs = { interpreter: 1, compute: 2, io: 0, unattributed: 7 };
    expect(dominantBucket({ ...attribution, bucketMs }).bucket).toBe("unattributed");
  });
});
