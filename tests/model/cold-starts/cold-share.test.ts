import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrivalTimes, ownArrivals, type Pattern } from "../../../src/model/cold-starts/arrivals.ts";
import { coldShareTable } from "../../../src/model/cold-starts/cold-share.ts";
import { ownPool } from "../../../src/model/cold-starts/own-pool.ts";
import { simulatePool } from "../../../src/model/cold-starts/pool.ts";
import { simulatedShare } from "../../../src/model/cold-starts/simulated-share.ts";
import { poissonPool, poolAt } from "../../../src/model/cold-starts/warm-pool.ts";
import { mulberry32 } from "../../../src/model/random.ts";

const KEEP_ALIVE_MS = 600_000;

const simulated = (pattern: Pattern, ratePerSecond: number, serviceMs: number, expectedShare: number) =>
  simulatedShare(pattern, {
    ratePerSecond,
    peakToMean: 2,
    serviceMs,
    coldExtraMs: 0,
    keepAliveMs: KEEP_ALIVE_MS,
    expectedShare,
    random: mulberry32(5),
  })!;

const coldShareAt = (pattern: Pattern, perKeepAlive: number, load: number) =>
  poolAt(pattern, 2, perKeepAlive, load, 1).coldShare;

describe("the closed form beside the simulation", () => {
  const cases = (["poisson", "bursty", "diurnal"] as const).flatMap((pattern) =>
    [1e-4, 1e-3, 1e-2, 0.1, 1].flatMap((rate) =>
      [50, 2000].map((service) => [pattern, rate, service] as const),
    ),
  );
  it.each(cases)("%s at %d requests a second of %d ms", (pattern, rate, service) => {
    const share = coldShareAt(pattern, rate * 600, (rate * service) / 1000);
    const run = simulated(pattern, rate, service, share);
    // The formula's own error, and the simulation's.
    expect(Math.abs(share - run.share)).toBeLessThan(share / 5 + run.error);
  });

  it.each([0.5, 1, 3, 5])("is exact for one instance: %d requests in a keep-alive", (perKeepAlive) => {
    const rate = (perKeepAlive * 1000) / KEEP_ALIVE_MS;
    const run = simulated("poisson", rate, 1e-3, Math.exp(-perKeepAlive));
    expect(run.cold).toBeGreaterThan(400);
    expect(Math.abs(run.share - Math.exp(-perKeepAlive))).toBeLessThan(1.5 * run.error);
  });

  it("is simulated over whole days where day and night differ, or not at all", () => {
    const run = simulated("diurnal", 0.5, 50, 0.001);
    expect(run.hours % 24).toBe(0);
    expect(simulated("diurnal", 50, 50, 0.001)).toBeNull();
  });

  it("is e^(−λK) for one instance and instant service", () => {
    expect(poissonPool(1.5, 1e-9).coldShare).toBeCloseTo(Math.exp(-1.5), 6);
  });
});

describe("the table", () => {
  const positive = fc.double({ min: 1e-5, max: 100, noNaN: true });
  it("stays a share, and never rises with a longer keep-alive", () => {
    const share = coldShareTable("poisson", 1);
    fc.assert(
      fc.property(positive, fc.double({ min: 1, max: 5000, noNaN: true }), (rate, service) => {
        const [short, long] = [share(rate, 60_000, service), share(rate, 600_000, service)];
        expect(short).toBeLessThanOrEqual(1);
        expect(long).toBeGreaterThanOrEqual(0);
        expect(long).toBeLessThanOrEqual(short + 1e-12);
      }),
    );
  });
  it.each(["poisson", "diurnal", "bursty"] as const)(
    "is close to the formula between its points: %s",
    (pattern) => {
      const share = coldShareTable(pattern, 2);
      const exponent = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((e) => 10 ** e);
      const off: number[] = [];
      fc.assert(
        fc.property(
          exponent(-4, 2.5),
          exponent(0, 3),
          exponent(1, 4),
          (rate, serviceMs, keepAliveSeconds) => {
            const exact = coldShareAt(pattern, rate * keepAliveSeconds, (rate * serviceMs) / 1000);
            fc.pre(exact > 1e-6);
            const error = Math.abs(Math.log(share(rate, keepAliveSeconds * 1000, serviceMs) / exact));
            expect(error).toBeLessThan(Math.log(4 / 3));
            off.push(error);
          },
        ),
        { numRuns: 300 },
      );
      expect(off.filter((error) => error > 0.05).length / off.length).toBeLessThan(0.1);
    },
  );
  it("is close where one instance begins to stay warm", () => {
    // λK = 6, where the share falls by a factor of ten within a quarter of a decade.
    const ratio = coldShareTable("poisson", 1)(0.01, KEEP_ALIVE_MS, 8) / poissonPool(6, 8e-5).coldShare;
    expect(ratio).toBeCloseTo(1, 1);
  });
});

