import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/model/uncertainty/simulate.ts";
import { type Scale, smaa } from "../../../src/model/uncertainty/smaa.ts";
import { criteriaModel, interval } from "./models.ts";

/** Criteria from 0 (good) to 1 (bad), so that a value is 1 less the score. */
const scales = (k: number): Scale[] =>
  Array.from({ length: k }, (_, criterion) => ({ criterion, good: 0, bad: 1 }));
const scored = (rows: readonly (readonly number[])[], draws = 10_000) =>
  simulate(
    criteriaModel(
      {},
      Object.fromEntries(rows.map((row, o) => [`o${o}`, () => row])),
      rows[0]!.map((_, c) => `c${c}`),
    ),
    draws,
  );
const ranked = (rows: readonly (readonly number[])[], draws?: number) =>
  smaa(scored(rows, draws), scales(rows[0]!.length), [...rows.keys()]);

describe("SMAA-2", () => {
  it("gives three specialists a third each, with the corner of the weights as their centre", () => {
    const options = ranked([
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ]);
    options.forEach(({ rankAcceptability, centralWeights, confidence, meanValue }, o) => {
      expect(Math.abs(rankAcceptability[0]! - 1 / 3)).toBeLessThan(0.02);
      expect(Math.abs(meanValue - 1 / 3)).toBeLessThan(0.01);
      // The expected largest of three weights that are uniform over the simplex: (1 + 1/2 + 1/3) / 3.
      expect(Math.abs(centralWeights![o]! - 11 / 18)).toBeLessThan(0.01);
      expect(confidence).toBe(1);
    });
  });

  it("knows the half-plane: best in the first criterion is best where its weight exceeds one half", () => {
    const [a, b] = ranked([
      [0, 1],
      [0.5, 0.5],
    ]);
    expect(Math.abs(a!.rankAcceptability[0]! - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(a!.centralWeights![0]! - 0.75)).toBeLessThan(0.01);
    expect(Math.abs(b!.centralWeights![0]! - 0.25)).toBeLessThan(0.01);
  });

  it("has no central weights for an option that is never best", () => {
    const [, worse] = ranked([
      [0.1, 0.1],
      [0.2, 0.2],
    ]);
    expect(worse).toMatchObject({ rankAcceptability: [0, 1], centralWeights: null, confidence: null });
  });

  it("lowers the confidence where the scores overlap", () => {
    const model = criteriaModel(
      { x: interval(0.2, 0.8), y: interval(0.2, 0.8) },
      { a: ({ x }) => [x], b: ({ y }) => [y] },
      ["c0"],
    );
    const [a, b] = smaa(simulate(model), scales(1), [0, 1]);
    expect(Math.abs(a!.confidence! - 0.5)).toBeLessThan(0.02);
    expect(a!.confidence! + b!.confidence!).toBeGreaterThanOrEqual(1);
    expect(a!.centralWeights).toEqual([1]);
  });

  it("reads scales as stated: full value at good, none at bad or beyond, an infinite score included", () => {
    const simulation = scored([[50], [100], [300], [500], [Number.POSITIVE_INFINITY]], 10);
    const values = smaa(simulation, [{ criterion: 0, good: 100, bad: 500 }], [0, 1, 2, 3, 4]);
    expect(values.map(({ meanValue }) => meanValue)).toEqual([1, 1, 0.5, 0, 0].map((v) => expect.closeTo(v)));
    expect(values[3]!.rankAcceptability).toEqual([0, 0, 0, 0.5, 0.5]);
  });

  const row = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 3, maxLength: 3 });
  const rows = fc.array(row, { minLength: 2, maxLength: 6 });

  it("shares out every rank and every option once", () => {
    fc.assert(
      fc.property(rows, (scores) => {
        const options = ranked(scores, 50);
        for (const { rankAcceptability } of options)
          expect(rankAcceptability.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        for (const rank of options.keys())
          expect(
            options.reduce((sum, { rankAcceptability }) => sum + rankAcceptability[rank]!, 0),
          ).toBeCloseTo(1, 9);
      }),
    );
  });

  it("keeps every option's value, and the order of two, when another is added", () => {
    fc.assert(
      fc.property(rows, row, (scores, added) => {
        const before = ranked(scores, 50);
        const after = ranked([...scores, added], 50);
        before.forEach(({ meanValue, rankAcceptability }, o) => {
          expect(after[o]!.meanValue).toBe(meanValue);
          expect(after[o]!.rankAcceptability[0]).toBeLessThanOrEqual(rankAcceptability[0]! + 1e-12);
        });
      }),
    );
  });

  it("never ranks an option lower for a better score", () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (scores, factor) => {
        const better = [scores[0]!.map((score) => score * factor), ...scores.slice(1)];
        const first = (of: readonly (readonly number[])[]) => ranked(of, 50)[0]!.rankAcceptability[0]!;
        expect(first(better)).toBeGreaterThanOrEqual(first(scores) - 1e-12);
      }),
    );
  });

  it("says which scale is upside down", () => {
    const simulation = scored([[1]], 10);
    expect(() => smaa(simulation, [{ criterion: 0, good: 5, bad: 5 }], [0])).toThrow(
      "scale of c0: good is 5 and bad is 5",
    );
    expect(() => smaa(simulation, [], [0])).toThrow("no scale");
  });
});
