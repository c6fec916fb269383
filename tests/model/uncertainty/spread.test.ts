import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Simulation } from "../../../src/model/uncertainty/model.ts";
import { outcomeColumn } from "../../../src/model/uncertainty/outcome.ts";
import { simulate } from "../../../src/model/uncertainty/simulate.ts";
import {
  probabilityBest,
  probabilityWithin,
  spreadOf,
  spreadsOf,
} from "../../../src/model/uncertainty/spread.ts";
import { criteriaModel, interval, modelOf, normal } from "./models.ts";

/** A simulation with these outcomes of one criterion. */
function simulated(options: readonly (readonly number[])[]): Simulation {
  const draws = options[0]!.length;
  const model = modelOf({}, Object.fromEntries(options.map((_, o) => [`o${o}`, () => 0])));
  return { model, draws, inputs: [], outcomes: options.map((column) => [Float64Array.from(column)]) };
}

const table = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 }))
  .chain(([options, draws]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: draws, maxLength: draws }), {
      minLength: options,
      maxLength: options,
    }),
  );
const all = (simulation: Simulation) => simulation.outcomes.map((_, o) => o);

describe("spreadOf", () => {
  it("is right for a normal number", () => {
    const { outcomes } = simulate(modelOf({ x: normal(1, 2) }, { x: ({ x }) => x }));
    const { mean, p5, p50, p95 } = spreadOf(outcomes[0]![0]!);
    expect(mean).toBeCloseTo(1, 2);
    expect(p50).toBeCloseTo(1, 2);
    expect(p5).toBeCloseTo(1 - 2 * 1.645, 1);
    expect(p95).toBeCloseTo(1 + 2 * 1.645, 1);
  });
  it("says infinite where a tenth of the draws is", () => {
    const column = Float64Array.from({ length: 100 }, (_, d) => (d < 90 ? d : Number.POSITIVE_INFINITY));
    expect(spreadOf(column)).toEqual({
      mean: Number.POSITIVE_INFINITY,
      p5: 4,
      p50: 49,
      p95: Number.POSITIVE_INFINITY,
    });
  });
  it("comes per option and criterion", () => {
    const model = criteriaModel({ x: 3 }, { a: ({ x }) => [x, 2 * x], b: ({ x }) => [5 * x, x] }, ["u", "v"]);
    expect(spreadsOf(simulate(model, 10)).map((row) => row.map(({ p50 }) => p50))).toEqual([
      [3, 6],
      [15, 3],
    ]);
  });
});

describe("probabilityBest", () => {
  it("shares ties", () => {
    const simulation = simulated([
      [1, 2, 5, 1],
      [1, 3, 4, 1],
      [9, 9, 9, 1],
    ]);
    expect(probabilityBest(simulation, 0, [0, 1, 2])).toEqual([
      expect.closeTo((0.5 + 1 + 1 / 3) / 4),
      expect.closeTo((0.5 + 1 + 1 / 3) / 4),
      expect.closeTo(1 / 12),
    ]);
    expect(probabilityBest(simulation, 0, [2])).toEqual([0, 0, 1]);
  });

  it("sums to 1, and never falls for an option that gets cheaper", () => {
    fc.assert(
      fc.property(table, fc.nat(), fc.integer({ min: 0, max: 5 }), (rows, which, less) => {
        const simulation = simulated(rows);
        const before = probabilityBest(simulation, 0, all(simulation));
        expect(before.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        const o = which % rows.length;
        const lowered = simulated(rows.map((row, r) => (r === o ? row.map((value) => value - less) : row)));
        expect(probabilityBest(lowered, 0, all(lowered))[o]).toBeGreaterThanOrEqual(before[o]! - 1e-12);
      }),
    );
  });

  it("is not touched by an option that is never as good", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const worse = simulated([...rows, rows[0]!.map(() => 10)]);
        const before = probabilityBest(simulated(rows), 0, [...rows.keys()]);
        expect(probabilityBest(worse, 0, all(worse))).toEqual([...before, 0]);
      }),
    );
  });

  it("leaves out who breaks a limit, draw by draw", () => {
    const model = criteriaModel(
      { ms: interval(50, 200) },
      { cheap: ({ ms }) => [1, ms], dear: () => [2, 10], slow: () => [0, 1000] },
      ["usd", "ms"],
    );
    const simulation = simulate(model);
    const limit = { criterion: 1, atMost: 100 };
    // 100 is the median of 50~200.
    expect(probabilityBest(simulation, 0, [0, 1, 2], [limit])).toEqual([0.5, 0.5, 0]);
    expect(probabilityBest(simulation, 0, [0, 2], [limit])).toEqual([0.5, 0, 0]);
  });
});

describe("probabilityWithin", () => {
  it("counts the limit itself, and no infinity", () => {
    expect(probabilityWithin(Float64Array.from([1, 2, 3, Number.POSITIVE_INFINITY]), 2)).toBe(0.5);
  });
});

describe("the difference of two options that share what is uncertain", () => {
  it("is far narrower than the options", () => {
    const model = modelOf(
      { traffic: interval(1, 100), gap: normal(0.5, 1) },
      { a: ({ traffic, gap }) => traffic + gap, b: ({ traffic }) => traffic },
    );
    const simulation = simulate(model);
    const { p5, p95 } = spreadOf(outcomeColumn(simulation, { option: 0, criterion: 0, against: 1 }));
    expect(p95 - p5).toBeCloseTo(2 * 1.645, 1);
    expect(spreadsOf(simulation)[0]![0]!.p95).toBeGreaterThan(90);
  });
});