describe("the pool", () => {
  it("starts cold once, and stays warm for requests that follow in time", () => {
    const run = (gapMs: number, provisioned = 0) =>
      simulatePool({
        arrivalsMs: Float64Array.from({ length: 100 }, (_, i) => i * gapMs),
        serviceMs: () => 10,
        provisioned,
        coldExtraMs: 500,
        keepAliveMs: 1000,
      });
    expect(run(900)).toMatchObject({ coldShare: 0.01, peakConcurrency: 1, p99Ms: 510 });
    expect(run(2000).coldShare).toBe(1);
    expect(run(2000, 1)).toMatchObject({ coldShare: 0, p99Ms: 10 });
  });

  it("does not count what only fills it", () => {
    const arrivalsMs = Float64Array.from({ length: 100 }, (_, i) => Math.floor(i / 10) * 900);
    const options = { arrivalsMs, serviceMs: () => 10, coldExtraMs: 500, keepAliveMs: 1000 };
    expect(simulatePool(options)).toMatchObject({ requests: 100, cold: 10 });
    expect(simulatePool({ ...options, countFromMs: 900 })).toMatchObject({
      requests: 90,
      cold: 0,
      coldShare: 0,
      coldShareError: 0,
      p99Ms: 10,
      peakConcurrency: 10,
    });
    expect(simulatePool({ ...options, countFromMs: 1e9 })).toMatchObject({
      requests: 0,
      coldShare: 0,
      p99Ms: 0,
    });
  });

  it("needs one instance per request that comes at the same time", () => {
    const run = simulatePool({
      arrivalsMs: new Float64Array(20),
      serviceMs: () => 10,
      coldExtraMs: 0,
      keepAliveMs: 1000,
    });
    expect(run).toMatchObject({ coldShare: 1, peakConcurrency: 20 });
  });
});

describe("arrivals", () => {
  it.each(["poisson", "diurnal", "bursty"] as const)("%s keep their mean rate", (pattern) => {
    const random = mulberry32(3);
    const aDay = 5 * 86_400;
    const times = arrivalTimes(pattern, { ratePerSecond: 5, peakToMean: 2, count: aDay, random });
    expect(aDay / (times.at(-1)! / 1000)).toBeCloseTo(5, 1);
  });
  it("take a user's own, sorted, and name what is no time", () => {
    expect([...ownArrivals([30, 10, 20])]).toEqual([0, 10, 20]);
    expect(() => ownArrivals([1, Number.NaN])).toThrow("timestamp 2 is NaN");
    expect(() => ownArrivals([1])).toThrow("at least 2");
  });
});

describe("a user's own requests", () => {
  it("are cold as the pool says, at any keep-alive within the scenario's bounds", () => {
    const arrivalsMs = Float64Array.from({ length: 200 }, (_, i) => i * 300_000);
    const share = ownPool(arrivalsMs, 50).coldShare;
    expect(share(60_000)).toBe(1);
    expect(share(3_600_000)).toBeCloseTo(1 / 200, 6);
    const steps = [0.1, 1, 3, 5, 8, 20, 1440].map((minutes) => share(minutes * 60_000));
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
  });
});
