/** What tokens cost: of one's own engine, by the bill of its platform, and of an API that sells them by the million. */

import type { Advice } from "../../model/decision/advice.js";
import { formatUsd } from "../../model/format.js";
import type { Generation } from "../../model/llm/generation.js";
import type { Price, PriceBook } from "../../model/prices/price.js";
import type { WorkloadSummary } from "../../model/summary.js";
import { costOfTargets } from "../cost-of-targets.js";

export interface TokenCost {
  readonly what: string;
  readonly where: string;
  /** Of a million tokens that are said, the prompts that they answer included. */
  readonly perMillionUsd: number;
  readonly source: string;
}

/** Prompt and answer of a conversation, in tokens. */
export type Lengths = Pick<Generation, "promptTokens" | "generatedTokens">;

const PER_MILLION = "USD/1M tokens";
const INPUT = ".input";
const OUTPUT = ".output";

/** Own engines on the platform where each costs least, then APIs; the cheapest first. */
export function tokenCosts(
  workload: WorkloadSummary,
  advice: Advice,
  lengths: Lengths,
  book: PriceBook,
): TokenCost[] {
  const own = costOfTargets(advice).map(
    ({ title, platform, per1000Usd }): TokenCost => ({
      what: title,
      where: platform,
      perMillionUsd: ((per1000Usd / 1_000) * 1e6) / lengths.generatedTokens,
      source: `the bill of a month under these conditions, for ${workload.model.name}`,
    }),
  );
  return [...own, ...apiCosts(book, lengths)].sort((a, b) => a.perMillionUsd - b.perMillionUsd);
}

/** Of each model whose tokens in and out the book prices. */
export function apiCosts({ entries }: PriceBook, { promptTokens, generatedTokens }: Lengths): TokenCost[] {
  const tokens = entries.filter(({ unit }) => unit === PER_MILLION);
  return tokens
    .filter(({ id }) => id.endsWith(OUTPUT))
    .flatMap(({ id, history: [output] }): TokenCost[] => {
      const name = id.slice(0, -OUTPUT.length);
      const input = tokens.find((entry) => entry.id === `${name}${INPUT}`)?.history[0];
      if (!output || !input) return [];
      const [given, said] = [flat(input), flat(output)];
      return [
        {
          what: "Call an API",
          where: name,
          perMillionUsd: said + (given * promptTokens) / generatedTokens,
          source: `${formatUsd(given)} a million tokens in, ${formatUsd(said)} out: ${output.source}`,
        },
      ];
    });
}

/** Tokens are sold at one price, however many. */
const flat = ({ tiers }: Price): number => tiers[0]!.value;

/** "Under these conditions a million tokens cost from $0.46 (call an API) to …" */
export function tokenCostFinding(costs: readonly TokenCost[]): string {
  const [first, ...others] = costs;
  if (!first) return "No engine qualifies under these conditions, and no API is priced.";
  const last = others.at(-1);
  const said = ({ what, where, perMillionUsd }: TokenCost) =>
    `${formatUsd(perMillionUsd)} (${what}, ${where})`;
  return last === undefined
    ? `A million tokens cost ${said(first)}.`
    : `A million tokens cost from ${said(first)} to ${said(last)}.`;
}
