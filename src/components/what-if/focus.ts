import type { Answer, OptionFacts } from "./answer.js";

export type Kind = "reserved" | "serverless";

const IS: Readonly<Record<Kind, (option: OptionFacts) => boolean>> = {
  reserved: ({ platform }) => platform.reserved && !platform.spillsOver,
  serverless: ({ platform }) => !platform.reserved && !platform.onDevice,
};

/** The options of a kind that have a price, best first, then those that fail a requirement. */
export function optionsOfKind({ ranked, excluded }: Answer, kind: Kind): OptionFacts[] {
  return [...ranked, ...excluded]
    .filter(({ option, cost }) => IS[kind](option) && cost.bill !== null)
    .map(({ option }) => option);
}
