/** A language model on servers that are paid for by the hour: engines that serve several conversations at once, at the scenario's peak. */
import { type BatchCurve, largestBatch } from "../capacity/batch-curve.js";
import { HOURS_PER_MONTH } from "../cost/pricer.js";
import { type ServingLimits, servingFleet } from "../llm/serving-fleet.js";
import { type Serving, type ServingRun, servingCapacity } from "../llm/simulate-serving.js";
import { type StepBasis, type StepTimes, stepTimes } from "../llm/step-times.js";
import { type TokenPrice, tokenPrice } from "../llm/token-price.js";
import { decodeMs, type Lengths, wallMsAt } from "../llm/token-times.js";
import { exactly } from "../scenario/range.js";
import type { Scenario } from "../scenario/scenario.js";
import { curveOn } from "./batching.js";
import { canServe } from "./can-serve.js";
import { centralDraw } from "./central-case.js";
import type { Draw } from "./draw.js";
import type { Grounds } from "./grounds.js";
import type { DecisionOption } from "./options.js";
import { compilePlatforms, type Prepared, prepare } from "./prepare.js";

export interface ServingCase extends TokenPrice {
  readonly basis: StepBasis;
  readonly servers: number;
  readonly usdPerMonth: number;
  /** Of one engine at the peak. */
  readonly run: ServingRun;
  /** Tokens that one server says a second at most. */
  readonly mostTokensPerSecond: number;
  readonly keepsLimits: boolean;
}

export interface ServingView {
  readonly option: DecisionOption;
  readonly lengths: Lengths;
  readonly limits: ServingLimits;
  /** At the peak, of all servers. */
  readonly ratePerSecond: number;
  readonly enginesPerServer: number;
  /** Conversations at once in an engine: those asked for, or as many as a ladder reached. */
  readonly atOnce: number;
  /** By what steps are taken to last: a measured ladder alone, or the bounds between which it lies. */
  readonly cases: readonly ServingCase[];
  /** The same engines with one conversation each. */
  readonly alone: ServingCase;
}

/** @returns null for an option that is no language model on reserved servers, has no price, or gets no request */
export function servingView(
  grounds: Grounds,
  scenario: Scenario,
  id: string,
  { atOnce: asked, ...limits }: ServingLimits & { readonly atOnce: number },
): ServingView | null {
  const single = { ...scenario, batchWindowMs: exactly(0), batchSize: exactly(1) };
  const [prepared] = prepare(grounds, single, compilePlatforms(grounds), new Set([id]));
  if (!prepared?.priced || !canServe(prepared.option) || prepared.outcome.usage.requests === 0) return null;
  const { option, request, outcome, priced } = prepared;
  const { usage } = outcome;
  const draw = centralDraw(scenario);
  const there = onServer(prepared, draw);
  const ladder = curveOn(option);
  const atOnce = ladder === null ? asked : Math.min(asked, largestBatch(ladder));
  const ratePerSecond = (usage.requests * draw.peakToMean) / (HOURS_PER_MONTH * 3600);
  const caseOf = ({ basis, stepMs }: StepTimes, enough?: number): ServingCase => {
    const { lengths, prefillMs, scatter } = there;
    const serving: Serving = { stepMs, prefillMs, scatter, answerTokens: lengths.answerTokens };
    const { engines, run, keepsLimits } = servingFleet(serving, ratePerSecond, limits, request.slots, enough);
    const servers = engines / request.slots;
    const usdPerMonth = priced.pricer.usd({ ...usage, servers });
    const onAnswer = (lengths.answerTokens - 1) * stepShareMs(stepMs, run.meanInStep);
    return {
      ...{ basis, servers, usdPerMonth, run, keepsLimits },
      mostTokensPerSecond: servingCapacity(serving) * lengths.answerTokens * request.slots,
      ...tokenPrice(usdPerMonth, usage.requests, lengths, { onPrompt: prefillMs, onAnswer }),
    };
  };
  const [quickest, slowest] = stepTimes(there.times, atOnce, ladder && scaled(ladder, there.factor));
  const worst = slowest && caseOf(slowest);
  const best = caseOf(quickest!, worst?.keepsLimits ? worst.servers * request.slots : undefined);
  return {
    ...{ option, limits, ratePerSecond, atOnce },
    lengths: there.lengths,
    enginesPerServer: request.slots,
    cases: worst ? [best, worst] : [best],
    alone: caseOf(stepTimes(there.times, 1, null)[0]!),
  };
}

/** A request on the server's core, which is another than the one that was measured. What is done besides tokens is done once, before them. */
function onServer({ option: { target }, outcome }: Prepared, draw: Draw) {
  const lengths: Lengths = { promptTokens: draw.promptTokens, answerTokens: draw.answerTokens };
  const tokens = target.tokens!;
  const wallMs = wallMsAt(target.wallMs.value, tokens, lengths);
  const factor = (outcome.usage.wallMs - draw.upstreamWaitMs) / wallMs;
  return {
    lengths,
    factor,
    times: {
      ...tokens,
      firstTokenMs: tokens.firstTokenMs * factor,
      promptTokenMs: tokens.promptTokenMs * factor,
      tokenMs: tokens.tokenMs * factor,
    },
    prefillMs: (wallMs - decodeMs(tokens, lengths)) * factor,
    scatter: tokens.scatter.length === 0 ? [1] : tokens.scatter,
  };
}

const scaled = ({ points }: BatchCurve, factor: number): BatchCurve => ({
  points: points.map(({ ms: { value, low, high }, ...rest }) => ({
    ...rest,
    ms: { value: value * factor, low: low * factor, high: high * factor },
  })),
});

/** What a conversation's token takes of a step of so many, on average. */
function stepShareMs(stepMs: Float64Array, meanInStep: number): number {
  const n = Math.max(1, Math.min(stepMs.length - 1, Math.round(meanInStep)));
  return stepMs[n]! / n;
}
