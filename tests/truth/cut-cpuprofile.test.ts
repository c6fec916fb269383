import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutCpuProfile } from "../../loaders/truth/tools/cut-cpuprofile.ts";

const text = JSON.stringify({
  nodes: [],
  startTime: 1000,
  endTime: 1100,
  samples: [1, 2, 3, 4],
  timeDeltas: [10, 20, 30, 20],
});

describe("a .cpuprofile cut to a window", () => {
  it("keeps the samples inside, on the same clock", () => {
    expect(JSON.parse(cutCpuProfile(text, 1020, 1080))).toEqual({
      nodes: [],
      startTime: 1020,
      endTime: 1080,
      samples: [2, 3],
      timeDeltas: [10, 30],
    });
  });

  it("says where the profile is when the window misses it", () => {
    expect(() => cutCpuProfile(text, 2000, 3000)).toThrow(
      "no sample between 2000 and 3000 µs; the profile runs from 1000 to 1100 µs",
    );
  });

  it("leaves every kept sample at its time", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 500 }),
        (timeDeltas, from, length) => {
          const at = timeDeltas.map((_, i) =>
            timeDeltas.slice(0, i + 1).reduce((sum, delta) => sum + delta, 0),
          );
          const kept = at.filter((time) => time >= from && time < from + length);
          fc.pre(kept.length > 0);
          const samples = at.map((_, i) => i);
          const cut = JSON.parse(
            cutCpuProfile(
              JSON.stringify({ startTime: 0, endTime: 9e9, samples, timeDeltas }),
              from,
              from + length,
            ),
          );
          let now = cut.startTime;
          expect(cut.timeDeltas.map((delta: number) => (now += delta))).toEqual(kept);
          expect(cut.samples.map((i: number) => at[i])).toEqual(kept);
        },
      ),
    );
  });
});
