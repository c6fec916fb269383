import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallTreeBuilder } from "../../../src/model/traces/call-tree.ts";
import { foldTree } from "../../../src/model/traces/fold-tree.ts";
import { orderedTree } from "../../../src/model/traces/ordered-tree.ts";
import { TimeOrderBuilder } from "../../../src/model/traces/time-order.ts";
import { destinationsOf, type Stacks, someStacks, sumOf } from "./stacks.ts";
import { frame } from "./trees.ts";

/** In the order of the stacks; an empty one is time without a frame. */
function inOrder(stacks: Stacks, limits = {}, keepRepeats = false) {
  const builder = new CallTreeBuilder();
  const order = new TimeOrderBuilder();
  for (const [stack, ms] of stacks) {
    let node = 0;
    for (const name of stack) node = builder.child(node, builder.frame(frame(name)));
    if (node > 0) builder.add(node, ms);
    order.push(node, ms);
  }
  const tree = builder.build();
  const folded = foldTree(tree, destinationsOf(tree), { keepRepeats });
  return { folded, tree: orderedTree(folded, order.build()!, sumOf(stacks.map(([, ms]) => ms)), limits)! };
}

describe("a tree in the order of time", () => {
  it("loses no time of any destination, overlaps nothing and stays within the caller", () => {
    const withGaps = fc.array(
      fc.oneof(
        someStacks.map((stacks) => stacks[0]!),
        fc.tuple(fc.constant([]), fc.double({ min: 0.1, max: 50, noNaN: true })),
      ),
      { minLength: 1, maxLength: 30 },
    );
    const limits = fc.record({
      smallestShare: fc.double({ min: 0, max: 0.4, noNaN: true }),
      most: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(withGaps, limits, fc.boolean(), (stacks, limit, keepRepeats) => {
        const { folded, tree } = inOrder(stacks, limit, keepRepeats);
        const by = (nodes: readonly { selfMs: number; destination: string }[], wanted: string) =>
          sumOf(nodes.filter(({ destination }) => destination === wanted).map(({ selfMs }) => selfMs));
        const before = folded.destination.map((destination, at) => ({
          destination,
          selfMs: folded.selfMs[at]!,
        }));
        for (const wanted of ["interpreter", "compute", "io", "unattributed"])
          expect(by(tree.slice(1), wanted)).toBeCloseTo(by(before.slice(1), wanted), 6);
        for (const [at, node] of tree.entries()) {
          const children = tree.filter(({ parent }) => parent === at).sort((a, b) => a.startMs - b.startMs);
          expect(node.selfMs + sumOf(children.map(({ totalMs }) => totalMs))).toBeCloseTo(node.totalMs, 6);
          for (const [i, child] of children.entries()) {
            const end = children[i + 1]?.startMs ?? node.startMs + node.totalMs;
            expect(child.startMs + child.totalMs).toBeLessThanOrEqual(end + 1e-6);
            expect(child.startMs).toBeGreaterThanOrEqual(node.startMs - 1e-9);
          }
        }
      }),
    );
  });

  it("shows a call again where another came between", () => {
    const { tree } = inOrder([
      [["main", "read"], 2],
      [["main", "run"], 5],
      [["main", "read"], 1],
      [[], 4],
      [["main", "read"], 3],
    ]);
    const shown = tree.map(({ name, startMs, totalMs }) => [name, startMs, totalMs]);
    expect(shown).toEqual([
      ["the whole profile", 0, 15],
      ["main", 0, 8],
      ["read", 0, 2],
      ["run", 2, 5],
      ["read", 7, 1],
      ["main", 12, 3],
      ["read", 12, 3],
    ]);
  });
});
