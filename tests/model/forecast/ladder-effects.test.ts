import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ladderEffects, rungTimesOf } from "../../../src/model/forecast/ladder-effects.ts";
import type { RungTimes } from "../../../src/model/forecast/reference.ts";
import { RUNGS } from "../../../src/model/ladder/rungs.ts";
import type { LadderRow } from "../../../src/model/run-file.ts";
import { target } from "../cells.ts";

const times = fc
  .tuple(...RUNGS.map(() => fc.double({ min: 1e-3, max: 1e3, noNaN: true })))
  .map((ms): RungTimes => Object.fromEntries(RUNGS.map((rung, i) => [rung, ms[i]!])));

describe("what a ladder says of a class", () => {
  it("is how much more than usual operators it takes on a target", () => {
    const from: RungTimes = Object.fromEntries(RUNGS.map((rung) => [rung, 1]));
    const few = Object.fromEntries(RUNGS.flatMap((rung) => (rung.startsWith("few") ? [[rung, 2]] : [])));
    const to: RungTimes = { ...Object.fromEntries(RUNGS.map((rung) => [rung, 4])), ...few };
    // Of what most models are made of, the workloads tell.
    expect([...ladderEffects({ rungMs: from }, { rungMs: to })]).toEqual([
      ["convolution to few channels", expect.closeTo(Math.log(0.5), 12)],
    ]);
  });

  it("does not depend on how fast an engine is overall, and is the reverse the other way round", () => {
    fc.assert(
      fc.property(times, times, fc.double({ min: 1e-2, max: 1e2, noNaN: true }), (from, to, factor) => {
        const faster: RungTimes = Object.fromEntries(RUNGS.map((rung) => [rung, to[rung]! * factor]));
        const effects = ladderEffects({ rungMs: from }, { rungMs: to });
        const scaled = ladderEffects({ rungMs: from }, { rungMs: faster });
        const reverse = ladderEffects({ rungMs: to }, { rungMs: from });
        for (const [name, effect] of effects) {
          expect(scaled.get(name)).toBeCloseTo(effect, 9);
          expect(reverse.get(name)).toBeCloseTo(-effect, 9);
        }
      }),
    );
  });

  it("is nothing without a ladder, or where a rung is not there", () => {
    const all: RungTimes = Object.fromEntries(RUNGS.map((rung) => [rung, 1]));
    expect(ladderEffects({ rungMs: all }, { rungMs: all }).size).toBe(1);
    expect(ladderEffects({ rungMs: all }, {}).size).toBe(0);
    expect(ladderEffects({}, { rungMs: all }).size).toBe(0);
    for (const rung of RUNGS) {
      const { [rung]: _, ...rest } = all;
      expect(ladderEffects({ rungMs: all }, { rungMs: rest }).size).toBe(0);
    }
  });
});

describe("a target's ladder", () => {
  const row = (over: Partial<LadderRow>): LadderRow => ({
    kind: "ladder",
    engine: "onnxruntime-node",
    version: "1",
    threads: 1,
    rungs: [{ rung: "convolution", roundMs: [1, 9, 2] }],
    missing: null,
    at: "2026-01-01T00:00:00.000Z",
    ...over,
  });
  const on = (engines: Record<string, string>, threads = 1) => ({
    ...target("some", "native"),
    available: true as const,
    engines,
    threads,
  });

  it("is that of its engine with as many threads, the fastest round of each rung", () => {
    const ladders = [
      row({}),
      row({ threads: 2, rungs: [{ rung: "convolution", roundMs: [0.5] }] }),
      row({ engine: "onnxruntime-web", rungs: [{ rung: "convolution", roundMs: [3] }] }),
    ];
    expect(rungTimesOf(on({ "onnxruntime-node": "1" }), ladders)).toEqual({ convolution: 1 });
    expect(rungTimesOf(on({ "onnxruntime-node": "1" }, 2), ladders)).toEqual({ convolution: 0.5 });
    expect(rungTimesOf(on({ "onnxruntime-web": "1" }), ladders)).toEqual({ convolution: 3 });
    // Python's package has the same kernels.
    expect(rungTimesOf(on({ python: "3", onnxruntime: "1" }), ladders)).toEqual({ convolution: 1 });
  });

  it("is none on a GPU, of another engine, or where the row says why it is missing", () => {
    const gpu = { ...on({ "onnxruntime-web": "1" }), adapter: { name: "some GPU", software: false } };
    const web = row({ engine: "onnxruntime-web" });
    expect(rungTimesOf(gpu, [web])).toBeUndefined();
    expect(rungTimesOf(on({ tfjs: "4" }), [web])).toBeUndefined();
    const missing = { reason: "it crashed", enable: "npx portolan doctor" };
    expect(rungTimesOf(on({ "onnxruntime-web": "1" }), [{ ...web, rungs: [], missing }])).toBeUndefined();
  });
});
