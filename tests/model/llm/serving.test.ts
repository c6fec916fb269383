import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchCurve } from "../../../src/model/capacity/batch-curve.ts";
import { simulateQueue } from "../../../src/model/capacity/simulate-queue.ts";
import { keeps, servedAt, servingFleet } from "../../../src/model/llm/serving-fleet.ts";
import {
  type Serving,
  type ServingRun,
  servingCapacity,
  simulateServing,
} from "../../../src/model/llm/simulate-serving.ts";
import { stepTimes } from "../../../src/model/llm/step-times.ts";
import { saidUsd, tokenPrice } from "../../../src/model/llm/token-price.ts";
import type { TokenTimes } from "../../../src/model/llm/token-times.ts";
import { mulberry32 } from "../../../src/model/random.ts";

/** A token takes 20 ms alone, and a token of a prompt 2 ms: ten conversations share what one takes. */
const TIMES: TokenTimes = {
  measured: { promptTokens: 100, answerTokens: 32 },
  firstTokenMs: 220,
  promptTokenMs: 2,
  tokenMs: 20,
  scatter: [1],
};
const stepsOf = (basis: string, atOnce: number, times = TIMES) =>
  stepTimes(times, atOnce, null).find((one) => one.basis === basis)!.stepMs;

const served = (serving: Serving, ratePerSecond: number, requests = 3_000): ServingRun => {
  const come = mulberry32(3);
  return simulateServing(serving, {
    requests,
    interarrivalMs: () => (-Math.log(1 - come()) * 1000) / ratePerSecond,
    random: mulberry32(4),
  });
};

const servings = fc
  .record({
    places: fc.integer({ min: 1, max: 12 }),
    prefillMs: fc.double({ min: 0.1, max: 500, noNaN: true }),
    answerTokens: fc.integer({ min: 1, max: 60 }),
    tokenMs: fc.double({ min: 0.1, max: 50, noNaN: true }),
    promptTokenMs: fc.double({ min: 0.01, max: 5, noNaN: true }),
    basis: fc.constantFrom("shared", "serial"),
    scatter: fc.constantFrom([1], [0.8, 1, 1.2]),
    load: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
  })
  .map(({ places, basis, load, prefillMs, answerTokens, scatter, ...ms }) => {
    const [best, worst = best] = stepTimes({ ...TIMES, ...ms }, places, null);
    const serving: Serving = {
      stepMs: (basis === "shared" ? best : worst)!.stepMs,
      ...{ prefillMs, answerTokens, scatter },
    };
    return { serving, rate: load * servingCapacity(serving), places };
  });

describe("a step of several conversations", () => {
  it("takes as long as one until computing takes longer, at best, and as long as all, at worst", () => {
    expect([...stepsOf("shared", 12)]).toEqual([0, ...Array(10).fill(20), 22, 24]);
    expect([...stepsOf("serial", 3)]).toEqual([0, 20, 40, 60]);
  });

  it("is one thing with one conversation in it, and by bounds that never cross whatever was measured", () => {
    expect(stepTimes(TIMES, 1, null)).toEqual([{ basis: "serial", stepMs: Float64Array.of(0, 20) }]);
    // A token of a prompt that takes longer than one of an answer, as where its start weighs on a short prompt.
    const odd = { ...TIMES, promptTokenMs: 30 };
    expect([...stepsOf("shared", 3, odd)]).toEqual([...stepsOf("serial", 3, odd)]);
  });

  it("is as measured where a ladder was, and no larger than that reached", () => {
    const ladder = batchCurve(
      [1, 2, 4].map((batch) => ({ batch, roundMs: [18 + 2 * batch, 18 + 2 * batch] })),
    );
    const [only, ...others] = stepTimes(TIMES, 16, ladder);
    expect(others).toEqual([]);
    expect(only!.basis).toBe("measured");
    expect([...only!.stepMs].map((ms) => Number(ms.toFixed(6)))).toEqual([0, 20, 22, 24, 26]);
  });
});

