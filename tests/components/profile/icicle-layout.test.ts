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

  it("moves to callers, callees and siblings by the arrow keys", () => {
    expect(neighbour(root, "ArrowDown", all)).toBe(named("main"));
    expect(neighbour(named("main"), "ArrowDown", all)).toBe(named("run"));
    expect(neighbour(named("run"), "ArrowRight", all)).toBe(named("parse"));
    expect(neighbour(named("parse"), "ArrowLeft", all)).toBe(named("run"));
    expect(neighbour(named("conv"), "ArrowUp", all)).toBe(named("run"));
  });

  it("stays where nothing that is shown lies beyond", () => {
    expect(neighbour(root, "ArrowUp", all)).toBeNull();
    expect(neighbour(named("run"), "ArrowLeft", all)).toBeNull();
    expect(neighbour(named("conv"), "ArrowDown", all)).toBeNull();
    expect(neighbour(named("run"), "ArrowRight", (node) => node !== named("parse"))).toBeNull();
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
