import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LambdaRequest, lambdaCostPer1000, lambdaMemoryFor } from "../../../src/model/cost/lambda.ts";

const request: LambdaRequest = {
  durationMs: 8.2,
  memoryMb: 1769,
  initMs: 100,
  coldShare: 0.01,
  architecture: "x86",
};
const MIB = 1024 * 1024;

describe("lambdaCostPer1000", () => {
  it("matches a bill computed by hand", () => {
    // 1,769 MB is 1.7275390625 GB. Warm: 9 ms × 1,000 = 9 s, 15.5478515625 GB-s × 0.0000166667 = 0.000259131378…
    // Cold: 10 requests of ⌈108.2⌉ = 109 ms instead of 9, 1 s, 1.7275390625 GB-s = 0.0000287923753…
    const { totalUsd, parts } = lambdaCostPer1000(request);
    expect(parts.map(({ label }) => label)).toEqual(["Requests", "Duration", "Cold starts"]);
    expect(parts.map(({ quantity }) => quantity)).toEqual([1000, 15.5478515625, 1.7275390625]);
    expect(parts[0]!.usd).toBeCloseTo(0.0002, 12);
    expect(parts[1]!.usd).toBeCloseTo(0.000259131378, 12);
    expect(parts[2]!.usd).toBeCloseTo(0.000028792375, 12);
    expect(totalUsd).toBeCloseTo(0.000487923753, 12);
  });

  it("charges Arm less per GB-second and the same per request", () => {
    const { parts } = lambdaCostPer1000({ ...request, memoryMb: 1024, architecture: "arm", coldShare: 0 });
    expect(parts.map(({ usd }) => usd)).toEqual([0.0002, expect.closeTo(9 * 0.0000133334, 15), 0]);
  });

  it("shows quantity, unit, price and source of every part", () => {
    for (const part of lambdaCostPer1000(request).parts) {
      expect(part.usd).toBeCloseTo(part.quantity * part.priceUsd, 15);
      expect(part.unit).toMatch(/^(request|GB-second)$/);
      expect(part.source).toContain("2024-07-01");
    }
    expect(lambdaCostPer1000(request).parts[2]!.source).toContain("INIT billed since 2025-08-01");
  });

  it.each([
    [{ memoryMb: 64 }, "memoryMb is 64: allowed is 128 to 10240"],
    [{ memoryMb: 10_241 }, "memoryMb is 10241"],
    [{ coldShare: 1.5 }, "coldShare is 1.5: allowed is 0 to 1"],
    [{ durationMs: -1 }, "durationMs is -1: allowed is 0 or more"],
    [{ durationMs: Number.NaN }, "durationMs is NaN"],
    [{ initMs: Number.POSITIVE_INFINITY }, "initMs is Infinity"],
  ])("refuses %o", (wrong, message) => {
    expect(() => lambdaCostPer1000({ ...request, ...wrong })).toThrow(RangeError);
    expect(() => lambdaCostPer1000({ ...request, ...wrong })).toThrow(message);
  });

  it("never falls when time, memory or cold share rise", () => {
    const valid = fc.record({
      durationMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
      memoryMb: fc.integer({ min: 128, max: 5000 }),
      initMs: fc.double({ min: 0, max: 1e4, noNaN: true }),
      coldShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
      architecture: fc.constantFrom("x86", "arm"),
    });
    const key = fc.constantFrom("durationMs", "memoryMb", "coldShare");
    fc.assert(
      fc.property(valid, key, (less, more) => {
        const { totalUsd } = lambdaCostPer1000(less);
        const raised = lambdaCostPer1000({ ...less, [more]: less[more] * 2 }).totalUsd;
        // A cold request's own rounding can save at most 1 ms of duration.
        expect(raised).toBeGreaterThanOrEqual(totalUsd - 1e-12 - (less.memoryMb / 1024) * 1.7e-5);
      }),
    );
  });
});

describe("lambdaMemoryFor", () => {
  it("takes one vCPU's worth of memory per thread where that is more than the peak needs", () => {
    expect(lambdaMemoryFor({ peakRssBytes: 200 * MIB, threads: 1 })).toMatchObject({
      state: "fits",
      memoryMb: 1769,
    });
    expect(lambdaMemoryFor({ peakRssBytes: 200 * MIB, threads: 2 })).toMatchObject({ memoryMb: 3538 });
  });

  it("takes the peak with 25 % headroom where that is more", () => {
    const memory = lambdaMemoryFor({ peakRssBytes: 3010 * MIB, threads: 1 });
    expect(memory).toMatchObject({ state: "fits", memoryMb: 3763 });
    expect(memory.reason).toBe("peak memory of 3010 MB and 25 % headroom");
  });

  it("knows that the largest size has six vCPUs, and says when nothing is large enough", () => {
    expect(lambdaMemoryFor({ peakRssBytes: MIB, threads: 6 })).toMatchObject({
      state: "fits",
      memoryMb: 10_240,
    });
    expect(lambdaMemoryFor({ peakRssBytes: 9000 * MIB, threads: 1 })).toMatchObject({
      state: "too-large",
      neededMb: 11_250,
      limitMb: 10_240,
    });
    expect(lambdaMemoryFor({ peakRssBytes: MIB, threads: 7 }).state).toBe("too-large");
  });

  it("refuses what is no measurement", () => {
    expect(() => lambdaMemoryFor({ peakRssBytes: Number.NaN, threads: 1 })).toThrow("peakRssBytes is NaN");
    expect(() => lambdaMemoryFor({ peakRssBytes: 1, threads: 0 })).toThrow(
      "threads is 0: allowed is 1 or more",
    );
  });
});
