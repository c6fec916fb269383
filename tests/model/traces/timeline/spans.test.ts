import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LaneSpans, orderOf } from "../../../../src/model/traces/timeline/spans.ts";

function spansOf(lane: LaneSpans): [number, number, number][] {
  return Array.from({ length: lane.length }, (_, i) => [lane.frame[i]!, lane.startUs[i]!, lane.endUs[i]!]);
}

describe("begin and end marks", () => {
  it("pair with the innermost open one", () => {
    const lane = new LaneSpans();
    lane.begin(0, 1);
    lane.begin(10, 2);
    lane.end(20);
    lane.end(30);
    expect(lane.close()).toEqual({ unended: 0, unbegun: 0 });
    expect(spansOf(lane)).toEqual([
      [2, 10, 20],
      [1, 0, 30],
    ]);
  });

  it("pair by their times when the file is out of order", () => {
    const lane = new LaneSpans();
    lane.end(30);
    lane.begin(10, 7);
    expect(lane.close()).toEqual({ unended: 0, unbegun: 0 });
    expect(spansOf(lane)).toEqual([[7, 10, 30]]);
  });

  it("without a partner end with the thread's last event, or are dropped", () => {
    const lane = new LaneSpans();
    lane.end(5);
    lane.begin(10, 3);
    lane.push(20, 90, 4);
    expect(lane.close()).toEqual({ unended: 1, unbegun: 1 });
    expect(spansOf(lane)).toEqual([
      [4, 20, 90],
      [3, 10, 90],
    ]);
  });
});

it("columns keep their values while they grow", () => {
  const lane = new LaneSpans();
  for (let i = 0; i < 1_000; i++) lane.push(i, i + 0.5, i % 7);
  expect(
    spansOf(lane).every(([frame, start, end], i) => frame === i % 7 && start === i && end === i + 0.5),
  ).toBe(true);
});

it("an order is stable, whatever was in order before", () => {
  const stretch = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(stretch, fc.boolean()), { maxLength: 12 }), (stretches) => {
      const values = stretches.flatMap(([values, isSorted]) => (isSorted ? values.sort() : values));
      const sorted = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
      expect([...orderOf(values.length, (a, b) => values[a]! - values[b]!)]).toEqual(sorted);
    }),
  );
});
