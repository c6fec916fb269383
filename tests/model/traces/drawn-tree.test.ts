import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodeDestination } from "../../../src/model/buckets.ts";
import { CallTreeBuilder } from "../../../src/model/traces/call-tree.ts";
import { drawnTree } from "../../../src/model/traces/drawn-tree.ts";
import { hotFrame } from "../../../src/model/traces/hot-frame.ts";
import { largestFrames } from "../../../src/model/traces/largest-frames.ts";
import { profileOf } from "./trees.ts";

const DESTINATIONS: readonly NodeDestination[] = ["interpreter", "compute", "io", "unattributed", "waiting"];

const plain = (nodes: number) => Array<NodeDestination>(nodes).fill("interpreter");

function timeBy(nodes: readonly { readonly destination: NodeDestination; readonly selfMs: number }[]) {
  const sums = new Map<NodeDestination, number>();
  for (const { destination, selfMs } of nodes) sums.set(destination, (sums.get(destination) ?? 0) + selfMs);
  return DESTINATIONS.map((destination) => sums.get(destination) ?? 0);
}

describe("the drawn tree", () => {
  it("keeps the time of every destination, whatever is merged", () => {
    const stacks = fc.array(
      fc.tuple(
        fc.array(
          fc.constantFrom(
            "a",
            "b",
            "0x1f",
            "0x2f",
            "d@x.py",
            "<module>@x.py",
            "_start",
            "emit@node:events",
            "f@<frozen importlib._bootstrap>",
          ),
          { minLength: 1, maxLength: 6 },
        ),
        fc.double({ min: 0, max: 100, noNaN: true }),
      ),
      { minLength: 1, maxLength: 40 },
    );
    const limits = fc.record({
      smallestShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
      most: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(
        stacks,
        limits,
        fc.infiniteStream(fc.constantFrom(...DESTINATIONS)),
        fc.boolean(),
        (found, limit, stream, keepRepeats) => {
          const { tree, wallMs } = profileOf(found);
          const destinations = tree.parent.map(() => stream.next().value);
          const drawn = drawnTree(tree, destinations, wallMs, { ...limit, keepRepeats });
          const before = timeBy(tree.selfMs.map((selfMs, i) => ({ selfMs, destination: destinations[i]! })));
          const after = timeBy(drawn.slice(1));
          for (const [i, ms] of before.entries()) expect(after[i]).toBeCloseTo(ms, 6);
          const children = drawn.map(() => 0);
          for (const [node, { parent, totalMs }] of drawn.entries()) {
            if (node === 0) continue;
            expect(parent).toBeLessThan(node);
            children[parent]! += totalMs;
          }
          for (const [node, { selfMs, totalMs }] of drawn.entries()) {
            expect(selfMs + children[node]!).toBeCloseTo(totalMs, 6);
          }
          expect(drawn.filter(({ frames }) => frames === 1).length).toBeLessThanOrEqual(
            1 + limit.most + 5 * (limit.most + 1),
          );
        },
      ),
    );
  });

  it("folds call sites of one function, and unnamed addresses of one library", () => {
    const builder = new CallTreeBuilder();
    const at = (name: string, file: string, line: number | null) =>
      builder.child(0, builder.frame({ name, file, line, category: null }));
    builder.add(at("run", "app.py", 3), 2);
    builder.add(at("run", "app.py", 9), 3);
    builder.add(at("0x7f01", "/usr/lib/libort.so", null), 1);
    builder.add(at("0x7f02", "/usr/lib/libort.so", null), 4);
    const drawn = drawnTree(builder.build(), plain(5), 10);
    expect(drawn.slice(1)).toMatchObject([
      { name: "run", file: "app.py", line: null, selfMs: 5 },
      { name: "[libort.so]", selfMs: 5 },
    ]);
    expect(drawn[0]).toMatchObject({ totalMs: 10, selfMs: 0 });
  });

  it("begins at the program's own code: what only leads there is left out, with its own time beside", () => {
    const { tree, wallMs } = profileOf([
      [["0x7f01@/lib/libc.so.6", "Py_RunMain", "<module>@app.py", "serve@app.py", "emit@node:events"], 5],
      [["0x7f02@/lib/libc.so.6", "Py_RunMain", "<module>@app.py"], 1],
      [["start_thread", "_bootstrap@/usr/lib/python3.12/threading.py", "serve@app.py"], 2],
      [["processTicks@node:internal/process", "run@node:internal/timers"], 3],
    ]);
    const drawn = drawnTree(tree, plain(tree.parent.length), wallMs);
    const shown = drawn.slice(1).map(({ name, parent, totalMs }) => [name, drawn[parent]!.name, totalMs]);
    expect(shown).toEqual([
      ["serve", "the whole profile", 7],
      ["emit", "serve", 5],
      ["<module>", "the whole profile", 1],
      // Nothing but the runtime is below.
      ["processTicks", "the whole profile", 3],
      ["run", "processTicks", 3],
    ]);
  });

  it("shows chains of nameless frames, of imports and of one function as one", () => {
    const kernel = ["0x1@/lib/libort.so", "0x2@/lib/libort.so", "0x3@/lib/libort.so", "0x4@/lib/libblas.so"];
    const [find, load] = [
      "find@<frozen importlib._bootstrap>",
      "exec@<frozen importlib._bootstrap_external>",
    ];
    const { tree, wallMs } = profileOf([
      [["work@app.py", ...kernel], 4],
      [["work@app.py", ...kernel.slice(0, 2)], 1],
      [["work@app.py", find, load, "<module>@lib.py", find, load, "<module>@sub.py"], 2],
      [["walk@app.py", "walk@app.py", "walk@app.py"], 3],
    ]);
    const drawn = drawnTree(tree, plain(tree.parent.length), wallMs);
    const shown = drawn.slice(1).map(({ name, parent, selfMs }) => [name, drawn[parent]!.name, selfMs]);
    expect(shown).toEqual([
      ["work", "the whole profile", 0],
      ["[libort.so]", "work", 1],
      ["[libblas.so]", "[libort.so]", 4],
      ["find", "work", 0],
      ["<module>", "find", 0],
      ["find", "<module>", 0],
      ["<module>", "find", 2],
      ["walk", "the whole profile", 3],
    ]);
  });

  it("says how often a function called itself, or shows each call", () => {
    const { tree, wallMs } = profileOf([
      [["walk@a.py", "walk@a.py", "walk@a.py", "visit@a.py"], 3],
      [["walk@a.py", "visit@a.py", "walk@a.py"], 2],
      [["0x1@/lib/libort.so", "0x2@/lib/libort.so"], 1],
    ]);
    const shown = (keepRepeats: boolean) =>
      drawnTree(tree, plain(tree.parent.length), wallMs, { keepRepeats })
        .slice(1)
        .map(({ name, repeats, totalMs }) => [name, repeats, totalMs]);
    expect(shown(false)).toEqual([
      ["walk", 3, 5],
      ["visit", undefined, 5],
      ["walk", undefined, 2],
      ["[libort.so]", undefined, 1],
    ]);
    expect(shown(true).map(([name]) => name)).toEqual([
      "walk",
      "walk",
      "walk",
      "visit",
      "visit",
      "walk",
      "[libort.so]",
    ]);
    expect(shown(true).every(([, repeats]) => repeats === undefined)).toBe(true);
  });

  it("merges what is too thin, and says how many frames that were", () => {
    const stacks = Array.from({ length: 50 }, (_, i) => [["main", `leaf${i}`], 0.001] as const);
    const { tree, wallMs } = profileOf([...stacks, [["main", "big"], 10]]);
    const drawn = drawnTree(tree, plain(tree.parent.length), wallMs);
    expect(drawn.map(({ name }) => name)).toEqual(["the whole profile", "main", "big", "50 smaller frames"]);
    expect(drawn[3]).toMatchObject({ frames: 50, parent: 1 });
    expect(largestFrames(drawn, 5).map(({ name }) => name)).toEqual(["big"]);
  });

  it("shows what no frame covers as the root's own time", () => {
    const { tree } = profileOf([[["main"], 4]]);
    expect(drawnTree(tree, plain(2), 10)[0]).toMatchObject({ totalMs: 10, selfMs: 6 });
  });
});

describe("the hot frame", () => {
  const hotOf = (stacks: Parameters<typeof profileOf>[0]) => {
    const { tree, wallMs } = profileOf(stacks);
    return hotFrame(drawnTree(tree, plain(tree.parent.length), wallMs));
  };

  it("is the most special function that holds half of the time, wherever it is called from", () => {
    expect(
      hotOf([
        [["main", "serve", "run"], 30],
        [["main", "warm", "run"], 30],
        [["main", "serve", "parse"], 40],
      ]),
    ).toMatchObject({ name: "run", totalMs: 60 });
  });

  it("counts a recursive function once, and passes over what has no name", () => {
    expect(hotOf([[["<module>", "walk", "walk", "walk", "0xff"], 10]])).toMatchObject({
      name: "walk",
      totalMs: 10,
    });
  });

  it("is absent where no function holds as much", () => {
    expect(
      hotOf([
        [["a"], 4],
        [["b"], 3],
        [["c"], 3],
      ]),
    ).toBeNull();
  });
});
