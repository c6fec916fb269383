import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BatchCurve,
  batchCurve,
  callOfBatch,
  serviceBySize,
  upTo,
} from "../../../src/model/capacity/batch-curve.ts";
import { BatchedInstance, fewestInstances } from "../../../src/model/capacity/batched-instance.ts";
import { cheapestBatching, latencyRange } from "../../../src/model/capacity/cheapest-batching.ts";
import {
  type BatchQueue,
  capacityPerSecond,
  simulateBatches,
} from "../../../src/model/capacity/simulate-batches.ts";
import { simulateQueue } from "../../../src/model/capacity/simulate-queue.ts";
import { mulberry32 } from "../../../src/model/random.ts";
import { meanWaitMs } from "./waiting.ts";

/** A call that takes 8 ms and 2 more for each request: ten for one, 72 for 32. */
const ROUNDS = [1, 2, 4, 8, 16, 32].map((batch) => ({ batch, roundMs: [8 + 2 * batch, 8 + 2 * batch] }));
const CURVE = batchCurve(ROUNDS)!;

function run(queue: Partial<BatchQueue>, ratePerSecond: number, requests = 20_000) {
  const come = mulberry32(5);
  const meanInterarrivalMs = 1000 / ratePerSecond;
  const arrivals = {
    meanInterarrivalMs,
    interarrivalMs: () => -Math.log(1 - come()) * meanInterarrivalMs,
    requests,
    random: mulberry32(7),
  };
  const whole = { workers: 1, windowMs: 0, serviceMs: serviceBySize(CURVE, 0), scatter: [1], ...queue };
  return { ...simulateBatches(whole, arrivals), queue: whole };
}

const queues = fc.record({
  workers: fc.integer({ min: 1, max: 4 }),
  windowMs: fc.constantFrom(0, 1, 5, 30),
  most: fc.integer({ min: 1, max: 32 }),
  fixedMs: fc.double({ min: 0.1, max: 20, noNaN: true }),
  eachMs: fc.double({ min: 0, max: 5, noNaN: true }),
  load: fc.double({ min: 0.02, max: 0.95, noNaN: true }),
});
const queueOf = ({ workers, windowMs, most, fixedMs, eachMs }: Omit<QueueCase, "load">): BatchQueue => ({
  workers,
  windowMs,
  scatter: [0.8, 1, 1.2],
  serviceMs: Float64Array.from({ length: most + 1 }, (_, n) => fixedMs + eachMs * n),
});
type QueueCase = typeof queues extends fc.Arbitrary<infer T> ? T : never;

describe("what a batch takes", () => {
  it("lies on the line between the sizes that were measured, and nowhere beyond the largest", () => {
    expect(callOfBatch(CURVE, 1).value).toBeCloseTo(10);
    expect(callOfBatch(CURVE, 24).value).toBeCloseTo(56);
    expect(() => callOfBatch(CURVE, 33)).toThrow(/33 was not measured: allowed are 1 to 32/);
  });

  it("is as uncertain as its rounds scatter, the less the more of them there are", () => {
    const curve = batchCurve([
      { batch: 1, roundMs: [9, 10, 11, 10] },
      { batch: 2, roundMs: [11, 12, 13, 12, 11, 12, 13, 12, 12] },
    ])!;
    const [one, two] = curve.points.map(({ ms }) => ms.high / ms.value);
    expect(one).toBeGreaterThan(1.05);
    expect(two!).toBeLessThan(one!);
    expect(callOfBatch(CURVE, 1)).toMatchObject({ low: expect.closeTo(10), high: expect.closeTo(10) });
  });

  it("is not told by one size, nor without a batch of one", () => {
    expect(batchCurve(ROUNDS.slice(0, 1))).toBeNull();
    expect(batchCurve(ROUNDS.slice(1))).toBeNull();
    expect(upTo(CURVE, 1)).toBeNull();
    expect(upTo(CURVE, 6)!.points.map(({ batch, ms }) => [batch, ms.value])).toEqual([
      [1, 10],
      [2, 12],
      [4, 16],
      [6, 20],
    ]);
  });
});

