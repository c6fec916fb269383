import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallTreeBuilder } from "../../../../src/model/traces/call-tree.ts";
import { resolve } from "../../../../src/model/traces/timeline/resolve.ts";
import { Segments } from "../../../../src/model/traces/timeline/segments.ts";

type Stretch = readonly [name: string, startUs: number, endUs: number, precedence: number];

function resolved(stretches: readonly Stretch[], startUs = 0, endUs = 1_000) {
  const tree = new CallTreeBuilder();
  const segments = new Segments();
  for (const [name, start, end, precedence] of stretches) {
    const frame = tree.frame({ name, file: null, line: null, category: null });
    segments.push(start, end, tree.child(0, frame), precedence);
  }
  const hiddenMs = resolve(segments, { startUs, endUs }, tree);
  const { selfMs, frame, frames } = tree.build();
  const us: Record<string, number> = {};
  for (let node = 1; node < selfMs.length; node++) {
    us[frames[frame[node]!]!.name] = Math.round(selfMs[node]! * 1e9) / 1e6;
  }
  return { us, hiddenUs: hiddenMs.map((ms) => Math.round(ms * 1e9) / 1e6) };
}

describe("overlap on the wall clock", () => {
  it("goes to the smallest precedence, and the rest is hidden", () => {
    expect(
      resolved([
        ["kernel", 100, 400, 0],
        ["python", 0, 250, 2],
        ["wait", 250, 500, 3],
      ]),
    ).toEqual({ us: { kernel: 300, python: 100, wait: 100 }, hiddenUs: [0, 0, 150, 150] });
  });

  it("leaves no dust of adding up: what is less than a nanosecond is nothing", () => {
    // A third of an instant, thrice, is not quite the instant.
    const stretches = Array.from({ length: 300 }, (_, i): Stretch => [`${i % 3}`, i / 3, i / 3 + 1 / 3, 0]);
    const segments = new Segments();
    for (const [name, start, end] of stretches) segments.push(1e9 + start, 1e9 + end, Number(name), 0);
    expect(resolve(segments, { startUs: 0, endUs: 2e9 }, { add: () => {} })).toEqual([0]);
  });

  it("is shared equally within a precedence", () => {
    expect(
      resolved([
        ["a", 0, 100, 0],
        ["b", 50, 100, 0],
        ["c", 50, 70, 0],
      ]).us,
    ).toEqual({
      a: expect.closeTo(50 + 20 / 3 + 15, 5),
      b: expect.closeTo(20 / 3 + 15, 5),
      c: expect.closeTo(20 / 3, 5),
    });
  });

  it("outside the interval does not count", () => {
    expect(
      resolved(
        [
          ["before", 0, 90, 0],
          ["across", 80, 120, 0],
          ["after", 250, 300, 0],
        ],
        100,
        200,
      ),
    ).toEqual({ us: { before: 0, across: 20, after: 0 }, hiddenUs: [0] });
  });

  it("gives what brute force gives", () => {
    const stretch = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(3));
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 12 }), (drawn) => {
        const stretches = drawn.map(([a, b, p], i): Stretch => [`s${i}`, Math.min(a, b), Math.max(a, b), p]);
        const expected = stretches.map(() => 0);
        for (let us = 0; us < 30; us++) {
          const open = stretches.map((s, i) => ({ s, i })).filter(({ s }) => s[1] <= us && us < s[2]);
          const best = Math.min(...open.map(({ s }) => s[3]));
          const winners = open.filter(({ s }) => s[3] === best);
          for (const { i } of winners) expected[i]! += 1 / winners.length;
        }
        const { us } = resolved(stretches, 0, 30);
        expected.forEach((value, i) => {
          expect(us[`s${i}`]).toBeCloseTo(value, 4);
        });
      }),
    );
  });
});
