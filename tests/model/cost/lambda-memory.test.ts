import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  LAMBDA_STEPS,
  lambdaLadder,
  lambdaMemoryMb,
  lambdaStep,
} from "../../../src/model/cost/lambda-memory.ts";
import { pricer, usage } from "./book.ts";

describe("lambdaMemoryMb", () => {
  it("takes one vCPU's worth of memory per thread where that is more than is needed", () => {
    expect(lambdaMemoryMb(250, 1)).toBe(1769);
    expect(lambdaMemoryMb(250, 2)).toBe(3538);
    expect(lambdaMemoryMb(3763, 1)).toBe(3763);
  });

  it("knows that the largest size has six vCPUs, and goes beyond it where nothing is large enough", () => {
    expect(lambdaMemoryMb(1, 6)).toBe(10_240);
    expect(lambdaMemoryMb(11_250, 1)).toBe(11_250);
    expect(lambdaMemoryMb(1, 7)).toBeGreaterThan(10_240);
  });
});

describe("lambdaStep", () => {
  it("gives CPU in proportion to memory: one vCPU at 1,769 MB, 5.79 at the largest", () => {
    expect(lambdaStep(1769).vcpuShare).toBe(1);
    expect(lambdaStep(10_240).vcpuShare).toBeCloseTo(5.79, 2);
    expect(lambdaStep(128).vcpuShare).toBeCloseTo(0.0724, 4);
  });

  it.each([64, 10_241, 1024.5, Number.NaN])("refuses %d MB", (memoryMb) => {
    expect(() => lambdaStep(memoryMb)).toThrow(
      `memoryMb is ${memoryMb}: allowed is a whole number from 128 to 10240`,
    );
  });
});

describe("lambdaLadder", () => {
  const lambda = pricer("lambda-x86", { egress: false, lambdaMemory: "as-given" });
  // 80 ms of computing on one thread and 20 ms of waiting.
  const single = usage({ requests: 1e6, wallMs: 100, cpuMs: 80, memoryMb: 600, initMs: 500 });
  const ladder = lambdaLadder(lambda, single);
  const at = (memoryMb: number) => ladder.find((step) => step.memoryMb === memoryMb)!;

  it("computes longer with less CPU, waits as long, and says that it was not measured", () => {
    // At 1,024 MB the share is 0.5789 of a vCPU: 80 ms become 138.2 ms.
    expect(at(1024)).toMatchObject({ basis: "extrapolated", fits: true });
    expect(at(1024).wallMs).toBeCloseTo(20 + (80 * 1769) / 1024, 9);
    expect(at(1024).initMs).toBeCloseTo((500 * 1769) / 1024, 9);
  });

  it("keeps the measured latency from one vCPU on, at a rising price", () => {
    const equivalent = ladder.filter(({ basis }) => basis === "measured-equivalent");
    expect(equivalent[0]!.memoryMb).toBe(1769);
    expect(new Set(equivalent.map(({ wallMs }) => wallMs))).toEqual(new Set([100]));
    expect(at(3538).usdPerMonth).toBeGreaterThan(at(1769).usdPerMonth);
  });

  it("prices a step as the bill does", () => {
    expect(at(1769).usdPerMonth).toBe(lambda.bill({ ...single, memoryMb: 1769 }).totalUsd);
  });

  it("marks the sizes into which the option does not fit", () => {
    expect(at(512).fits).toBe(false);
    expect(at(768).fits).toBe(true);
  });

  it("gives four threads their full speed at 7,076 MB", () => {
    const four = lambdaLadder(lambda, { ...single, vcpus: 4, cpuMs: 320, wallMs: 100 });
    expect(four.filter(({ basis }) => basis === "measured-equivalent")[0]!.memoryMb).toBe(7076);
    // 80 ms on each of four threads; with two vCPUs they take twice as long.
    expect(four.find(({ memoryMb }) => memoryMb === 3538)!.wallMs).toBeCloseTo(20 + 160, 9);
  });

  it("never gets slower with memory", () => {
    fc.assert(
      fc.property(
        fc.record({
          wallMs: fc.double({ min: 1, max: 1e4, noNaN: true }),
          busy: fc.double({ min: 0, max: 1, noNaN: true }),
          vcpus: fc.integer({ min: 1, max: 6 }),
        }),
        ({ wallMs, busy, vcpus }) => {
          const steps = lambdaLadder(
            lambda,
            usage({ requests: 1, wallMs, cpuMs: wallMs * busy * vcpus, vcpus }),
          );
          expect(steps.map(({ memoryMb }) => memoryMb)).toEqual(LAMBDA_STEPS);
          for (const [i, step] of steps.entries())
            expect(step.wallMs).toBeLessThanOrEqual(
              (steps[i - 1]?.wallMs ?? Number.POSITIVE_INFINITY) + 1e-9,
            );
          expect(steps.at(-1)!.wallMs).toBeCloseTo(wallMs, 6);
        },
      ),
    );
  });
});