describe("simulated batches", () => {
  it("are the queue itself, request by request, with no window and batches of one", () => {
    fc.assert(
      fc.property(queues, (one) => {
        const queue = { ...queueOf({ ...one, most: 1 }), windowMs: 0 };
        const rate = one.load * capacityPerSecond(queue);
        const batches = run(queue, rate, 2000);
        const come = mulberry32(5);
        const queued = simulateQueue({
          servers: queue.workers,
          meanInterarrivalMs: 1000 / rate,
          interarrivalMs: () => (-Math.log(1 - come()) * 1000) / rate,
          serviceMs: queue.scatter.map((factor) => factor * queue.serviceMs[1]!),
          requests: 2000,
          random: mulberry32(7),
        });
        expect(batches.latencyMs.p50).toBeCloseTo(queued.responseMs.p50, 6);
        expect(batches.latencyMs.p99).toBeCloseTo(queued.responseMs.p99, 6);
        expect(batches.sizes).toEqual([0, 1]);
      }),
      { numRuns: 30 },
    );
  });

  it("agree with M/D/1 (Pollaczek and Khinchine) to within 3 %", () => {
    const { latencyMs } = run({ serviceMs: Float64Array.of(0, 100) }, 8, 400_000);
    const theory = meanWaitMs(1, { ratePerSecond: 8, serviceMs: 100, serviceCv2: 0, arrivalCv2: 1 });
    expect((latencyMs.mean - 100) / theory).toBeGreaterThan(0.97);
    expect((latencyMs.mean - 100) / theory).toBeLessThan(1.03);
  });

  it("never answer faster than a call, nor more than full batches carry, and lose nobody", () => {
    fc.assert(
      fc.property(queues, (one) => {
        const queue = queueOf(one);
        const { latencyMs, utilisation, sizes, meanBatch } = run(
          queue,
          one.load * capacityPerSecond(queue),
          2000,
        );
        expect(latencyMs.p50).toBeGreaterThanOrEqual(0.8 * queue.serviceMs[1]! - 1e-9);
        expect(utilisation).toBeLessThanOrEqual(1);
        expect(sizes.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(meanBatch).toBeGreaterThanOrEqual(1);
        expect(meanBatch).toBeLessThanOrEqual(one.most);
      }),
      { numRuns: 40 },
    );
  });

  it("hold a lone request for the window and no longer", () => {
    const { latencyMs, meanBatch } = run({ windowMs: 30 }, 0.01, 500);
    expect(latencyMs.p99).toBeCloseTo(40, 6);
    expect(meanBatch).toBe(1);
  });

  it("gather by themselves while nobody is free, and so carry what one by one does not", () => {
    // 100 a second is the most that calls of one carry.
    const { meanBatch, utilisation } = run({}, 300);
    expect(meanBatch).toBeGreaterThan(4);
    expect(utilisation).toBeLessThan(1);
    expect(() => run({ serviceMs: Float64Array.of(0, 10) }, 100)).toThrow(/full batches carry 100/);
  });
});

describe("an instance with a batcher", () => {
  const instance = new BatchedInstance({ workers: 1, serviceMs: serviceBySize(CURVE, 0), scatter: [1] });

  it("is as fast as its simulation at any load and window", () => {
    for (const [load, windowMs] of [
      [0.33, 7],
      [0.75, 0],
      [0.87, 20],
    ] as const) {
      const { latencyMs, meanBatch } = run({ windowMs }, load * instance.capacityPerSecond, 40_000);
      expect(instance.at("p99", load, windowMs) / latencyMs.p99).toBeGreaterThan(0.88);
      expect(instance.at("p99", load, windowMs) / latencyMs.p99).toBeLessThan(1.14);
      expect(instance.at("meanBatch", load, windowMs) / meanBatch).toBeCloseTo(1, 0.9);
    }
  });

  it("carries less within a tighter limit, and nothing within one below its own call", () => {
    const loads = [5, 20, 40, 80, 1e6].map((limit) => instance.loadWithin("p99", limit, 0));
    expect(loads).toEqual([...loads].sort((a, b) => a - b));
    expect(loads[0]).toBe(0);
    expect(loads.at(-1)).toBe(0.95);
    expect(fewestInstances(instance, 1000, 0, "p99", 60)).toBeGreaterThan(
      fewestInstances(instance, 1000, 0, "p99", 500),
    );
  });
});

describe("the cheapest batching", () => {
  const asked = (curve: BatchCurve, limitMs: number | null) => ({
    curve,
    ...{ glueMs: 0, scatter: [1], workers: 1, ratePerSecond: 900, tail: "p99" as const, limitMs },
    usdPerMillion: (instances: number) => instances,
  });

  it("takes batches where they save servers, within the limit", () => {
    const { choices, best } = cheapestBatching(asked(CURVE, 200));
    const [single] = choices;
    expect(single).toMatchObject({ mostBatch: 1, windowMs: 0 });
    // 100 a second one by one, 444 in batches of 32.
    expect(single!.instances).toBeGreaterThanOrEqual(10);
    expect(best!.instances).toBeLessThanOrEqual(4);
    expect(best!.run.latencyMs.p99).toBeLessThanOrEqual(200);
    expect(
      choices.every(({ usdPerMillion, keepsLimit }) => !keepsLimit || usdPerMillion >= best!.usdPerMillion),
    ).toBe(true);
  });

  it("takes none where a batch saves nothing, and says so where no choice keeps the limit", () => {
    const none = batchCurve([1, 8].map((batch) => ({ batch, roundMs: [10 * batch] })))!;
    expect(cheapestBatching(asked(none, 100)).best).toMatchObject({ mostBatch: 1 });
    expect(cheapestBatching(asked(CURVE, 9)).best).toBeNull();
  });

  it("knows its latencies no better than the calls' times", () => {
    const vague = batchCurve(
      ROUNDS.map(({ batch, roundMs: [ms] }) => ({ batch, roundMs: [ms! * 0.9, ms!, ms! * 1.1] })),
    )!;
    const question = asked(vague, 200);
    const { best } = cheapestBatching(question);
    const { low, high } = latencyRange(question, best!);
    expect(low!.p99).toBeLessThan(best!.run.latencyMs.p99);
    expect(high?.p99 ?? Number.POSITIVE_INFINITY).toBeGreaterThan(best!.run.latencyMs.p99);
  });
});
