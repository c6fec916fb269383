import { describe, expect, it } from "vitest";
import { inOrder, type Place, type Standing, sureLeader } from "../../../src/model/decision/leader.ts";
import type { DecisionOption } from "../../../src/model/decision/options.ts";

const standing = (id: string, usd: number, kept: number): Standing => ({
  option: { id, isToday: false } as DecisionOption,
  passes: kept >= 0.8,
  kept,
  means: [usd, usd, 100, 100, 100],
});

/** Who leads, and what was asked by all draws for it. */
function led(few: readonly Standing[], all: readonly Standing[]) {
  const asked: string[][] = [];
  const leader = sureLeader(few, (ids) => {
    asked.push([...ids]);
    return all.filter(({ option }) => ids.has(option.id));
  });
  return { leader: leader?.id ?? null, asked };
}

describe("the order of options", () => {
  const place = (totalUsd: number, p99Ms: number, isToday = false): Place => ({ totalUsd, p99Ms, isToday });
  const first = (a: Place, b: Place) => Math.sign(inOrder(a, b));

  it("is by cost, then by the slowest hundredth, then today's first", () => {
    expect(first(place(100, 9), place(101, 1))).toBe(-1);
    expect(first(place(100, 9), place(100, 1))).toBe(1);
    expect(first(place(100, 9), place(100, 9, true))).toBe(1);
    expect(first(place(100, 9), place(100, 9))).toBe(0);
  });

  it("lets rounding decide nothing: what is billed alike goes by time", () => {
    // Two sums of the same bill, as a mean over draws had them.
    expect(first(place(28754.594438718366, 0.64), place(28754.59443871837, 0.512))).toBe(1);
  });

  it("finds what can't be priced or never answers equal to its like", () => {
    const never = Number.POSITIVE_INFINITY;
    expect(first(place(never, 1), place(never, 2))).toBe(-1);
    expect(first(place(1, never), place(1, never, true))).toBe(1);
    expect(first(place(1, 9), place(never, 1))).toBe(-1);
    expect(first(place(never, 1), place(1, 9))).toBe(1);
    expect(first(place(0, 1), place(0, 2))).toBe(-1);
  });
});

describe("who surely leads", () => {
  const cheap = standing("cheap", 100, 0.83);
  const dear = standing("dear", 150, 0.78);
  const dearest = standing("dearest", 300, 1);

  it("is told from few draws where they leave no doubt", () => {
    expect(led([standing("cheap", 100, 1), dear, dearest], [])).toEqual({ leader: "cheap", asked: [] });
  });

  it("asks for the cheapest first, and for no dearer one where that passes", () => {
    expect(led([dear, cheap, dearest], [standing("cheap", 101, 0.81)])).toEqual({
      leader: "cheap",
      asked: [["cheap"]],
    });
  });

  it("is the next one where all draws see the cheapest break a level, though few saw that one break it", () => {
    const all = [standing("cheap", 101, 0.79), standing("dear", 151, 0.81)];
    expect(led([dear, cheap, dearest], all)).toEqual({ leader: "dear", asked: [["cheap"], ["dear"]] });
  });

  it("is what few draws were sure of where the doubtful ones break a level", () => {
    const all = [standing("cheap", 101, 0.79), standing("dear", 151, 0.79)];
    expect(led([dear, cheap, dearest], all).leader).toBe("dearest");
  });

  it("weighs by all draws those that few put within their error, and takes the first of equals", () => {
    const [first, second] = [standing("first", 100.5, 1), standing("second", 100, 1)];
    const all = [standing("first", 100, 1), standing("second", 100, 1)];
    expect(led([first, second], all)).toEqual({ leader: "first", asked: [["first", "second"]] });
  });

  it("is nobody where nothing passes", () => {
    expect(led([standing("cheap", 100, 0.2)], []).leader).toBeNull();
  });
});
