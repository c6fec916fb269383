/** What each section of the what-if page has found, in the line that stands while it is folded. */
import type { FintechFigure } from "../model/cost/fintech-case.js";
import { formatShare, formatUsd } from "../model/format.js";
import { FIELDS } from "../model/scenario/fields.js";
import { equal, type FieldValue, type Scenario } from "../model/scenario/scenario.js";
import type { Answer, FlipList, WeighedList } from "./answer.js";
import { usdRange } from "./answer-rows.js";
import { turningSentence } from "./flip-sentences.js";
import { capital, counted, inWords } from "./words.js";

export function coursesFinding({ advice, ranked }: Answer): string {
  const count = advice?.rungs.length ?? 0;
  if (ranked.length === 0) return "No course meets the requirements";
  if (count === 0) return "Without a verdict there is no course";
  return advice!.fastest?.replace(/\.$/, "") ?? `${capital(counted(count, "course"))}, today’s first`;
}

export function optionsFinding({ ranked, excluded }: Answer): string {
  const all = ranked.length + excluded.length;
  const [leader] = ranked;
  if (leader === undefined) return `None of ${all} meets the requirements`;
  const { mean, p5, p95 } = leader.spread.totalUsd;
  const meet = `${ranked.length} of ${all} ${ranked.length === 1 ? "meets" : "meet"} the requirements`;
  return `${meet}; ${leader.option.title} costs least, ${formatUsd(mean)} (${usdRange({ p5, p95 })})`;
}

export function flipsFinding(flips: FlipList): string {
  const { turning, conditions, switches } = flips;
  const [nearest] = conditions;
  const others = switches.length > 0 ? `; ${counted(switches.length, "other requirement")} would` : "";
  if (nearest === undefined) return `${capital(turningSentence(turning))}${others}`;
  return `${capital(turningSentence(turning))}; the nearest is ${lower(nearest)}`;
}

/** The first letter in lower case, and no full stop: a sentence within another. */
const lower = (sentence: string) => `${sentence[0]!.toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;

export function weighedFinding(list: WeighedList | null): string {
  const first = list?.rows.reduce((a, b) => (b.first > a.first ? b : a));
  if (first === undefined) return "Nothing is ranked, or staying has no price to measure by";
  return `${first.title} comes first for ${formatShare(first.first)} of all weightings of cost, p99 and cold start`;
}

export function excludedFinding({ excluded, absent }: Answer): string {
  const parts = [
    ...(excluded.length > 0
      ? [`${counted(excluded.length, "option")} ${excluded.length === 1 ? "fails" : "fail"} a requirement`]
      : []),
    ...(absent.length > 0
      ? [`${counted(absent.length, "target")} ${absent.length === 1 ? "takes" : "take"} no part`]
      : []),
  ];
  return parts.length === 0 ? "Every option meets the requirements" : capital(parts.join("; "));
}

export function assumptionsFinding(scenario: Scenario): string {
  const fields = FIELDS.filter(({ group }) => group !== "subject");
  const set = fields.filter(
    ({ id, byDefault }) => !equal(scenario[id] as FieldValue, byDefault as FieldValue),
  );
  const rest = fields.length - set.length;
  if (set.length === 0) return `All ${rest} inputs are at their defaults`;
  return `${capital(counted(set.length, "input"))} of ${fields.length} ${set.length === 1 ? "is" : "are"} this scenario’s own, ${rest} at their defaults`;
}

export function comparisonFinding(aside: number): string {
  if (aside === 0) return "None is set aside yet";
  return `This one beside ${aside === 1 ? "one other" : `${inWords(aside)} others`}`;
}

export function caseFinding(figures: readonly FintechFigure[]): string {
  const follow = figures.filter(({ follows }) => follows === "yes").length;
  return `${capital(inWords(follow))} of ${figures.length} published figures ${follow === 1 ? "follows" : "follow"} from what the case states`;
}
