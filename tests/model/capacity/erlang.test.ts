import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erlangB, type QueueLoad } from "../../../src/model/capacity/erlang.ts";
import { minServers, waitingQuantile } from "../../../src/model/capacity/min-servers.ts";
import { erlangC, meanWaitMs } from "./waiting.ts";

const load = (ratePerSecond: number, serviceMs: number, serviceCv2 = 1): QueueLoad => ({
  ratePerSecond,
  serviceMs,
  serviceCv2,
  arrivalCv2: 1,
});

describe("Erlang B", () => {
  it("is what the recursion over the servers gives", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        (c, load) => {
          let blocked = 1;
          for (let i = 1; i <= c; i++) blocked = (load * blocked) / (i + load * blocked);
          expect(Math.abs(erlangB(c, load) - blocked)).toBeLessThanOrEqual(1e-10 * Math.max(blocked, 1e-290));
        },
      ),
    );
  });
  it("copes with no load, with none to spare, and with a million", () => {
    expect(erlangB(3, 0)).toBe(0);
    expect(erlangB(5_000, 1)).toBe(0);
    expect(erlangB(1_000_000, 1_000_000)).toBeCloseTo(Math.sqrt(2 / (Math.PI * 1e6)), 6);
  });
});

describe("Erlang C", () => {
  it("is the utilisation for one server", () => {
    expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 12);
  });

  it("gives the textbook's value for two servers: 2ρ²/(1+ρ)", () => {
    const utilisation = 0.6;
    expect(erlangC(2, 1.2)).toBeCloseTo((2 * utilisation ** 2) / (1 + utilisation), 12);
  });

  it("gives M/M/1's mean wait, ρ s / (1 − ρ), and M/D/1's half of it", () => {
    expect(meanWaitMs(1, load(8, 100))).toBeCloseTo(400, 9);
    expect(meanWaitMs(1, load(8, 100, 0))).toBeCloseTo(200, 9);
  });

  it("gives M/M/1's quantile of waiting, from P(W > t) = ρ e^(−(1 − ρ) t / s)", () => {
    const t = waitingQuantile(1, load(8, 100), 0.99);
    expect(0.8 * Math.exp((-0.2 * t) / 100)).toBeCloseTo(0.01, 12);
  });
});

const rates = fc.double({ min: 0.01, max: 500, noNaN: true });
const services = fc.double({ min: 0.1, max: 2000, noNaN: true });

describe("servers for a limit", () => {
  it("are never enough where the load exceeds them", () => {
    expect(waitingQuantile(3, load(35, 100), 0.99)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is bounded where nobody could sum it, and close to the sum just before", () => {
    const [summed, bounded] = [1e7, 1e7 + 1].map((servers) =>
      waitingQuantile(servers, load((servers - 1) * 10, 100), 0.99),
    );
    expect(bounded! / summed!).toBeGreaterThan(0.99);
    expect(bounded! / summed!).toBeLessThan(1.01);
    // Would take minutes to sum.
    expect(Number.isFinite(waitingQuantile(1e15, load(1e16 - 100, 100), 0.99))).toBe(true);
  });

  it("are the fewest that keep it", () => {
    fc.assert(
      fc.property(
        rates,
        services,
        fc.double({ min: 0.01, max: 5000, noNaN: true }),
        (rate, service, wait) => {
          const queue = load(rate, service);
          const servers = minServers(queue, wait, 0.99);
          expect(waitingQuantile(servers, queue, 0.99)).toBeLessThanOrEqual(wait);
          if (servers > 1) expect(waitingQuantile(servers - 1, queue, 0.99)).toBeGreaterThan(wait);
        },
      ),
    );
  });

  it("never become fewer with more traffic or longer service", () => {
    fc.assert(
      fc.property(rates, services, fc.double({ min: 1, max: 3, noNaN: true }), (rate, service, more) => {
        const few = minServers(load(rate, service), 50, 0.99);
        expect(minServers(load(rate * more, service), 50, 0.99)).toBeGreaterThanOrEqual(few);
        expect(minServers(load(rate, service * more), 50, 0.99)).toBeGreaterThanOrEqual(few);
      }),
    );
  });
});
