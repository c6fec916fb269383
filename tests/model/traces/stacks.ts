import fc from "fast-check";
import type { NodeDestination } from "../../../src/model/buckets.ts";
import { type DrawnTree, drawnTree } from "../../../src/model/traces/drawn-tree.ts";
import { profileOf } from "./trees.ts";

export type Stacks = readonly (readonly [stack: readonly string[], ms: number])[];

/** Stacks of few functions, so that they recur and call each other. */
export const someStacks: fc.Arbitrary<Stacks> = fc.array(
  fc.tuple(
    fc.array(fc.constantFrom("a@x.py", "b@x.py", "c@y.py", "d"), { minLength: 1, maxLength: 7 }),
    fc.double({ min: 0.01, max: 100, noNaN: true }),
  ),
  { minLength: 1, maxLength: 25 },
);

/** With nothing merged, and a destination that follows from the function. */
export function treeOf(stacks: Stacks, keepRepeats = false): DrawnTree {
  const { tree, wallMs } = profileOf(stacks);
  return drawnTree(tree, destinationsOf(tree), wallMs, { smallestShare: 0, keepRepeats });
}

const BY_NAME: Readonly<Record<string, NodeDestination>> = {
  a: "interpreter",
  b: "interpreter",
  c: "compute",
  d: "io",
};

export function destinationsOf({ frames, frame }: ReturnType<typeof profileOf>["tree"]): NodeDestination[] {
  return frame.map((at) => BY_NAME[frames[at]?.name ?? ""] ?? "unattributed");
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
