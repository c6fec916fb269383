import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchFrames } from "../../../src/model/traces/frame-search.ts";
import { someStacks, sumOf, treeOf } from "./stacks.ts";

describe("a search for frames", () => {
  it("counts the time of a stack once, however many of its frames match", () => {
    fc.assert(
      fc.property(someStacks, fc.constantFrom("a", "x.py", "C", "zzz"), (stacks, query) => {
        const matches = (frame: string) => frame.replace("@", " ").includes(query.toLowerCase());
        const expected = sumOf(stacks.filter(([stack]) => stack.some(matches)).map(([, ms]) => ms));
        const found = searchFrames(treeOf(stacks), query)!;
        expect(found.ms).toBeCloseTo(expected, 6);
        expect(found.share).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("asks for every word, in the name or the file, and puts most time first", () => {
    const tree = treeOf([
      [["main", "load@app/io.py"], 1],
      [["main", "load@app/model.py"], 5],
    ]);
    const namesOf = (query: string) => searchFrames(tree, query)!.nodes.map((at) => tree[at]!.file);
    expect(namesOf("LOAD")).toEqual(["app/model.py", "app/io.py"]);
    expect(namesOf("load io")).toEqual(["app/io.py"]);
    expect(searchFrames(tree, "load")).toMatchObject({ functions: 2, ms: 6, share: 1 });
    expect(searchFrames(tree, "nothing")).toMatchObject({ nodes: [], functions: 0, ms: 0, share: 0 });
    expect(searchFrames(tree, "  ")).toBeNull();
  });
});
