import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FlipSearch, findFlips } from "../../../src/model/uncertainty/find-flips.ts";

/** "a" below the first threshold, "b" below the second, and so on. */
const byThresholds = (thresholds: readonly number[]) => (x: number) =>
  "abcdefgh"[thresholds.filter((threshold) => x >= threshold).length]!;
const search = (more: Partial<FlipSearch> & Pick<FlipSearch, "valueAt">): FlipSearch => ({
  from: 1,
  to: 1e6,
  scale: "log",
  current: 1000,
  ...more,
});

describe("findFlips", () => {
  it("finds every change on both sides, nearest first, with who wins on either side", () => {
    const { down, up, complete } = findFlips(search({ valueAt: byThresholds([5, 300, 2000, 2e5]) }));
    expect(down).toMatchObject([
      { below: "b", above: "c" },
      { below: "a", above: "b" },
    ]);
    expect(up).toMatchObject([
      { below: "c", above: "d" },
      { below: "d", above: "e" },
    ]);
    expect(down[0]!.at / 300).toBeCloseTo(1, 2);
    expect(down[1]!.at / 5).toBeCloseTo(1, 2);
    expect(up[0]!.at / 2000).toBeCloseTo(1, 2);
    expect(up[1]!.at / 2e5).toBeCloseTo(1, 2);
    expect(complete).toBe(true);
  });

  it("finds several changes within one step, and a winner that comes back", () => {
    const valueAt = (x: number) => (x < 1500 ? "a" : x < 1600 ? "b" : x < 1700 ? "c" : x < 1e5 ? "a" : "b");
    const { up } = findFlips(search({ valueAt, steps: 60 }));
    expect(up.map(({ below, above }) => below + above)).toEqual(["ab", "bc", "ca", "ab"]);
  });

  it("finds what was placed, wherever it lies", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 9e5, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.constantFrom("linear", "log"),
        (threshold, current, scale) => {
          const { down, up } = findFlips(
            search({ valueAt: byThresholds([threshold]), current, scale, maxEvaluations: 1000 }),
          );
          const [flip, ...others] = [...down, ...up];
          expect(others).toEqual([]);
          const exact = 0.005 * (scale === "log" ? threshold : Math.max(1000, threshold));
          expect(Math.abs(flip!.at - threshold)).toBeLessThanOrEqual(exact);
          expect(down.length).toBe(threshold <= current ? 1 : 0);
        },
      ),
    );
  });

  it("finds nothing where nothing changes, with one look per point", () => {
    const found = findFlips(search({ valueAt: () => "stay" }));
    expect(found).toEqual({ down: [], up: [], evaluations: 25, complete: true });
  });

  it("works from a bound, and across 0 on a linear scale", () => {
    const valueAt = (x: number) => (x < 0 ? "a" : "b");
    const { up, down } = findFlips({ valueAt, from: -10, to: 10, scale: "linear", current: -10 });
    expect(down).toEqual([]);
    expect(Math.abs(up[0]!.at)).toBeLessThan(0.02);
  });

  it("stops at its limit with what is near, and says so", () => {
    let asked = 0;
    const valueAt = (x: number) => {
      asked++;
      return byThresholds([1200, 5e5])(x);
    };
    const { up, complete, evaluations } = findFlips(search({ valueAt, maxEvaluations: 16 }));
    expect(up[0]!.at / 1200).toBeCloseTo(1, 1);
    expect(up).toHaveLength(1);
    expect([complete, evaluations, asked]).toEqual([false, 16, 16]);
  });

  it.each([
    [{ from: 0 }, "lower bound 0"],
    [{ from: 5, to: 5 }, "bounds 5 to 5"],
    [{ current: 2e6 }, "current value 2000000: allowed is 1 to 1000000"],
    [{ to: Number.POSITIVE_INFINITY }, "must be finite"],
  ])("refuses %o", (more, message) => {
    expect(() => findFlips(search({ valueAt: () => "a", ...more }))).toThrow(message);
  });
});
