import { describe, expect, it } from "vitest";
import type { UncertainModel } from "../../../src/model/uncertainty/model.ts";
import { simulate } from "../../../src/model/uncertainty/simulate.ts";
import { valueOfInformation } from "../../../src/model/uncertainty/value-of-information.ts";
import { modelOf, normal } from "./models.ts";

/** E[max(0, −X)] for a normal X: what it is worth to learn X before choosing between 0 and X. */
function unitLoss(mean: number, sd: number): number {
  const t = mean / sd;
  return sd * Math.exp((-t * t) / 2) * (1 / Math.sqrt(2 * Math.PI)) - mean * normalBelow(-t);
}

/** Standard normal distribution function by Simpson's rule. */
function normalBelow(z: number): number {
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const steps = 2000;
  const width = z / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const x = i * width;
    sum += ((density(x) + 4 * density(x + width / 2) + density(x + width)) * width) / 6;
  }
  return 0.5 + sum;
}

const unit = normal(0, 1);
/** Staying costs 100; moving costs 100 + gap + 3·large + 2·small. `idle` changes nothing. */
const choice = (gap: number): UncertainModel =>
  modelOf(
    { large: unit, small: unit, idle: unit, fixed: 1 },
    { stay: () => 100, move: ({ large, small }) => 100 + gap + 3 * large + 2 * small },
  );
const known = (model: UncertainModel, draws?: number) =>
  valueOfInformation(simulate(model, draws), 0, [...model.options.keys()])!;

describe.each([0.2, 1, 4])("a choice between two, %d apart on average", (gap) => {
  const { leader, evpi, wrongChance, inputs } = known(choice(gap));
  const sd = Math.sqrt(13);
  const of = (id: string) => inputs.find(({ input }) => input.id === id)!;

  it("has the value of perfect information that theory gives it", () => {
    expect(leader).toBe(0);
    expect(Math.abs(evpi - unitLoss(gap, sd))).toBeLessThan(0.03);
    expect(Math.abs(wrongChance - normalBelow(-gap / sd))).toBeLessThan(0.01);
  });

  it.each([
    ["large", 3],
    ["small", 2],
  ])("has theory's value of knowing the %s input alone", (id, weight) => {
    expect(Math.abs(of(id).evppi - unitLoss(gap, weight))).toBeLessThan(0.04);
    expect(of(id).evppi).toBeLessThanOrEqual(evpi);
  });

  it("finds next to nothing in an input that changes nothing", () => {
    expect(of("idle").evppi).toBeLessThan(0.01 * sd);
    expect(Math.abs(of("idle").wrongRemoved)).toBeLessThan(0.02);
    expect(inputs.map(({ input }) => input.id)).not.toContain("fixed");
  });
});

describe("valueOfInformation", () => {
  it("puts first what is worth most, and says how many wrong choices it spares", () => {
    const { inputs, wrongChance } = known(choice(0.2));
    expect(inputs.map(({ input }) => input.id).slice(0, 2)).toEqual(["large", "small"]);
    // Knowing 3·large leaves N(·, 2²) open: P(wrong) = E[Φ(−|0.2 + 3z| / 2)] ≈ arctan(2/3)/π for no gap.
    expect(Math.abs(inputs[0]!.wrongChance - Math.atan(2 / 3) / Math.PI)).toBeLessThan(0.015);
    expect(inputs[0]!.wrongRemoved).toBeCloseTo(wrongChance - inputs[0]!.wrongChance, 12);
  });

  it("is worth nothing where one option always wins, or is alone", () => {
    const model = modelOf({ x: unit }, { a: ({ x }) => x, b: ({ x }) => x + 1 });
    expect(known(model)).toMatchObject({ leader: 0, evpi: 0, wrongChance: 0 });
    expect(known(model).inputs[0]).toMatchObject({ evppi: 0, wrongChance: 0, wrongRemoved: 0 });
    expect(valueOfInformation(simulate(model), 0, [1])).toMatchObject({ leader: 1, evpi: 0 });
  });

  it("is not changed by an option that never wins", () => {
    const worse = modelOf(
      { large: unit, small: unit, idle: unit, fixed: 1 },
      {
        stay: () => 100,
        move: ({ large, small }) => 101 + 3 * large + 2 * small,
        worse: ({ large }) => 200 + large,
      },
    );
    expect(known(worse)).toEqual(known(choice(1)));
  });

  it("leaves out an option that may be infinitely dear, and is null where all may", () => {
    const model = modelOf(
      { x: unit },
      { risky: ({ x }) => (x > 1 ? Number.POSITIVE_INFINITY : -9), sure: ({ x }) => x },
    );
    const simulation = simulate(model);
    expect(valueOfInformation(simulation, 0, [0, 1])).toMatchObject({ leader: 1, evpi: 0 });
    expect(valueOfInformation(simulation, 0, [0])).toBeNull();
  });

  it("works with few draws", () => {
    const { evpi, inputs } = known(choice(0.2), 5);
    expect(evpi).toBeGreaterThanOrEqual(0);
    expect(inputs.every(({ evppi }) => evppi >= 0 && evppi <= evpi)).toBe(true);
  });
});
