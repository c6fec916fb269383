import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrivalTimes } from "../../../src/model/cold-starts/arrivals.ts";
import { poolTable } from "../../../src/model/cold-starts/cold-share.ts";
import { ownPool } from "../../../src/model/cold-starts/own-pool.ts";
import { simulatePool } from "../../../src/model/cold-starts/pool.ts";
import { poissonPool, poolAt } from "../../../src/model/cold-starts/warm-pool.ts";
import { mulberry32 } from "../../../src/model/random.ts";

describe("instances that wait", () => {
  it.each([
    [0.02, 50, 5000],
    [0.2, 2000, 5000],
    [1, 2000, 60_000],
    [5, 500, 5000],
  ])(
    "are as many as a simulation finds: %d requests a second of %d ms, kept for %d ms",
    (rate, serviceMs, keepAliveMs) => {
      const random = mulberry32(7);
      const arrivalsMs = arrivalTimes("poisson", {
        ratePerSecond: rate,
        peakToMean: 1,
        count: 20_000,
        random,
      });
      const run = simulatePool({ arrivalsMs, serviceMs: () => serviceMs, coldExtraMs: 0, keepAliveMs });
      const { idle, coldShare } = poissonPool((rate * keepAliveMs) / 1000, (rate * serviceMs) / 1000);
      expect(idle / ((rate * run.idleMs) / 1000)).toBeGreaterThan(0.85);
      expect(idle / ((rate * run.idleMs) / 1000)).toBeLessThan(1.15);
      expect(coldShare / run.coldShare).toBeCloseTo(1, 0);
      expect(ownPool(arrivalsMs, serviceMs).idleMs(keepAliveMs) / run.idleMs).toBeCloseTo(1, 1);
    },
  );

  it("of one instance and instant service are kept for 1 − e^(−λK) of the time", () => {
    expect(poissonPool(1.5, 1e-9).idle).toBeCloseTo(1 - Math.exp(-1.5), 6);
  });

  it("are none where nothing is kept", () => {
    for (const load of [1e-3, 1, 30, 5000]) expect(poissonPool(0, load).idle).toBe(0);
  });
});

describe("instances that are busy", () => {
  it("are the load where each has one request at a time", () => {
    for (const load of [1e-3, 1, 30, 690, 710, 5000, 1e6])
      expect(poissonPool(1, load).busy / load).toBeCloseTo(1, 3);
  });

  it("are the time of any request, 1 − e^(−a), where one instance holds them all", () => {
    expect(poissonPool(1, 2, 1000).busy).toBeCloseTo(1 - Math.exp(-2), 9);
  });

  it("are no more where requests share them, and no fewer than hold them", () => {
    const load = fc.double({ min: 1e-6, max: 3000, noNaN: true });
    fc.assert(
      fc.property(load, fc.integer({ min: 1, max: 1000 }), (load, concurrency) => {
        const shared = poissonPool(1, load, concurrency).busy;
        expect(shared).toBeLessThanOrEqual(poissonPool(1, load).busy * (1 + 1e-3));
        expect(shared).toBeGreaterThanOrEqual((load / concurrency) * (1 - 1e-3));
      }),
    );
  });
});

describe("the life of instances, busy and waiting", () => {
  it.each(["poisson", "diurnal"] as const)("does not get shorter with more requests: %s", (pattern) => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 600, noNaN: true }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        (load, perKeepAlive, factor) => {
          const few = poolAt(pattern, 2, perKeepAlive, load, 1);
          const more = poolAt(pattern, 2, perKeepAlive * factor, load * factor, 1);
          expect(more.busy + more.idle).toBeGreaterThanOrEqual((few.busy + few.idle) * 0.999);
        },
      ),
    );
  });

  it("is told by a table as by the formula", () => {
    for (const [what, rate] of [
      ["idle", 0.3],
      ["busy", 0.3],
      ["idle", 40],
    ] as const) {
      const told = poolTable(what, "poisson", 1, 4)(rate, 60_000, 900);
      expect(told / poissonPool(rate * 60, rate * 0.9, 4)[what]).toBeCloseTo(1, 1);
    }
  });
});
