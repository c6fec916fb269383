import { describe, expect, it } from "vitest";
import { BUCKETS } from "../../src/model/buckets.ts";
import { dominantBucket, judge, RULES, ruleFor, ruleVerdicts } from "../../src/model/rules.ts";
import type { TargetRecord } from "../../src/model/run-file.ts";
import { cell, ratioOf, target, workload } from "./cells.ts";

const TARGETS = {
  plain: target("a", "stay", { course: "plain", glue: "python" }),
  today: target("b", "stay", { course: "stay", glue: "numpy" }),
  "today of an old run": target("b", "stay"),
  threads: target("c", "stay", { course: "setting", glue: "numpy", threads: 2 }),
  slice: target("d", "stay", { course: "slice", glue: "compiled" }),
  pyodide: target("e", "wasm", { glue: "python" }),
  js: target("js", "wasm"),
  wasm: target("wasm", "wasm"),
  "wasm-threads": target("wasm-threads", "wasm", { threads: 2 }),
  webgpu: { ...target("webgpu", "wasm"), adapter: { name: "a GPU", software: false } } as TargetRecord,
  native: target("native", "native"),
  "native-threads": target("native-threads", "native", { threads: 2 }),
};

describe("the rule table", () => {
  it.each([
    ["plain", "worse", "nothing", "nothing"],
    ["today", "nothing", "nothing", "nothing"],
    ["today of an old run", "nothing", "nothing", "nothing"],
    ["threads", "nothing", "helps", "nothing"],
    ["slice", "helps", "nothing", "nothing"],
    ["pyodide", "worse", "nothing", "worse"],
    ["js", "helps", "nothing", "worse"],
    ["wasm", "helps", "nothing", "worse"],
    ["wasm-threads", "helps", "nothing", "worse"],
    ["webgpu", "helps", "helps", "worse"],
    ["native", "helps", "nothing", "nothing"],
    ["native-threads", "helps", "nothing", "nothing"],
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

  it("holds threads against today's program on as many, not against the one thread of today", () => {
    const like = {
      threads: 2,
      bucketRatios: { interpreter: ratioOf(0.1), compute: ratioOf(0.5), io: ratioOf(1) },
      likeTarget: "python-2",
      likeBucketRatios: { interpreter: ratioOf(0.1), compute: ratioOf(1), io: ratioOf(1) },
    };
    const computeOf = (over: Partial<typeof like>, of = TARGETS["native-threads"]) =>
      ruleVerdicts(workload("python", [baseline]), cell("native-threads", 3, { ...like, ...over }), of)[1]!;
    expect(computeOf({})).toMatchObject({ measured: "nothing", agrees: true });
    const unlike = { likeTarget: null as never };
    expect(computeOf(unlike)).toMatchObject({ measured: "not comparable", agrees: null });
    expect(computeOf(unlike, TARGETS.threads)).toMatchObject({ measured: "helps", agrees: true });
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
