import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DrawnTree } from "../../../src/model/traces/drawn-tree.ts";
import { functionTotals } from "../../../src/model/traces/function-totals.ts";
import { sandwich } from "../../../src/model/traces/sandwich.ts";
import { type Stacks, someStacks, sumOf, treeOf } from "./stacks.ts";

/** Of the stacks themselves: how long the function was on one. */
const onStackMs = (stacks: Stacks, name: string) =>
  sumOf(stacks.filter(([stack]) => stack.some((frame) => frame.split("@")[0] === name)).map(([, ms]) => ms));

function isWhole(tree: DrawnTree): void {
  const below = tree.map(({ selfMs }) => selfMs);
  for (let at = tree.length - 1; at > 0; at--) {
    expect(tree[at]!.parent).toBeLessThan(at);
    below[tree[at]!.parent]! += below[at]!;
  }
  for (const [at, { totalMs }] of tree.entries()) expect(below[at]).toBeCloseTo(totalMs, 6);
}

describe("a sandwich", () => {
  it("has the function's time above and below, each stack counted once however often the function recurs", () => {
    fc.assert(
      fc.property(someStacks, fc.boolean(), (stacks, keepRepeats) => {
        const tree = treeOf(stacks, keepRepeats);
        for (const { name, file, totalMs } of functionTotals(tree)) {
          const { callers, callees } = sandwich(tree, { name, file })!;
          expect(totalMs).toBeCloseTo(onStackMs(stacks, name), 6);
          expect(callers[0]!.totalMs).toBeCloseTo(totalMs, 6);
          expect(callees[0]!.totalMs).toBeCloseTo(totalMs, 6);
          isWhole(callers);
          isWhole(callees);
          // Its outermost call has none of its own above it.
          expect(callers.slice(1).filter((node) => node.name === name && node.file === file)).toEqual([]);
        }
      }),
    );
  });

  it("shows who called it, and what it called, over all its calls", () => {
    const tree = treeOf([
      [["main", "load", "parse", "decode"], 10],
      [["main", "serve", "parse", "decode"], 20],
      [["main", "serve", "parse"], 5],
      [["main", "serve"], 7],
    ]);
    const { callers, callees } = sandwich(tree, { name: "parse", file: null })!;
    const shown = (half: DrawnTree) =>
      half.map(({ name, parent, totalMs, selfMs }) => [name, half[parent]?.name ?? null, totalMs, selfMs]);
    expect(shown(callers)).toEqual([
      ["parse", null, 35, 0],
      ["load", "parse", 10, 0],
      ["main", "load", 10, 10],
      ["serve", "parse", 25, 0],
      ["main", "serve", 25, 25],
    ]);
    expect(shown(callees)).toEqual([
      ["parse", null, 35, 5],
      ["decode", "parse", 30, 30],
    ]);
  });

  it("is of no function that the tree does not hold", () => {
    expect(sandwich(treeOf([[["a"], 1]]), { name: "b", file: null })).toBeNull();
  });
});
