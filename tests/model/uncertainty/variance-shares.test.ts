import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/model/uncertainty/simulate.ts";
import { varianceShares } from "../../../src/model/uncertainty/variance-shares.ts";
import { modelOf, normal } from "./models.ts";

const unit = normal(0, 1);
const ranges = { a: unit, b: unit, c: unit, none: unit, fixed: 4 };
const outcome = { option: 0, criterion: 0, against: null };

describe("varianceShares", () => {
  it("finds the known indices of a sum: each weight squared over their sum", () => {
    const model = modelOf(ranges, { sum: ({ a, b, c }) => 3 * a + 2 * b + c });
    const { shares, variance, rest, leftOut } = varianceShares(simulate(model), outcome);
    const by = Object.fromEntries(shares.map(({ input, share }) => [input.id, share]));
    expect(variance).toBeCloseTo(14, 0);
    expect(Math.abs(by.a! - 9 / 14)).toBeLessThan(0.02);
    expect(Math.abs(by.b! - 4 / 14)).toBeLessThan(0.02);
    expect(Math.abs(by.c! - 1 / 14)).toBeLessThan(0.02);
    expect(by.none).toBeLessThan(0.01);
    expect(shares[0]!.input.id).toBe("a");
    expect(shares).toHaveLength(4);
    expect(rest).toBeLessThan(0.02);
    expect(leftOut).toBe(0);
  });

  it("sees an effect that is no line, and leaves an interaction to the rest", () => {
    // Var(a²) = 2 is all of a's; Var(b·c) = 1 is nobody's alone.
    const model = modelOf(ranges, { mixed: ({ a, b, c }) => a * a + b * c });
    const { shares, rest } = varianceShares(simulate(model), outcome);
    expect(Math.abs(shares[0]!.share - 2 / 3)).toBeLessThan(0.05);
    expect(shares[0]!.input.id).toBe("a");
    expect(Math.abs(rest - 1 / 3)).toBeLessThan(0.05);
  });

  it("stays right with a thousand draws", () => {
    const model = modelOf(ranges, { sum: ({ a, b }) => 3 * a + b });
    const { shares } = varianceShares(simulate(model, 1000), outcome);
    expect(Math.abs(shares[0]!.share - 0.9)).toBeLessThan(0.05);
  });

  it("says what it left out as infinite", () => {
    const model = modelOf(ranges, { x: ({ a, b }) => (a > 0 ? Number.POSITIVE_INFINITY : b) });
    const { shares, leftOut } = varianceShares(simulate(model), outcome);
    expect(leftOut).toBe(0.5);
    expect(shares[0]).toMatchObject({ input: { id: "b" } });
    expect(shares[0]!.share).toBeGreaterThan(0.97);
  });

  it("has nothing to share where the outcome never varies", () => {
    const { variance, shares, rest } = varianceShares(simulate(modelOf(ranges, { x: () => 5 })), outcome);
    expect([variance, rest, ...shares.map(({ share }) => share)]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
