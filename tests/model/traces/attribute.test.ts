import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributeTrace, nodeDestinations } from "../../../src/model/traces/attribute.ts";
import type { Frame } from "../../../src/model/traces/call-tree.ts";
import type { Destination } from "../../../src/model/traces/result.ts";
import { parseRules } from "../../../src/model/traces/rules/parse-rules.ts";
import type { BucketRule } from "../../../src/model/traces/rules/rule.ts";
import { profileOf } from "./trees.ts";

/** One rule per destination, named as the frames that it takes. */
const rules = parseRules(
  `rules:
    - { id: py, bucket: interpreter, file: '\\.py$', reason: test }
    - { id: special, bucket: io, name: '^copy$', under: '^pack ', reason: test }
    - { id: near, bucket: io, name: '^copy$', parent: '^gemm ', reason: test }
    - { id: copy, bucket: compute, name: '^copy$', reason: test }
    - { id: read, bucket: io, name: '^read$', reason: test }
    - { id: gemm, bucket: compute, name: '^gemm$', reason: test }
    - { id: sleep, bucket: waiting, name: '^sleep$', reason: test }
    - { id: malloc, bucket: caller, name: '^malloc$', reason: test }
    - { id: object, bucket: caller, otherwise: interpreter, name: '^object$', reason: test }
    - { id: old, bucket: io, format: collapsed, name: '^odd$', reason: test }`,
  "test",
);

const bucketsOf = (...args: Parameters<typeof profileOf>) => {
  const { buckets } = attributeTrace(profileOf(...args), rules);
  return Object.fromEntries(Object.entries(buckets).map(([bucket, { ms }]) => [bucket, ms]));
};

