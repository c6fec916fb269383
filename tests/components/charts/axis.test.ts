import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logTicks } from "../../../src/components/charts/log-ticks.ts";
import { spreadApart } from "../../../src/components/charts/spread-apart.ts";

describe("labels that are spread apart", () => {
  const places = fc
    .array(fc.double({ min: -50, max: 450, noNaN: true }), { maxLength: 20 })
    .map((values) => values.sort((a, b) => a - b));

  it("never touch, keep their order and the bounds", () => {
    fc.assert(
      fc.property(places, (wanted) => {
        const found = spreadApart(wanted, 18, 0, 400);
        expect(found).toHaveLength(wanted.length);
        for (const [i, place] of found.entries()) {
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(400 + 1e-9);
          if (i > 0) expect(place - found[i - 1]!).toBeGreaterThanOrEqual(18 - 1e-9);
        }
      }),
    );
  });

  it("stay where they are if they have room, and share what they are moved by", () => {
    expect(spreadApart([10, 100, 300], 18, 0, 400)).toEqual([10, 100, 300]);
    expect(spreadApart([100, 100], 18, 0, 400)).toEqual([91, 109]);
    expect(spreadApart([], 18, 0, 400)).toEqual([]);
    expect(spreadApart([-5], 18, 0, 400)).toEqual([0]);
    expect(spreadApart([1, 2, 3], 300, 0, 400)).toEqual([0, 200, 400]);
  });
});

describe("the ticks of a logarithmic axis", () => {
  it("are powers of ten, halves and doubles, or even steps over less", () => {
    expect(logTicks(47e3, 73e3, 3)).toEqual([50e3, 60e3, 70e3]);
    expect(logTicks(47e3, 73e3, 2)).toEqual([60e3]);
    expect(logTicks(900, 120_000, 7)).toEqual([1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]);
    expect(logTicks(900, 120_000, 4)).toEqual([1000, 10_000, 100_000]);
    expect(logTicks(2e3, 2e9, 4)).toEqual([1e4, 1e6, 1e8]);
    expect(logTicks(5, 5, 3)).toEqual([5]);
  });

  it("are within the bounds, ascending, and no more than asked for", () => {
    const log = fc.double({ min: -6, max: 12, noNaN: true });
    fc.assert(
      fc.property(
        log,
        fc.double({ min: 0.02, max: 9, noNaN: true }),
        fc.integer({ min: 2, max: 10 }),
        (low, span, most) => {
          const [from, to] = [10 ** low, 10 ** (low + span)];
          const ticks = logTicks(from, to, most);
          expect(ticks.length).toBeGreaterThan(0);
          expect(ticks.length).toBeLessThanOrEqual(most);
          for (const [i, tick] of ticks.entries()) {
            expect(tick).toBeGreaterThanOrEqual(from * (1 - 1e-9));
            expect(tick).toBeLessThanOrEqual(to * (1 + 1e-9));
            if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]!);
          }
        },
      ),
    );
  });
});
