import { describe, expect, it } from "vitest";
import { triangle } from "../../../src/model/scenario/range.ts";
import { simulate } from "../../../src/model/uncertainty/simulate.ts";
import { swingOf, tornado } from "../../../src/model/uncertainty/tornado.ts";
import { interval, modelOf, normal } from "./models.ts";

const Z95 = 1.6448536269514722;

describe("tornado", () => {
  const model = modelOf(
    { small: normal(0, 1), fixed: 9, large: normal(0, 3), factor: interval(0.5, 2) },
    { a: ({ small, large, fixed, factor }) => factor * fixed + small - 2 * large, b: ({ small }) => small },
  );
  const { centre, bars } = tornado(simulate(model, 100), { option: 0, criterion: 0, against: null });

  it("starts from the outcome at every centre, and puts the widest bar first", () => {
    expect(centre).toBe(9);
    expect(bars.map(({ input }) => input.id)).toEqual(["large", "factor", "small"]);
    expect(bars.map(swingOf)).toEqual([...bars.map(swingOf)].sort((x, y) => y - x));
  });

  it("moves one input to its 5th and 95th percentile, keeping the sign of its effect", () => {
    const large = bars[0]!;
    expect(large.low.value).toBeCloseTo(-3 * Z95, 6);
    expect(large.low.outcome).toBeCloseTo(9 + 6 * Z95, 6);
    expect(large.high.outcome).toBeCloseTo(9 - 6 * Z95, 6);
    const factor = bars[1]!;
    expect(factor.high.outcome).toBeCloseTo(9 * 2, 6);
  });

  it("lets what two options share cancel out of their difference", () => {
    const shared = tornado(simulate(model, 100), { option: 0, criterion: 0, against: 1 });
    expect(swingOf(shared.bars.find(({ input }) => input.id === "small")!)).toBe(0);
  });

  it("takes other percentiles, and the mode as a triangle's centre", () => {
    const skewed = modelOf({ x: triangle(0, 1, 10) }, { x: ({ x }) => x });
    const { centre, bars } = tornado(
      simulate(skewed, 10),
      { option: 0, criterion: 0, against: null },
      [0.25, 0.75],
    );
    expect(centre).toBe(1);
    expect(bars[0]!.high.outcome).toBeCloseTo(10 - Math.sqrt(0.25 * 10 * 9), 9);
  });
});
