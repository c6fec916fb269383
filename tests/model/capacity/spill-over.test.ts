import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erlangB } from "../../../src/model/capacity/erlang.ts";
import { coldSpill, minWarmInstances } from "../../../src/model/capacity/spill-over.ts";

describe("instances kept warm, with the rest on demand", () => {
  it("match a case by hand: 0.195 erlangs on one instance", () => {
    // B(1) = 0.195 / 1.195 = 16.3 %; a tenth of it cold is 1.63 %. B(2) = 0.195 B(1) / (2 + 0.195 B(1)) = 1.57 %.
    const tenth = { coldShare: () => 0.1 };
    expect(erlangB(1, 0.195)).toBeCloseTo(0.16318, 5);
    expect(coldSpill(erlangB(1, 0.195), 14, tenth)).toBeCloseTo(0.016318, 6);
    expect(coldSpill(erlangB(2, 0.195), 14, tenth)).toBeCloseTo(0.0015661, 6);
    expect(minWarmInstances(0.195, 14, tenth, 0.01)).toBe(2);
    expect(minWarmInstances(0.195, 14, { coldShare: () => 0.06 }, 0.01)).toBe(1);
  });

  it("are the fewest, at any load and share", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 3000, noNaN: true }),
        fc.double({ min: 1e-4, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (load, flat, falling) => {
          const rate = load * 10;
          const pool = { coldShare: (perSecond: number) => flat / (1 + falling * perSecond) };
          const cold = (instances: number) => coldSpill(erlangB(instances, load), rate, pool);
          const instances = minWarmInstances(load, rate, pool, 0.01);
          expect(cold(instances)).toBeLessThanOrEqual(0.01 * (1 + 1e-9));
          if (instances > 1) expect(cold(instances - 1)).toBeGreaterThan(0.01 * (1 - 1e-9));
        },
      ),
    );
  });
});
