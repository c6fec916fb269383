import { describe, expect, it } from "vitest";
import { weighed } from "../../../src/model/decision/acceptability.ts";
import { actionOf } from "../../../src/model/decision/advice.ts";
import { type Decision, decide } from "../../../src/model/decision/decide.ts";
import { flipReport } from "../../../src/model/decision/flip-conditions.ts";
import type { Gate } from "../../../src/model/decision/gates.ts";
import type { TokenTimes } from "../../../src/model/llm/token-times.ts";
import { exactly } from "../../../src/model/scenario/range.ts";
import type { Scenario } from "../../../src/model/scenario/scenario.ts";
import { flipSentence } from "../../../src/report/flip-sentences.ts";
import { evidence, grounds, scenarioWith } from "./evidence.ts";

const CALL = "gpt-5-nano@openai-gpt-5-nano";
const tokens: TokenTimes = {
  measured: { promptTokens: 128, answerTokens: 32 },
  firstTokenMs: 128,
  promptTokenMs: 1,
  tokenMs: 5,
  scatter: [1],
};
/** 128 ms to the first token and 31 × 5 ms for the others. */
const own = evidence("python", 283, { tokens });

const conditions = (over: Partial<Scenario> = {}): Scenario =>
  scenarioWith({
    platforms: ["ec2-c7i.large", "openai-gpt-5-nano"],
    requestsPerMonth: exactly(1e6),
    serverTimeFactor: exactly(1),
    ...over,
  });

const decided = (over: Partial<Scenario> = {}, target = own): Decision =>
  decide(grounds([target], conditions(over)), conditions(over), { draws: 200 });

const callIn = ({ ranked, excluded }: Decision) =>
  [...ranked, ...excluded].find(({ option }) => option.id === CALL);

const gateIn = (decision: Decision, gate: Gate) => callIn(decision)?.gates.find((one) => one.gate === gate);

describe("a model that is sold by the token", () => {
  it("is billed for the tokens of the scenario's prompts and answers, and for nothing else", () => {
    // 128 M tokens at $0.05 and 32 M at $0.40 a million.
    const bill = callIn(decided())!.cost.bill!;
    expect(bill.lines.map(({ label, quantity, usd }) => [label, quantity, usd])).toEqual([
      ["Tokens in", expect.closeTo(128e6, 3), expect.closeTo(6.4, 9)],
      ["Tokens out", expect.closeTo(32e6, 3), expect.closeTo(12.8, 9)],
    ]);
    const longer = decided({ promptTokens: exactly(1280), answerTokens: exactly(64) });
    expect(callIn(longer)!.cost.bill!.totalUsd).toBeCloseTo(64 + 25.6, 9);
  });

  it("is no option of a workload without tokens, nor where its seller is no platform of the scenario", () => {
    expect(callIn(decided({}, evidence("python", 283)))).toBeUndefined();
    expect(callIn(decided({ platforms: ["ec2-c7i.large"] }))).toBeUndefined();
  });

  it("leaves every question of time open until somebody times it, and is neither fastest nor dominated", () => {
    const decision = decided({ p99SloMs: 1000, coldSloMs: 2000 });
    const call = decision.ranked.find(({ option }) => option.id === CALL)!;
    expect(call.spread.p99Ms.p50).toBeNaN();
    expect(gateIn(decision, "p99")).toMatchObject({
      passed: "unknown",
      evidence: /no latency of it is known/,
    });
    expect(gateIn(decision, "cold")).toMatchObject({ passed: "unknown" });
    expect(gateIn(decision, "output")).toMatchObject({ passed: "unknown", evidence: /another model/ });
    expect(call.fastest).toBe(0);
    expect(call.dominatedBy).toBeNull();
    expect(decision.ranked.every(({ dominatedBy }) => dominatedBy?.id !== CALL)).toBe(true);
    expect(weighed(decision)?.options.some(({ option }) => option.id === CALL)).toBe(false);
  });

  it("keeps a limit or breaks it by what the reader states", () => {
    const stated = (apiP99Ms: number) => decided({ p99SloMs: 1000, apiP99Ms });
    expect(gateIn(stated(900), "p99")).toMatchObject({ passed: "yes" });
    expect(callIn(stated(900))).toMatchObject({ state: "ranked", spread: { p99Ms: { p5: 900, p95: 900 } } });
    expect(callIn(stated(1100))).toMatchObject({ state: "excluded" });
    expect(weighed(stated(900))?.options.some(({ option }) => option.id === CALL)).toBe(true);
  });

  it.each([
    ["dataStaysOnDevice", true, "device"],
    ["worksOffline", true, "offline"],
    ["sandboxed", true, "sandbox"],
    ["reach", "edge", "reach"],
    ["reach", "browser", "reach"],
  ] as const)("does not meet %s: %s", (field, value, gate) => {
    const decision = decided({ [field]: value });
    expect(callIn(decision)).toMatchObject({ state: "excluded" });
    expect(gateIn(decision, gate)).toMatchObject({ passed: "no" });
  });

  it("takes hours of integration, and neither a port, nor a move, nor a review", () => {
    const { people, cost } = callIn(
      decided({ multiTenant: true, apiHours: exactly(10), hourUsd: exactly(100) }),
    )!;
    expect(people).toEqual({ work: "call", debugged: "as today", moves: false, reviewed: false });
    expect(cost.onceUsd).toBeCloseTo(1000, 6);
  });

  it("is advised as a call, and its prices, its tokens and its time are among what would change that", () => {
    const scenario = conditions({ p99SloMs: 60_000, apiHours: exactly(1) });
    const given = grounds([own], scenario);
    const decision = decide(given, scenario, { draws: 200 });
    expect(actionOf(decision)).toMatchObject({ state: "call", option: { id: CALL } });
    const { conditions: flips } = flipReport(decision, given);
    const of = (id: string) => flips.find(({ input }) => input.id === id)!;
    for (const id of ["price:openai.gpt-5-nano.output", "answerTokens"])
      expect(of(id)).toMatchObject({ direction: "above", leader: { isToday: true } });
    // Unknown is no value: from there, only more than the limit would change anything.
    const time = flips.filter(({ input }) => input.id === "apiP99Ms");
    expect(time).toHaveLength(1);
    expect(flipSentence(time[0]!, decision)).toBe(
      "Above an API’s p99 of 60.0 s: python on EC2 c7i.large instead of OpenAI’s API, GPT-5 nano.",
    );
  });
});

