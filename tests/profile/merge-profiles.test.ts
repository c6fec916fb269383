import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importTimeMs } from "../../loaders/profile/import-time.ts";
import { mergeProfiles } from "../../loaders/profile/merge-profiles.ts";
import { CallTreeBuilder, totalMs } from "../../src/model/traces/call-tree.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";

/** A profile of stacks, outermost frame first; a frame is "name" or "name@file". */
function profileOf(
  stacks: readonly (readonly [string, number])[],
  over: Partial<ImportedProfile> = {},
): ImportedProfile {
  const builder = new CallTreeBuilder();
  for (const [stack, ms] of stacks) {
    let node = 0;
    for (const text of stack.split(";")) {
      const [name = "", file = null] = text.split("@");
      node = builder.child(node, builder.frame({ name, file, line: null, category: null }));
    }
    builder.add(node, ms);
  }
  return {
    format: "speedscope",
    host: null,
    producer: "test",
    wallMs: stacks.reduce((total, [, ms]) => total + ms, 0),
    tree: builder.build(),
    order: null,
    clock: "test",
    sampled: true,
    samples: stacks.length,
    intervalMs: 10,
    bias: null,
    hiddenMs: 1,
    operators: [],
    boundary: null,
    threads: [],
    requests: null,
    startUp: null,
    device: null,
    warnings: ["odd"],
    ...over,
  };
}

const stackArbitrary = fc.tuple(
  fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 }).map((names) => names.join(";")),
  fc.integer({ min: 1, max: 1_000 }),
);
const profileArbitrary = fc
  .array(stackArbitrary, { minLength: 1, maxLength: 12 })
  .map((stacks) => profileOf(stacks));

/** Self time by stack. */
function timesOf({ tree }: ImportedProfile): Map<string, number> {
  const names = tree.frame.map((frame) => tree.frames[frame]?.name ?? "");
  const stacks: string[] = [""];
  const times = new Map<string, number>();
  for (let node = 1; node < tree.parent.length; node++) {
    stacks[node] = `${stacks[tree.parent[node]!]};${names[node]}`;
    if (tree.selfMs[node]! > 0)
      times.set(stacks[node]!, (times.get(stacks[node]!) ?? 0) + tree.selfMs[node]!);
  }
  return times;
}

describe("merged profiles", () => {
  it("hold every stack with the sum of its times, once", () => {
    fc.assert(
      fc.property(fc.array(profileArbitrary, { minLength: 1, maxLength: 4 }), (profiles) => {
        const expected = new Map<string, number>();
        for (const [stack, ms] of profiles.flatMap((profile) => [...timesOf(profile)])) {
          expected.set(stack, (expected.get(stack) ?? 0) + ms);
        }
        const merged = mergeProfiles(profiles);
        expect(new Map([...timesOf(merged)].sort())).toEqual(new Map([...expected].sort()));
        expect(merged.wallMs).toBeCloseTo(totalMs(merged.tree)[0]!, 6);
        expect(new Set(merged.tree.frames.map(({ name }) => name)).size).toBe(merged.tree.frames.length);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it("add up samples, operators and crossings, and say each warning once", () => {
    const one = profileOf([["a", 5]], {
      operators: [{ operator: "Conv", ms: 2, calls: 3 }],
      boundary: { calls: 4, bytes: 10 },
    });
    const two = profileOf([["a", 7]], {
      operators: [
        { operator: "Gemm", ms: 9, calls: 1 },
        { operator: "Conv", ms: 1, calls: 1 },
      ],
      boundary: { calls: 1, bytes: null },
    });
    expect(mergeProfiles([one, two])).toMatchObject({
      wallMs: 12,
      samples: 2,
      hiddenMs: 2,
      intervalMs: 10,
      operators: [
        { operator: "Gemm", ms: 9, calls: 1 },
        { operator: "Conv", ms: 3, calls: 4 },
      ],
      boundary: { calls: 5, bytes: null },
      warnings: ["odd"],
    });
    expect(mergeProfiles([two, two]).samples).toBe(2);
    expect(mergeProfiles([profileOf([["a", 1]], { samples: null }), one]).samples).toBeNull();
  });

  it("have the start-up of all executions, or none where one does not tell", () => {
    const startUp = (nodes: number[], selfMs: number[]) => ({ until: "run", wallMs: 10, nodes, selfMs });
    const one = profileOf(
      [
        ["a", 5],
        ["b", 7],
      ] as const,
      { startUp: startUp([1], [5]) },
    );
    const two = profileOf([["b", 9]] as const, { startUp: startUp([1], [4]) });
    const merged = mergeProfiles([one, two]);
    expect(merged.startUp).toEqual({ until: "run", wallMs: 20, nodes: [1, 2], selfMs: [5, 4] });
    expect(merged.tree.frames[merged.tree.frame[2]!]!.name).toBe("b");
    expect(mergeProfiles([one, profileOf([["a", 1]])]).startUp).toBeNull();
  });

  it("of none are refused", () => {
    expect(() => mergeProfiles([])).toThrow(RangeError);
  });
});

describe("import time", () => {
  const frozen = "_find_and_load@<frozen importlib._bootstrap>";

  it("is what lies under the import machinery, counted once where imports nest", () => {
    const { tree } = profileOf([
      [`main@app.py;${frozen};numpy@numpy/__init__.py`, 30],
      [`main@app.py;${frozen};numpy@numpy/__init__.py;${frozen}`, 20],
      [`main@app.py;${frozen}`, 5],
      ["main@app.py;work@app.py", 100],
    ]);
    expect(importTimeMs(tree)).toBe(55);
  });

  it("is unknown where no frame shows it", () => {
    expect(importTimeMs(profileOf([["main@app.js", 5]]).tree)).toBeNull();
  });
});
