/** On how many of the reader's platforms the same files run, and who has to vouch for them there. */
import type { RankedOption } from "../model/decision/ranked-option.js";
import { listed } from "./words.js";

/** By the platforms' titles. */
export interface PortabilityFacts {
  readonly on: readonly string[];
  /** Of so many platforms. */
  readonly of: number;
}

export const REVIEW_REASON =
  "tenants share its host and it lies in no sandbox, so that its releases are reviewed";
export const REVIEW_SENTENCE =
  "Its cost has security reviews in it: it lies in no sandbox, and tenants share its host.";

/** "the same files run on 2 of 3 platforms: AWS Lambda, x86, and Cloudflare Workers". */
export function portabilityText({ on, of }: PortabilityFacts): string {
  const count =
    on.length === of
      ? of === 2
        ? "both platforms"
        : `all ${of} platforms`
      : `${on.length} of ${of} platforms`;
  return `the same files run on ${count}${on.length === 0 ? "" : `: ${on.join("; ")}`}`;
}

export const portabilitySentence = (facts: PortabilityFacts): string =>
  `${portabilityText(facts).replace("the", "The")}.`;

/** Whether it tells the options apart. */
export function differInPlace(all: readonly PortabilityFacts[]): boolean {
  return new Set(all.map(({ on }) => on.join("\n"))).size > 1;
}

/** Who runs where, each list once; nothing where all options run in the same places. */
export function portabilityNotes(ranked: readonly RankedOption[]): string[] {
  const titles = new Map<string, { facts: PortabilityFacts; targets: Set<string> }>();
  for (const { option, portability } of ranked) {
    if (option.platform.sells) continue;
    const facts = { on: portability.on.map(({ title }) => title), of: portability.of };
    const key = facts.on.join("\n");
    const known = titles.get(key) ?? { facts, targets: new Set() };
    known.targets.add(option.target.title);
    titles.set(key, known);
  }
  if (titles.size < 2) return [];
  return [...titles.values()].map(
    ({ facts, targets }) => `${listed([...targets])}: ${portabilityText(facts)}.`,
  );
}