describe("an engine that serves several conversations", () => {
  it("says every token of every answer, whatever happens", () => {
    fc.assert(
      fc.property(servings, ({ serving, rate, places }) => {
        const run = served(serving, rate, 300);
        expect(run.tokens).toBe(300 * serving.answerTokens);
        expect(run.meanInStep).toBeLessThanOrEqual(places);
        // Nobody has a first token sooner than a prompt takes, nor an answer sooner than its own steps at their shortest.
        expect(run.firstTokenMs.p50).toBeGreaterThanOrEqual(serving.prefillMs * (1 - 1e-6));
        const least =
          serving.prefillMs + (serving.answerTokens - 1) * serving.stepMs[1]! * Math.min(...serving.scatter);
        expect(run.answerMs.p50).toBeGreaterThanOrEqual(least * (1 - 1e-6));
      }),
      { numRuns: 60 },
    );
  });

  it("with one place is a queue with one server, to the millisecond", () => {
    const serving: Serving = {
      stepMs: Float64Array.of(0, 20),
      prefillMs: 100,
      answerTokens: 11,
      scatter: [1],
    };
    const serviceMs = 300;
    expect(servingCapacity(serving)).toBeCloseTo(1000 / serviceMs, 9);
    const rate = 2.4;
    const come = mulberry32(3);
    const queue = simulateQueue({
      servers: 1,
      meanInterarrivalMs: 1000 / rate,
      interarrivalMs: () => (-Math.log(1 - come()) * 1000) / rate,
      serviceMs: [serviceMs],
      requests: 3_000,
      random: mulberry32(4),
    });
    const run = served(serving, rate);
    expect(run.answerMs.p50).toBeCloseTo(queue.responseMs.p50, 6);
    expect(run.answerMs.p99).toBeCloseTo(queue.responseMs.p99, 6);
    expect(run.tokenMs).toEqual({ p50: expect.closeTo(20, 6), p99: expect.closeTo(20, 6) });
  });

  it("keeps nobody waiting less for more requests", () => {
    fc.assert(
      fc.property(servings, ({ serving: scattered, rate }) => {
        const serving = { ...scattered, scatter: [1] };
        const [few, many] = [served(serving, rate / 2, 1_000), served(serving, rate, 1_000)];
        // A prompt that comes between others may part them luckily.
        expect(many.firstTokenMs.p99).toBeGreaterThanOrEqual(few.firstTokenMs.p99 * 0.95);
        expect(many.answerMs.p50).toBeGreaterThanOrEqual(few.answerMs.p50 * 0.95);
        expect(many.meanInStep).toBeGreaterThanOrEqual(few.meanInStep * 0.95);
      }),
      { numRuns: 40 },
    );
  });

  it("lets prompts that come between hold up the tokens of others", () => {
    const serving: Serving = { stepMs: stepsOf("shared", 8), prefillMs: 200, answerTokens: 32, scatter: [1] };
    const run = served(serving, 0.6 * servingCapacity(serving));
    expect(run.tokenMs.p50).toBeCloseTo(20, 6);
    expect(run.tokenMs.p99).toBeGreaterThan(200);
  });

  it("answers about as many as its capacity says, and no more: then the queue only grows", () => {
    const serving: Serving = { stepMs: stepsOf("shared", 8), prefillMs: 40, answerTokens: 32, scatter: [1] };
    const capacity = servingCapacity(serving);
    const flooded = served(serving, 10 * capacity, 4_000);
    expect(flooded.tokensPerSecond / 32 / capacity).toBeGreaterThan(0.9);
    expect(flooded.tokensPerSecond / 32 / capacity).toBeLessThan(1.15);
    expect(flooded.firstTokenMs.p99).toBeGreaterThan(100 * served(serving, 0.5 * capacity).firstTokenMs.p99);
  });

  it("carries the more the more share a step, and no more in a row than alone", () => {
    const capacity = (basis: string, atOnce: number) =>
      servingCapacity({ stepMs: stepsOf(basis, atOnce), prefillMs: 40, answerTokens: 32, scatter: [1] });
    const alone = servingCapacity({
      stepMs: Float64Array.of(0, 20),
      prefillMs: 40,
      answerTokens: 32,
      scatter: [1],
    });
    expect(capacity("shared", 8)).toBeGreaterThan(3 * alone);
    expect(capacity("serial", 8)).toBeLessThanOrEqual(alone * (1 + 1e-9));
  });
});

