import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_MS } from "../../../../src/model/traces/duration.ts";
import { type EventTimes, readPlausibly } from "../../../../src/model/traces/timeline/event-times.ts";
import type { Interval } from "../../../../src/model/traces/timeline/interval.ts";

interface Event {
  readonly ts: unknown;
  readonly dur: unknown;
}

/** The intervals that are left of events, and what was said of the others. */
function read(events: readonly Event[]): { kept: Interval[]; warnings: string[] } {
  return readPlausibly((times: EventTimes) => {
    const kept = events
      .map((event) => times.intervalOf({ ...event }))
      .filter((interval) => interval !== null);
    return { kept, warnings: times.oddities.warnings() };
  });
}

describe("a trace's times", () => {
  it("stay as they are where they span less than a year, wherever that is", () => {
    for (const ts of [0, -5e6, 1.7e15]) {
      const events = [
        { ts, dur: 3 },
        { ts: ts + 2e13, dur: 5 },
      ];
      expect(read(events)).toEqual({
        kept: events.map(({ ts, dur }) => ({ startUs: ts, endUs: ts + dur })),
        warnings: [],
      });
    }
  });

  it("lose a stray one, named, and not the many beside it", () => {
    const usual = Array.from({ length: 9 }, (_, at) => ({ ts: 1.7e15 + at, dur: 1 }));
    const { kept, warnings } = read([{ ts: 0, dur: 1 }, ...usual, { ts: 3e15, dur: 1 }]);
    expect(kept).toHaveLength(9);
    expect(warnings).toEqual(
      ['events that lie more than half a year from the middle one were dropped (the first: {"ts":0})'].map(
        (text) => `2 ${text}.`,
      ),
    );
  });

  it("are numbers of microseconds, and their durations at most a year", () => {
    const odd = ["1", null, undefined, Number.NaN, 1e308, -1e308, 2 ** 53];
    const { kept, warnings } = read([
      ...odd.map((ts) => ({ ts, dur: 1 })),
      ...["1", -1, 1e308, 3.2e13].map((dur) => ({ ts: 0, dur })),
      { ts: 0, dur: 3.1e13 },
    ]);
    expect(kept).toEqual([{ startUs: 0, endUs: 3.1e13 }]);
    expect(warnings).toEqual([
      expect.stringMatching(/^7 events whose ts is not a number/),
      expect.stringMatching(/^4 events whose dur is not .* to a year/),
    ]);
  });

  it("span a year at most, whatever the file says", () => {
    const time = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, 1.7e15, 1e308, -1e308, 3.16e13));
    fc.assert(
      fc.property(fc.array(fc.record({ ts: time, dur: time }), { maxLength: 30 }), (events) => {
        const { kept } = read(events);
        if (kept.length === 0) return;
        const spanUs =
          Math.max(...kept.map(({ endUs }) => endUs)) - Math.min(...kept.map(({ startUs }) => startUs));
        expect(spanUs).toBeGreaterThanOrEqual(0);
        expect(spanUs).toBeLessThanOrEqual(LONGEST_MS * 1e3);
      }),
      { numRuns: 1000, seed: 7 },
    );
  });
});