describe("an own engine of a language model", () => {
  it("takes longer for longer prompts and answers, and needs more servers for them", () => {
    const at = (over: Partial<Scenario>) =>
      decided({ p99SloMs: null, ...over }).ranked.find(({ option }) => option.isToday)!;
    expect(at({}).spread.p50Ms.p50).toBeCloseTo(283, -1);
    // 1,280 prompt tokens take 1.152 s more.
    const longer = at({ promptTokens: exactly(1280) });
    expect(longer.spread.p50Ms.mean - at({}).spread.p50Ms.mean).toBeCloseTo(1152, -1);
    const busy = { requestsPerMonth: exactly(1e8) };
    expect(at({ ...busy, answerTokens: exactly(320) }).central.outcome.usage.servers).toBeGreaterThan(
      2 * at(busy).central.outcome.usage.servers,
    );
  });
});

describe("a small model at the edge, with the full one to fall back on", () => {
  /** Exact numbers, so that what comes out can be worked out by hand. */
  const hybrid = (edgeAnsweredPercent: number, over: Partial<Scenario> = {}) =>
    decided({
      edgeAnsweredPercent: exactly(edgeAnsweredPercent),
      smallModelTimePercent: exactly(20),
      deviceTimeFactor: exactly(2),
      p99SloMs: null,
      ...over,
    });
  const today = ({ ranked }: Decision) => ranked.find(({ option }) => option.isToday)!;

  it("makes every request wait for the small model: 20 % of 283 ms on a device half as fast is 113 ms", () => {
    const wait = (share: number) =>
      today(hybrid(share)).central.outcome.p50Ms - today(hybrid(0)).central.outcome.p50Ms;
    expect(wait(30)).toBeCloseTo(113.2, 6);
    // Where it answers most requests, the median is one that it answers.
    expect(today(hybrid(60)).central.outcome.p50Ms).toBeCloseTo(113.2, 6);
  });

  it("sends on what it cannot answer, tokens included, so that an API is billed for that alone", () => {
    const bill = (share: number) => callIn(hybrid(share))!.cost.bill!.totalUsd;
    expect(bill(30)).toBeCloseTo(0.7 * bill(0), 9);
    expect(bill(100)).toBe(0);
  });

  it("keeps the p99 a request that is sent on, unless hardly one is", () => {
    expect(today(hybrid(90)).central.outcome.p99Ms).toBeGreaterThan(283 + 113);
    expect(today(hybrid(99.5)).central.outcome.p99Ms).toBeCloseTo(113.2, 6);
  });

  it("takes as long at the edge before an API as before the own engine, whose small model it is", () => {
    expect(callIn(hybrid(60))!.central.outcome.p50Ms).toBeCloseTo(113.2, 6);
    expect(callIn(hybrid(30))!.central.outcome.p50Ms).toBeNaN();
    expect(callIn(hybrid(30, { apiP99Ms: 800 }))!.central.outcome.p99Ms).toBeCloseTo(913.2, 6);
  });
});
