/** What tokens cost: with one’s own engines, by the bill of each platform, and with an API that sells them by the million. */
import type { TokenCosts } from "../../model/decision/token-costs.js";
import { formatUsd } from "../../model/format.js";
import type { Lengths } from "../../model/llm/token-times.js";

export const TOKEN_COST_COLUMNS = [
  "option",
  "a million in",
  "a million out",
  "said, prompts included",
] as const;

/** One row of texts each, cheapest first. */
export function tokenCostRows(costs: readonly TokenCosts[]): string[][] {
  return costs.map(({ option, inUsd, outUsd, saidUsd, isRanked }) => [
    `${option.title}${isRanked ? "" : " (excluded)"}`,
    formatUsd(inUsd),
    formatUsd(outUsd),
    formatUsd(saidUsd),
  ]);
}

/** "A million tokens that are said, prompts included, cost from $0.15 (llama.cpp on …) to $6.0 (…)." */
export function tokenCostFinding(costs: readonly TokenCosts[]): string {
  const qualified = costs.filter(({ isRanked }) => isRanked);
  const [first, ...others] = qualified;
  if (!first)
    return costs.length === 0
      ? "No option has a price under these conditions."
      : "No option meets these conditions; what their tokens would cost is in the table.";
  const said = ({ option, saidUsd }: TokenCosts) => `${formatUsd(saidUsd)} (${option.title})`;
  const last = others.at(-1);
  return `A million tokens that are said, prompts included, cost ${last ? `from ${said(first)} to ${said(last)}` : said(first)}.`;
}

/** How a bill becomes a price by the token. */
export const tokenCostCaption = ({ promptTokens, answerTokens }: Lengths): string =>
  `Of a month’s bill on average over the draws, for prompts of ${promptTokens.toLocaleString("en-US")} and answers of ${answerTokens.toLocaleString("en-US")} tokens, one conversation at a time. An own engine’s bill, idle hours included, is split as its time is: until the first token, and for the others. An API’s is what it asks.`;
