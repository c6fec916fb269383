import type { Answer, OptionFacts } from "./answer.js";

export type Kind = "reserved" | "serverless";

const IS: Readonly<Record<Kind, (option: OptionFacts) => boolean>> = {
  reserved: ({ platform }) => platform.reserved,
  serverless: ({ platform }) => !platform.reserved && !platform.onDevice,
};

/** The options of a kind that have a price, best first, then those that fail a requirement. */
export function optionsOfKind({ ranked, excluded }: Answer, kind: Kind): OptionFacts[] {
  return [...ranked, ...excluded]
    .filter(({ option, central }) => IS[kind](option) && central.bill !== null)
    .map(({ option }) => option);
}
