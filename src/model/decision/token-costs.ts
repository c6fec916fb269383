/** What a million tokens cost with every option of a decision that has a bill, in and out apart. */
import { type Spent, saidUsd, type TokenPrice, tokenPrice } from "../llm/token-price.js";
import { decodeMs, type Lengths, prefillMs } from "../llm/token-times.js";
import { meanOf } from "../uncertainty/spread.js";
import { centralDraw } from "./central-case.js";
import type { Decision } from "./decide.js";
import type { Grounds } from "./grounds.js";
import type { DecisionOption } from "./options.js";
import { compilePlatforms } from "./prepare.js";
import type { ExcludedOption, RankedOption } from "./ranked-option.js";

export interface TokenCosts extends TokenPrice {
  readonly option: DecisionOption;
  /** Of a million tokens that are said, the prompts that they answer included. */
  readonly saidUsd: number;
  /** Whether it meets the requirements of the scenario. */
  readonly isRanked: boolean;
}

/** At the scenario's traffic and lengths, by mean bills over the draws; cheapest first. None for what is no language model. */
export function tokenCostsOf(decision: Decision, grounds: Grounds): TokenCosts[] {
  const lengths = lengthsOf(decision);
  const requests = meanRequests(decision);
  const spentBy = spending(decision, grounds, lengths);
  return [...decision.ranked, ...decision.excluded]
    .flatMap((one): TokenCosts[] => {
      const spent = spentBy(one);
      if (spent === null || one.cost.bill === null) return [];
      const price = tokenPrice(one.cost.bill.totalUsd, requests, lengths, spent);
      const { option, state } = one;
      return [{ option, ...price, saidUsd: saidUsd(price, lengths), isRanked: state === "ranked" }];
    })
    .sort((a, b) => a.saidUsd - b.saidUsd);
}

/** At the centre of the scenario's ranges. */
export function lengthsOf({ scenario }: Pick<Decision, "scenario">): Lengths {
  const { promptTokens, answerTokens } = centralDraw(scenario);
  return { promptTokens, answerTokens };
}

/** Requests of a month that reach a platform, as the bills are means over the draws. */
function meanRequests({ simulation: { model, inputs } }: Decision): number {
  const mean = (id: string) => meanOf(inputs[model.inputs.findIndex((input) => input.id === id)]!);
  return mean("requestsPerMonth") * (1 - mean("edgeAnsweredPercent") / 100);
}

/** An own engine spends time; an API's bill says what its tokens cost. */
function spending({ scenario }: Decision, grounds: Grounds, lengths: Lengths) {
  const compiled = compilePlatforms(grounds);
  return ({ option, central }: RankedOption | ExcludedOption): Spent | null => {
    const { tokens } = option.target;
    if (tokens) return { onPrompt: prefillMs(tokens, lengths), onAnswer: decodeMs(tokens, lengths) };
    const prices = compiled.get(option.platform);
    if (!option.platform.sells || prices?.state !== "priced") return null;
    const usage = { ...central.outcome.usage, requests: centralDraw(scenario).requestsPerMonth };
    const usd = (over: Partial<typeof usage>) => prices.pricer.usd({ ...usage, ...over });
    return { onPrompt: usd({ answerTokens: 0 }), onAnswer: usd({ promptTokens: 0 }) };
  };
}
