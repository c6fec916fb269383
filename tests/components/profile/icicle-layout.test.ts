import { describe, expect, it } from "vitest";
import { layoutOf, neighbour, pathTo } from "../../../src/components/profile/icicle-layout.ts";
import { drawnTree } from "../../../src/model/traces/drawn-tree.ts";
import { profileOf } from "../../model/traces/trees.ts";

const { tree } = profileOf([
  [["main", "parse"], 20],
  [["main", "run", "conv"], 50],
  [["main"], 10],
]);
const root = layoutOf(drawnTree(tree, Array(tree.parent.length).fill("compute"), 100));
const named = (name: string) => root.descendants().find(({ data }) => data.node.name === name)!;
const all = () => true;

describe("the icicle's layout", () => {
  it("gives every frame its share of the whole, largest first from the left", () => {
    expect([named("main").x0, named("main").x1]).toEqual([0, 0.8]);
    expect([named("run").x0, named("run").x1]).toEqual([0, 0.5]);
    expect(named("parse").x0).toBe(0.5);
    expect(named("parse").x1).toBeCloseTo(0.7, 12);
  });

  it("puts calls where they ran, in the order of time", () => {
    const node = { file: null, line: null, destination: "compute", frames: 1 } as const;
    const placed = layoutOf([
      { ...node, name: "whole", parent: -1, startMs: 0, totalMs: 10, selfMs: 5 },
      { ...node, name: "late", parent: 0, startMs: 6, totalMs: 4, selfMs: 4 },
      { ...node, name: "early", parent: 0, startMs: 1, totalMs: 1, selfMs: 1 },
    ]);
    const [early, late] = placed.children!;
    expect([early!.data.node.name, late!.data.node.name]).toEqual(["early", "late"]);
    expect([early!.x0, early!.x1, late!.x0, late!.x1]).toEqual([0.1, 0.2, 0.6, 1]);
    expect(neighbour(early!, "right", all)).toBe(late);
  });

  it("moves to callers, callees and siblings by the arrow keys", () => {
    expect(neighbour(root, "callee", all)).toBe(named("main"));
    expect(neighbour(named("main"), "callee", all)).toBe(named("run"));
    expect(neighbour(named("run"), "right", all)).toBe(named("parse"));
    expect(neighbour(named("parse"), "left", all)).toBe(named("run"));
    expect(neighbour(named("conv"), "caller", all)).toBe(named("run"));
  });

  it("stays where nothing that is shown lies beyond", () => {
    expect(neighbour(root, "caller", all)).toBeNull();
    expect(neighbour(named("run"), "left", all)).toBeNull();
    expect(neighbour(named("conv"), "callee", all)).toBeNull();
    expect(neighbour(named("run"), "right", (node) => node !== named("parse"))).toBeNull();
  });

  it("knows the way from the root", () => {
    expect(pathTo(named("conv")).map(({ data }) => data.node.name)).toEqual([
      "the whole profile",
      "main",
      "run",
      "conv",
    ]);
  });
});
