import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareTraces } from "../../../src/model/traces/compare.ts";
import { parseRules } from "../../../src/model/traces/rules/parse-rules.ts";
import { profileOf } from "./trees.ts";

const rules = parseRules(
  `rules:
    - { id: py, bucket: interpreter, file: '\\.py$', reason: test }
    - { id: sleep, bucket: waiting, name: '^sleep$', reason: test }
    - { id: gemm, bucket: compute, name: '^gemm$', reason: test }`,
  "test",
);

describe("a comparison", () => {
  const before = profileOf([
    [["main@/home/me/a.py"], 60],
    [["main@/home/me/a.py", "gemm"], 30],
    [["main@/home/me/a.py", "sleep"], 10],
  ]);
  const after = profileOf([
    [["main@/home/me/a.py"], 10],
    [["main@/home/me/a.py", "gemm"], 30],
    [["main@/home/me/a.py", "extra@/home/me/a.py"], 10],
  ]);

  it("gives both times, both shares and their differences per bucket", () => {
    const { buckets, waiting } = compareTraces(before, after, rules);
    expect(buckets.interpreter).toMatchObject({
      a: { ms: 60, share: 0.6 },
      b: { ms: 20, share: 0.4 },
      differenceMs: -40,
      differenceShare: expect.closeTo(-0.2, 12),
      standardError: null,
      withinNoise: false,
    });
    expect(waiting).toMatchObject({ a: { ms: 10 }, b: { ms: 0 } });
  });

  it("says where a profile is sampled and does not say how often", () => {
    const uncounted = { ...after, sampled: true, samples: null };
    const sentence = "B is sampled and does not say how many samples it holds: its noise is not known.";
    expect(compareTraces(before, uncounted, rules).warnings).toContain(sentence);
    expect(compareTraces(before, after, rules).warnings).not.toContain(sentence);
  });

  it("lists frames by the difference of their shares, and those of one profile only", () => {
    const { frames } = compareTraces(before, after, rules);
    expect(
      frames.map(({ frame, differenceShare, in: side }) => [frame, differenceShare.toFixed(2), side]),
    ).toEqual([
      ["main", "-0.40", "both"],
      ["gemm", "0.30", "both"],
      ["extra", "0.20", "b"],
      ["sleep", "-0.10", "a"],
    ]);
    expect(frames.map(({ destination }) => destination)).toEqual([
      "interpreter",
      "compute",
      "interpreter",
      "waiting",
    ]);
  });

  it("knows a frame again on another machine and at another address", () => {
    const here = profileOf([
      [["run@/home/me/venv/lib/python3.11/site-packages/onnx/run.py"], 1],
      [["0xaaa@/usr/lib/libfoo.so"], 1],
    ]);
    const there = profileOf([
      [["run@C:\\venv\\Lib\\site-packages\\onnx\\run.py"], 1],
      [["0xbbb@/usr/lib/libfoo.so"], 1],
    ]);
    expect(compareTraces(here, there, rules).frames).toMatchObject([
      { frame: "run", file: "onnx/run.py", in: "both", differenceShare: 0 },
      { frame: "(unnamed functions)", in: "both", differenceShare: 0 },
    ]);
  });

  it("calls a difference noise that sampling alone explains", () => {
    const sampled = (gemm: number, samples: number | null) =>
      profileOf(
        [
          [["gemm"], gemm],
          [["main@a.py"], 100 - gemm],
        ],
        { samples },
      );
    const compute = (...args: Parameters<typeof compareTraces>) => compareTraces(...args).buckets.compute;
    // Two proportions of 50 % and 55 %: z is 0.71 with 100 samples each, 2.24 with 1,000.
    expect(compute(sampled(50, 100), sampled(55, 100), rules).withinNoise).toBe(true);
    const many = compute(sampled(50, 1000), sampled(55, 1000), rules);
    expect(many.withinNoise).toBe(false);
    expect(many.differenceShare / many.standardError!).toBeCloseTo(2.24, 2);
    // Only one is sampled: only its error counts.
    const one = compute(sampled(50, 100), sampled(50, null), rules);
    expect(one.standardError).toBeCloseTo(0.05, 12);
  });

  it("gives a frame that only one profile has an error too", () => {
    const { frames } = compareTraces(
      profileOf([[["main@a.py"], 100]], { samples: 100 }),
      profileOf(
        [
          [["main@a.py"], 99],
          [["gemm"], 1],
        ],
        { samples: 100 },
      ),
      rules,
    );
    expect(frames.find(({ frame }) => frame === "gemm")).toMatchObject({ in: "b", withinNoise: true });
  });

  it("warns where formats, lengths or programs differ", () => {
    const warnings = compareTraces(
      before,
      profileOf([[["other@b.py"], 300]], { format: "cpuprofile", samples: 300 }),
      rules,
    ).warnings.join("\n");
    expect(warnings).toMatch(/A is speedscope, B is cpuprofile/);
    expect(warnings).toMatch(/A lasts 100 ms and B 300 ms/);
    expect(warnings).toMatch(/100 % of A's time is in frames that the other profile does not have/);
    expect(warnings).toMatch(/repeat a recording/);
    expect(compareTraces(before, before, rules).warnings).toEqual([]);
  });

  it("of a profile with itself has no difference; swapped, every difference changes its sign", () => {
    const profile = fc
      .array(
        fc.tuple(
          fc.array(fc.constantFrom("a@x.py", "gemm", "sleep", "odd"), { minLength: 1, maxLength: 4 }),
          fc.nat(1000),
        ),
        {
          minLength: 1,
        },
      )
      .map((stacks) => profileOf(stacks.map(([stack, ms]) => [stack, ms + 1] as const)));
    fc.assert(
      fc.property(profile, profile, (a, b) => {
        for (const { differenceMs } of compareTraces(a, a, rules).frames) expect(differenceMs).toBe(0);
        const [there, back] = [compareTraces(a, b, rules), compareTraces(b, a, rules)];
        expect(there.buckets.compute.differenceShare).toBe(-back.buckets.compute.differenceShare + 0);
        const sum = there.frames.reduce((total, frame) => total + frame.differenceMs, 0);
        expect(sum).toBeCloseTo(b.wallMs - a.wallMs, 6);
      }),
    );
  });
});
