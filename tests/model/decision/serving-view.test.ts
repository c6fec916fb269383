import { describe, expect, it } from "vitest";
import { batchCurve } from "../../../src/model/capacity/batch-curve.ts";
import { canBatch } from "../../../src/model/decision/batching.ts";
import { decide } from "../../../src/model/decision/decide.ts";
import type { TargetEvidence } from "../../../src/model/decision/evidence.ts";
import { servingView } from "../../../src/model/decision/serving-view.ts";
import { tokenCostsOf } from "../../../src/model/decision/token-costs.ts";
import type { TokenTimes } from "../../../src/model/llm/token-times.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { evidence, grounds, scenarioWith } from "./evidence.ts";

const tokens: TokenTimes = {
  measured: { promptTokens: 128, answerTokens: 32 },
  firstTokenMs: 64,
  promptTokenMs: 0.5,
  tokenMs: 10,
  scatter: [1],
};
/** 64 ms to the first token, 310 ms for the others, and 6 ms of text. */
const own = evidence("python", 380, { tokens });
const ID = "python@ec2-c7i.xlarge";

/** 20 requests a second at the peak: 7.6 workers one at a time, of which a server has four. */
const conditions = (over: Partial<Scenario> = {}) =>
  scenarioWith({
    platforms: ["ec2-c7i.xlarge", "openai-gpt-5-nano", "workers", "browser"],
    requestsPerMonth: exactly(20 * 730 * 3600),
    peakToMean: exactly(1),
    serverTimeFactor: exactly(1),
    p99SloMs: null,
    ...over,
  });

const view = (over: Partial<Scenario> = {}, atOnce = 8, target: TargetEvidence = own) => {
  const scenario = conditions(over);
  const asked = { atOnce, firstTokenMs: null, tokenMs: null };
  return servingView(grounds([target], scenario), scenario, ID, asked);
};

describe("a language model on servers", () => {
  it("with one conversation at a time has the servers of the decision, about", () => {
    const scenario = conditions();
    const decision = decide(grounds([own], scenario), scenario, { draws: 10 });
    const { usage } = decision.ranked.find(({ option }) => option.id === ID)!.central.outcome;
    const { alone } = view()!;
    // Engines with a queue each instead of one for all, and no limit on waiting where the decision keeps it below a request’s time.
    expect(Math.abs(alone.servers - usage.servers)).toBeLessThanOrEqual(1);
    expect(alone.mostTokensPerSecond).toBeCloseTo((4 * 32 * 1000) / 380, 6);
  });

  it("takes between the servers of the two bounds, the worse of which is one at a time", () => {
    const { cases, alone } = view()!;
    expect(cases.map(({ basis }) => basis)).toEqual(["shared", "serial"]);
    const [best, worst] = cases as [(typeof cases)[number], (typeof cases)[number]];
    expect(best.servers).toBeLessThan(alone.servers);
    expect(worst.servers).toBeGreaterThanOrEqual(best.servers);
    // Its steps hold many, so an answer's part of the bill falls, and a prompt's grows in share.
    expect(best.outUsd / best.inUsd).toBeLessThan(alone.outUsd / alone.inUsd);
  });

  it("pays the whole bill by its tokens, whatever the basis", () => {
    const { cases, alone, lengths } = view()!;
    for (const one of [alone, ...cases]) {
      const perRequest = lengths.promptTokens * one.inUsd + lengths.answerTokens * one.outUsd;
      expect((20 * 730 * 3600 * perRequest) / 1e6).toBeCloseTo(one.usdPerMonth, 6);
    }
  });

  it("goes by a ladder that was measured, as far as it reaches", () => {
    const curve = batchCurve([1, 2, 4].map((batch) => ({ batch, roundMs: [8 + 2 * batch, 8 + 2 * batch] })))!;
    const laddered = evidence("python", 380, { tokens, batches: { curve, glueMs: 0, wallMs: 10 } });
    const found = view({}, 8, laddered)!;
    expect(found.atOnce).toBe(4);
    expect(found.cases.map(({ basis }) => basis)).toEqual(["measured"]);
    // Whole requests are in no batch of it.
    expect(canBatch(found.option)).toBe(false);
  });

  it("is none elsewhere, without tokens, or where no request comes", () => {
    const scenario = conditions();
    const asked = { atOnce: 8, firstTokenMs: null, tokenMs: null };
    const given = grounds([own], scenario);
    for (const id of ["gpt-5-nano@openai-gpt-5-nano", "python@none"])
      expect(servingView(given, scenario, id, asked)).toBeNull();
    expect(view({}, 8, evidence("python", 380))).toBeNull();
    expect(view({ edgeAnsweredPercent: exactly(100) })).toBeNull();
  });
});

describe("what a million tokens cost in a decision", () => {
  const scenario = conditions();
  const given = grounds([own], scenario);
  const costs = tokenCostsOf(decide(given, scenario, { draws: 10 }), given);

  it("is an API's own price where one is called", () => {
    const call = costs.find(({ option }) => option.platform.sells)!;
    expect(call.inUsd).toBeCloseTo(0.05, 9);
    expect(call.outUsd).toBeCloseTo(0.4, 9);
    expect(call.saidUsd).toBeCloseTo(0.4 + 0.05 * 4, 9);
  });

  it("splits an own engine's bill as its time: 64 ms on 128 tokens in, 310 ms on 32 out", () => {
    const mine = costs.find(({ option }) => option.id === ID)!;
    expect(mine.outUsd / mine.inUsd).toBeCloseTo(310 / 32 / (64 / 128), 6);
  });

  it("is told cheapest first, of every option with a bill, and of no other workload", () => {
    const said = costs.map(({ saidUsd }) => saidUsd);
    expect(said).toEqual([...said].sort((a, b) => a - b));
    const plain = grounds([evidence("python", 380)], scenario);
    expect(tokenCostsOf(decide(plain, scenario, { draws: 10 }), plain)).toEqual([]);
  });
});