describe("rounding", () => {
  it("leaves no dust unattributed where the buckets fill the wall time", () => {
    const parts = [0.1, 0.2, 0.7, 1.1, 1.3].flatMap((ms) => [
      [["main@a.py"], ms] as const,
      [["gemm"], ms / 3] as const,
      [["read"], ms / 7] as const,
    ]);
    const whole = parts.reduce((sum, [, ms]) => sum + ms, 0);
    for (const wallMs of [whole, whole * (1 + 1e-10), whole * (1 - 1e-10)]) {
      const { buckets, coverage } = attributeTrace(profileOf(parts, { wallMs }), rules);
      expect(buckets.unattributed).toEqual({ ms: 0, share: 0 });
      expect(coverage).toBe(1);
      expect(buckets.interpreter.share + buckets.compute.share + buckets.io.share).toBe(1);
    }
    const rest = attributeTrace(profileOf(parts, { wallMs: whole * (1 + 1e-6) }), rules).buckets.unattributed;
    expect(rest.ms).toBeGreaterThan(0);
    expect(rest.share).toBeGreaterThan(0);
  });

  it("holds for any times: the shares sum to 1, and full buckets leave nothing", () => {
    const ms = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(ms, ms, ms), (times) => {
        fc.pre(times.some((time) => time > 0));
        const { buckets } = attributeTrace(
          profileOf([
            [["main@a.py"], times[0]],
            [["gemm"], times[1]],
            [["read"], times[2]],
          ]),
          rules,
        );
        const shares = [buckets.interpreter.share, buckets.compute.share, buckets.io.share];
        expect(shares.reduce((a, b) => a + b, 0)).toBe(1);
        expect(buckets.unattributed).toEqual({ ms: 0, share: 0 });
        const total = times[0] + times[1] + times[2];
        for (const [at, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(Math.abs(share - times[at]! / total)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it("does not take nine tenths for less than nine tenths", () => {
    const parts = Array.from({ length: 50 }, (_, at) => 0.1 + at / 7);
    const results = parts.map((ms) =>
      attributeTrace(
        profileOf(
          [...Array.from({ length: 9 }, () => ms), ms].map((ms, at) => [[at < 9 ? "gemm" : "mystery"], ms]),
        ),
        rules,
      ),
    );
    expect(results.some(({ coverage }) => coverage < 0.9)).toBe(true);
    expect(results.flatMap(({ warnings }) => warnings)).toEqual([]);
    const less = attributeTrace(
      profileOf([
        [["gemm"], 8.99],
        [["mystery"], 1.01],
      ]),
      rules,
    );
    expect(less.warnings).toEqual([expect.stringMatching(/^Only 90 %/)]);
  });
});

describe("attribution", () => {
  it("bills self time to the first rule that holds, and uncovered wall time to nobody", () => {
    const result = attributeTrace(
      profileOf(
        [
          [["main@a.py"], 30],
          [["main@a.py", "gemm"], 40],
          [["main@a.py", "read"], 10],
          [["main@a.py", "sleep"], 5],
        ],
        { wallMs: 100 },
      ),
      rules,
    );
    expect(result.buckets).toEqual({
      interpreter: { ms: 30, share: 0.3 },
      compute: { ms: 40, share: 0.4 },
      io: { ms: 10, share: 0.1 },
      unattributed: { ms: 20, share: expect.closeTo(0.2, 12) },
    });
    expect(result.waiting).toEqual({ ms: 5, share: 0.05 });
    expect(result.coverage).toBeCloseTo(0.8, 12);
    expect(result.rules.map(({ id, ms }) => [id, ms])).toEqual([
      ["gemm", 40],
      ["py", 30],
      ["read", 10],
      ["sleep", 5],
    ]);
  });

  it("sends a helper's time where its nearest other ancestor's goes", () => {
    expect(bucketsOf([[["main@a.py", "gemm", "object", "malloc"], 3]])).toMatchObject({ compute: 3 });
    expect(bucketsOf([[["gemm", "main@a.py", "malloc"], 3]])).toMatchObject({ interpreter: 3 });
  });

  it("leaves a helper's time unmatched if its caller's is, and names the caller", () => {
    const {
      buckets,
      unmatched,
      rules: times,
    } = attributeTrace(profileOf([[["main@a.py", "mystery", "malloc"], 2]]), rules);
    expect(buckets.unattributed.ms).toBe(2);
    expect(unmatched.map(({ frame, ms }) => [frame, ms])).toEqual([["mystery", 2]]);
    expect(times).toEqual([]);
  });

  it("uses `otherwise` only where nobody but helpers is on the stack", () => {
    expect(bucketsOf([[["object"], 1]])).toMatchObject({ interpreter: 1 });
    expect(bucketsOf([[["malloc", "object"], 1]])).toMatchObject({ interpreter: 1 });
    expect(bucketsOf([[["mystery", "object"], 1]])).toMatchObject({ unattributed: 1 });
    expect(bucketsOf([[["object", "malloc"], 1]])).toMatchObject({ unattributed: 1 });
  });

  it("lets `under` look at every ancestor, but not at the frame itself", () => {
    expect(bucketsOf([[["pack", "main@a.py", "copy"], 1]])).toMatchObject({ io: 1 });
    expect(bucketsOf([[["main@a.py", "copy", "pack"], 1]])).toMatchObject({ unattributed: 1, io: 0 });
    expect(bucketsOf([[["main@a.py", "copy"], 1]])).toMatchObject({ compute: 1 });
  });

  it("lets `parent` look at the caller only", () => {
    expect(bucketsOf([[["gemm", "copy"], 1]])).toMatchObject({ io: 1 });
    expect(bucketsOf([[["gemm", "main@a.py", "copy"], 1]])).toMatchObject({ compute: 1 });
    expect(bucketsOf([[["copy"], 1]])).toMatchObject({ compute: 1 });
  });

  it("handles more `under` conditions than a machine word has bits", () => {
    const many = parseRules(
      `rules:\n${Array.from({ length: 70 }, (_, at) => `- { id: r${at}, bucket: ${at === 69 ? "io" : "compute"}, name: leaf, under: '^f${at} ', reason: x }`).join("\n")}`,
      "",
    );
    for (const at of [0, 31, 32, 63, 64, 69]) {
      const result = attributeTrace(profileOf([[[`f${at}`, "mid", "leaf"], 1]]), many);
      expect(result.rules.map(({ id }) => id)).toEqual([`r${at}`]);
    }
  });

  it("applies a rule for a format to that format only", () => {
    expect(bucketsOf([[["odd"], 1]], { format: "collapsed" })).toMatchObject({ io: 1 });
    expect(bucketsOf([[["odd"], 1]])).toMatchObject({ unattributed: 1 });
  });

  it("matches paths of Windows and the names that compilers make", () => {
    const [rule] = parseRules(
      "rules:\n- { id: a, bucket: io, name: '^save$', file: '(^|/)b/c\\.c$', reason: x }",
      "",
    );
    for (const name of [
      "save",
      "SAVE",
      "save.constprop.0",
      "save.isra.0.cold",
      "save@@GLIBC_2.14",
      "__GI_save",
    ]) {
      const frame: Frame = { name, file: "C:\\a\\B\\c.c", line: null, category: null };
      expect(attributeTrace(profileOf([[[frame], 1]]), [rule!]).buckets.io.ms, name).toBe(1);
    }
  });

  it("takes the frames' sum for the wall time where that is shorter, and says so", () => {
    const { wallMs, buckets, warnings } = attributeTrace(
      profileOf([[["gemm"], 150]], { wallMs: 100, warnings: ["from the importer"] }),
      rules,
    );
    expect(wallMs).toBe(150);
    expect(buckets.compute.share).toBe(1);
    expect(warnings).toEqual([
      "from the importer",
      expect.stringMatching(/sum to 150.0 ms, more than the profiled interval of 100.0 ms/),
    ]);
  });

  it("divides nothing by a wall time of 0", () => {
    const { buckets, coverage } = attributeTrace(profileOf([]), rules);
    expect(buckets.unattributed).toEqual({ ms: 0, share: 1 });
    expect(coverage).toBe(0);
  });

  it("warns of low coverage, and of rules that match nothing", () => {
    const warnings = (ms: number) =>
      attributeTrace(
        profileOf([
          [["gemm"], 100 - ms],
          [["mystery"], ms],
        ]),
        rules,
      ).warnings.join();
    expect(warnings(5)).toBe("");
    expect(warnings(20)).toMatch(/Only 80 % of the wall time is attributed/);
    expect(warnings(100)).toMatch(/No rule matched any frame/);
  });
});

describe("unmatched frames", () => {
  it("are the ten with most time; stripped functions of a library count as one", () => {
    const { unmatched } = attributeTrace(
      profileOf([
        ...Array.from({ length: 12 }, (_, at) => [[`f${at}`], at + 1] as const),
        [["0xaa@/lib/libfoo.so"], 4],
        [["gemm", "0xbb@/lib/libfoo.so"], 16],
      ]),
      rules,
    );
    expect(unmatched).toHaveLength(10);
    expect(unmatched[0]).toMatchObject({
      frame: "(unnamed functions)",
      file: "/lib/libfoo.so",
      ms: 20,
      suggestion: `- { id: my-libfoo-so, bucket: compute, file: '(^|/)libfoo\\.so$', reason: "what this code does" } # or interpreter, io, waiting`,
    });
    expect(unmatched.slice(1).map(({ frame }) => frame)).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3].map((at) => `f${at}`),
    );
  });

  it("come with lines that match them once they are in a rules file, whatever the frames are called", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom(
        "0x7f",
        "save.constprop.0",
        "it's",
        "[libx.so]",
        "a\nb",
        "operator()<int>",
        "#",
        ": - {",
      ),
    );
    const frames = fc.array(
      fc.record<Frame>({
        name: text,
        file: fc.option(text),
        line: fc.constant(null),
        category: fc.constant(null),
      }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(frames, (list) => {
        const profile = profileOf(list.map((frame, at) => [[frame], at + 1]));
        const { unmatched } = attributeTrace(profile, []);
        const added = parseRules(`rules:\n${unmatched.map((one) => `  ${one.suggestion}`).join("\n")}`, "");
        expect(attributeTrace(profile, added).buckets.unattributed.ms).toBeCloseTo(0, 9);
      }),
      { numRuns: 60 },
    );
  });
});

describe("properties of any attribution", () => {
  const names = ["a@x.py", "copy", "pack", "read", "gemm", "sleep", "malloc", "object", "mystery"];
  const stacks = fc.array(
    fc.tuple(
      fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }),
      fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e-6, noNaN: true })),
    ),
    { maxLength: 30 },
  );

  it("shares are never negative and sum to 1 exactly", () => {
    fc.assert(
      fc.property(stacks, fc.double({ min: 0, max: 3, noNaN: true }), (list, factor) => {
        const covered = list.reduce((sum, [, ms]) => sum + ms, 0);
        const result = attributeTrace(profileOf(list, { wallMs: covered * factor }), rules);
        const shares = Object.values(result.buckets).map(({ share }) => share);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1);
        expect(Math.min(...shares, result.waiting.share)).toBeGreaterThanOrEqual(0);
        expect(result.waiting.share).toBeLessThanOrEqual(result.buckets.unattributed.share);
      }),
      { numRuns: 500 },
    );
  });

  it("milliseconds add up to the wall time, and those of the rules to what they took", () => {
    fc.assert(
      fc.property(stacks, (list) => {
        const { buckets, wallMs, waiting, rules: times } = attributeTrace(profileOf(list), rules);
        const sum = (parts: readonly { ms: number }[]) => parts.reduce((total, { ms }) => total + ms, 0);
        expect(sum(Object.values(buckets))).toBeCloseTo(wallMs, 3);
        expect(sum(times)).toBeCloseTo(wallMs - buckets.unattributed.ms + waiting.ms, 3);
      }),
    );
  });

  it("nodes go where a plain reading of the rules says", () => {
    fc.assert(
      fc.property(stacks, (list) => {
        const profile = profileOf(list);
        const destinations = nodeDestinations(profile, rules);
        const { tree } = profile;
        for (let node = 1; node < tree.parent.length; node++) {
          const path: number[] = [];
          for (let at = node; at !== 0; at = tree.parent[at]!) path.unshift(at);
          expect(destinations[node]).toBe(plainly(path.map((at) => tree.frames[tree.frame[at]!]!)));
        }
      }),
    );
  });
});

/** The definition, without any of the short cuts. */
function plainly(stack: readonly Frame[]): string {
  const ruleOf = (at: number): BucketRule | undefined =>
    rules.find(({ name, file, parent, under, formats }) => {
      const { name: ownName, file: ownFile } = stack[at]!;
      const callers = stack.slice(0, at).map((above) => `${above.name} ${above.file ?? ""}`);
      return (
        !formats &&
        (name?.test(ownName) ?? true) &&
        (file?.test(ownFile ?? "") ?? true) &&
        (!parent || (at > 0 && parent.test(callers.at(-1)!))) &&
        (!under || callers.some((caller) => under.test(caller)))
      );
    });
  for (let at = stack.length - 1; at >= 0; at--) {
    const rule = ruleOf(at);
    const destination: Destination | undefined = rule?.bucket;
    if (destination !== "caller") return destination ?? "unattributed";
  }
  return ruleOf(stack.length - 1)?.otherwise ?? "unattributed";
}