describe("engines for a peak", () => {
  const serving: Serving = { stepMs: stepsOf("shared", 8), prefillMs: 40, answerTokens: 32, scatter: [1] };
  const capacity = servingCapacity(serving);

  it("are as few as keep the limits, and more of them for more requests or a shorter wait", () => {
    const limits = { firstTokenMs: 200, tokenMs: null };
    const fleet = servingFleet(serving, 5 * capacity, limits);
    expect(fleet.keepsLimits).toBe(true);
    expect(fleet.run.firstTokenMs.p99).toBeLessThanOrEqual(200);
    expect(fleet.engines).toBeGreaterThan(5);
    expect(servingFleet(serving, 10 * capacity, limits).engines).toBeGreaterThanOrEqual(
      2 * fleet.engines - 2,
    );
    const hurried = servingFleet(serving, 5 * capacity, { ...limits, firstTokenMs: 90 });
    expect(hurried.engines).toBeGreaterThan(fleet.engines);
  });

  it("are no more where steps are shared than where conversations take turns", () => {
    fc.assert(
      fc.property(
        fc.record({
          promptTokenMs: fc.double({ min: 0.1, max: 5, noNaN: true }),
          tokenMs: fc.double({ min: 5, max: 40, noNaN: true }),
          prefillMs: fc.double({ min: 20, max: 1_000, noNaN: true }),
          patience: fc.double({ min: 1.5, max: 6, noNaN: true }),
          perSecond: fc.double({ min: 0.5, max: 40, noNaN: true }),
        }),
        ({ prefillMs, patience, perSecond, ...ms }) => {
          const enginesOf = (basis: string) => {
            const shared: Serving = {
              stepMs: stepsOf(basis, 8, { ...TIMES, ...ms }),
              ...{ prefillMs, answerTokens: 16, scatter: [1] },
            };
            const limits = { firstTokenMs: patience * prefillMs, tokenMs: null };
            return servingFleet(shared, perSecond, limits).engines;
          };
          // The load that keeps a limit is found to some per cent.
          expect(enginesOf("shared")).toBeLessThanOrEqual(Math.ceil(enginesOf("serial") * 1.05));
        },
      ),
      { numRuns: 15 },
    );
  });

  it("come by the server", () => {
    const fleet = servingFleet(serving, 5 * capacity, { firstTokenMs: 200, tokenMs: null }, 4);
    expect(fleet.engines % 4).toBe(0);
    expect(servingFleet(serving, 1e-3, { firstTokenMs: null, tokenMs: null }, 4).engines).toBe(4);
  });

  it("are no more than are known to be enough", () => {
    const limits = { firstTokenMs: 200, tokenMs: null };
    const { engines } = servingFleet(serving, 5 * capacity, limits);
    expect(servingFleet(serving, 5 * capacity, limits, 1, engines - 1)).toMatchObject({
      engines: engines - 1,
      keepsLimits: true,
    });
    expect(servingFleet(serving, 5 * capacity, limits, 1, engines + 3).engines).toBe(engines);
  });

  it("keep up where no number of them keeps a limit, and say that it breaks", () => {
    // A prompt alone takes 40 ms.
    const fleet = servingFleet(serving, 5 * capacity, { firstTokenMs: 30, tokenMs: null });
    expect(fleet.keepsLimits).toBe(false);
    expect(fleet.engines).toBe(6);
    expect(keeps(servedAt(serving, capacity / 50), { firstTokenMs: 30, tokenMs: null })).toBe(false);
  });
});

describe("a bill by the token", () => {
  it("is the bill again, of all prompts and answers", () => {
    fc.assert(
      fc.property(
        fc.record({
          usd: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
          requests: fc.integer({ min: 1, max: 1e9 }),
          promptTokens: fc.integer({ min: 1, max: 1e5 }),
          answerTokens: fc.integer({ min: 1, max: 1e4 }),
          onPrompt: fc.double({ min: 0.01, max: 1e4, noNaN: true }),
          onAnswer: fc.double({ min: 0, max: 1e4, noNaN: true }),
        }),
        ({ usd, requests, onPrompt, onAnswer, ...lengths }) => {
          const price = tokenPrice(usd, requests, lengths, { onPrompt, onAnswer });
          const { promptTokens, answerTokens } = lengths;
          const back = (requests * (promptTokens * price.inUsd + answerTokens * price.outUsd)) / 1e6;
          expect(back / usd).toBeCloseTo(1, 9);
          expect((saidUsd(price, lengths) * answerTokens * requests) / 1e6 / usd).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it("splits as the work does: 100 ms on 50 tokens in and 300 ms on 10 out make $1 of $4 into the prompts", () => {
    const lengths = { promptTokens: 50, answerTokens: 10 };
    const price = tokenPrice(4, 1_000, lengths, { onPrompt: 100, onAnswer: 300 });
    expect(price.inUsd).toBeCloseTo(1 / ((50 * 1_000) / 1e6), 9);
    expect(price.outUsd).toBeCloseTo(3 / ((10 * 1_000) / 1e6), 9);
  });
});
