import { describe, expect, it } from "vitest";
import { kneeOf, loadCurve } from "../../../src/model/capacity/knee.ts";
import { waitingQuantile } from "../../../src/model/capacity/min-servers.ts";
import { simulateQueue } from "../../../src/model/capacity/simulate-queue.ts";
import { mulberry32 } from "../../../src/model/random.ts";
import { meanWaitMs } from "./waiting.ts";

/** The exponential distribution by its quantiles: what a sample list of it looks like. */
const exponential = (meanMs: number) =>
  Array.from({ length: 20_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 20_000) * meanMs);

function run(servers: number, ratePerSecond: number, serviceMs: readonly number[], requests = 1_000_000) {
  const random = mulberry32(11);
  return simulateQueue({
    servers,
    serviceMs,
    requests,
    random,
    meanInterarrivalMs: 1000 / ratePerSecond,
    interarrivalMs: () => (-Math.log(1 - random()) * 1000) / ratePerSecond,
  });
}

describe("the simulated queue, where theory is exact", () => {
  it.each([
    [1, 7],
    [2, 14],
    [5, 40],
    [20, 160],
  ])("agrees with M/M/%i at %i requests a second to within 2 %", (servers, ratePerSecond) => {
    const result = run(servers, ratePerSecond, exponential(100));
    const load = { ratePerSecond, serviceMs: 100, serviceCv2: 1, arrivalCv2: 1 };
    expect(result.meanWaitMs / meanWaitMs(servers, load)).toBeGreaterThan(0.98);
    expect(result.meanWaitMs / meanWaitMs(servers, load)).toBeLessThan(1.02);
    expect(result.utilisation).toBeCloseTo((ratePerSecond * 0.1) / servers, 2);
  });

  it("agrees with M/D/1 (Pollaczek and Khinchine) to within 2 %", () => {
    const load = { ratePerSecond: 8, serviceMs: 100, serviceCv2: 0, arrivalCv2: 1 };
    expect(run(1, 8, [100]).meanWaitMs / meanWaitMs(1, load)).toBeCloseTo(1, 1.7);
  });

  it("has M/M/1's 99th percentile of the response: s ln 100 / (1 − ρ)", () => {
    const { responseMs } = run(1, 5, exponential(100));
    expect(responseMs.p99 / ((100 * Math.log(100)) / 0.5)).toBeCloseTo(1, 1);
  });
});

describe("the simulated queue", () => {
  it("refuses a load that grows without end", () => {
    expect(() => run(2, 30, [100], 100)).toThrow(/3\.00 of 2 servers.*at least 4 servers/);
  });

  it("shows how cautious the sum of two quantiles is, and that it is no less than the truth", () => {
    const service = exponential(100);
    const load = { ratePerSecond: 14, serviceMs: 100, serviceCv2: 1, arrivalCv2: 1 };
    const summed = waitingQuantile(2, load, 0.99) + -Math.log(0.01) * 100;
    const { p99 } = run(2, 14, service).responseMs;
    expect(summed).toBeGreaterThan(p99 * 0.98);
    expect(summed).toBeLessThan(p99 * 2);
  });
});

describe("the knee", () => {
  const load = { ratePerSecond: 10, serviceMs: 100, serviceCv2: 1, arrivalCv2: 1 };
  it("comes later with more servers", () => {
    expect(kneeOf(8, load, 0.99)).toBeGreaterThan(kneeOf(2, load, 0.99));
  });
  it("lies on a curve that only rises", () => {
    const waits = loadCurve(4, load, 0.99).map(({ waitMs }) => waitMs);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
  });
});
