import { describe, expect, it } from "vitest";
import type { DrawnNode, DrawnTree } from "../../../src/model/traces/drawn-tree.ts";
import { treeDifference } from "../../../src/model/traces/tree-difference.ts";

const node = (parent: number, name: string, totalMs: number, frames = 1): DrawnNode => ({
  ...{ parent, name, file: null, line: null, destination: "interpreter" as const },
  ...{ totalMs, selfMs: totalMs, frames },
});

const tree = (...calls: DrawnNode[]): DrawnTree => [node(-1, "whole", 100), ...calls];

const ways = (a: DrawnTree, b: DrawnTree, samples: number | null = null) =>
  treeDifference({ tree: a, samples }, { tree: b, samples }).map(({ way }) => way);

describe("two calling trees", () => {
  const before = tree(node(0, "read", 20), node(0, "parse", 60), node(2, "split", 50));

  it("differ in nothing where they are one", () => {
    expect(ways(before, before)).toEqual(["alike", "alike", "alike", "alike"]);
  });

  it("differ call by call, from the root on, wherever a call lies in the tree", () => {
    const after = tree(node(0, "parse", 30), node(1, "split", 20), node(0, "read", 20), node(3, "split", 15));
    expect(ways(before, after)).toEqual(["alike", "less", "less", "alike", "more"]);
    const [, , , , fresh] = treeDifference({ tree: before, samples: null }, { tree: after, samples: null });
    expect(fresh).toMatchObject({ a: { ms: 0 }, differenceShare: 0.15 });
  });

  it("are alike within the noise of their samples, and in what stands for many frames", () => {
    const after = tree(node(0, "read", 24), node(0, "9 smaller frames", 30, 9));
    expect(ways(before, after, 100)).toEqual(["alike", "alike", "alike"]);
    expect(ways(before, after, 100_000)).toEqual(["alike", "more", "alike"]);
  });
});
