/** The answer in words. Each sentence is computed; none is stored. */
import type { Gate } from "../../model/decision/gates.js";
import { formatMs, formatShare, formatUsd } from "../../model/format.js";
import { centre } from "../../model/scenario/range.js";
import { phraseOf, type Scenario } from "../../model/scenario/scenario.js";
import type { Spread } from "../../model/uncertainty/spread.js";
import { GATE_LABEL } from "../../report/decision-sentences.js";
import { breakEvenText } from "../../report/option-rows.js";
import { counted, listed } from "../../report/words.js";
import type { Answer, OptionFacts, RankedAnswer } from "./answer.js";
import type { FlipList } from "./flip-list.js";

/** The recommendation in one line. */
export function recommendation({ verdict, workload }: Answer): string {
  switch (verdict.state) {
    case "none":
      return "No option meets these requirements.";
    case "unclear":
      return "No clear winner: measure before you choose.";
    default:
      return `${courseTo(verdict.leader, workload.baseline)}.`;
  }
}

/** "Stay with Python on AWS Lambda, x86", "Port to Native, on EC2 c7i.large". */
function courseTo({ isToday, target, platform, title }: OptionFacts, baseline: string): string {
  if (isToday) return `Stay with ${title}`;
  if (target.target === baseline) return `Stay with ${target.title}, and move it to ${platform.title}`;
  return `Port to ${target.title}, on ${platform.title}`;
}

/** What the recommendation rests on, and how sure it is. */
export function explanation(answer: Answer): string {
  const { verdict, ranked, excluded } = answer;
  if (verdict.state === "none") {
    const gates = listed(verdict.gates.slice(0, 3).map((gate) => GATE_LABEL[gate as Gate]));
    return `All ${excluded.length} options fail a requirement; most fail on ${gates}. The evidence is below.`;
  }
  const { leader, rival, probability, regretUsd, state } = verdict;
  if (rival === null) return `Nothing else is left of ${counted(ranked.length + excluded.length, "option")}.`;
  const odds = `${leader.title} costs less than ${rival.title} in ${formatShare(probability)} of the draws`;
  if (state === "clear") return [`${odds}.`, ...fasterYetDearer(answer)].join(" ");
  const risk = `not knowing better costs ${formatUsd(regretUsd)} on average`;
  return state === "even"
    ? `${odds}; either will do, since ${risk}.`
    : `${odds}; ${risk}. That is too much to leave to chance.`;
}

export const CONFIDENCE: Readonly<Record<Answer["verdict"]["state"], string>> = {
  clear: "clear",
  even: "a toss-up that costs little",
  unclear: "open",
  none: "nothing to choose",
};

/** The option that the page speaks of: the leader, or null. */
export function leaderOf({ ranked }: Answer): RankedAnswer | null {
  return ranked[0] ?? null;
}

/** Options with another target than the leader's, cheapest first: the ports that staying is weighed against. */
const portsOf = ({ ranked }: Answer): RankedAnswer[] =>
  ranked.filter(({ option }) => option.target.target !== ranked[0]!.option.target.target);

/** Where the advice is to stay though a port would answer sooner: what that would cost. */
function fasterYetDearer(answer: Answer): string[] {
  const leader = leaderOf(answer);
  if (!leader?.option.isToday) return [];
  const now = leader.spread.p99Ms.p50;
  const port = portsOf(answer).find(({ spread }) => spread.p99Ms.p50 < FASTER * now);
  if (port === undefined) return [];
  const more = formatUsd(port.spread.totalUsd.mean - leader.spread.totalUsd.mean);
  return [
    `${port.option.title} is faster (p99 ${latency(port.spread.p99Ms.p50)} against ${latency(now)}), but costs ${more} more in ${horizonText(answer.scenario)}.`,
  ];
}

/** A p99 below this share of another's is worth a word. */
const FASTER = 0.9;

/**
 * When the recommendation pays back; where it is to stay, when the best port would, and, should it never at this
 * traffic, from how much traffic on a port leads.
 *
 * @param flips null until they are known
 */
export function payback(
  answer: Answer,
  flips: FlipList | null = null,
): { readonly value: string; readonly of: string } {
  const leader = leaderOf(answer);
  if (leader === null) return { value: "—", of: "" };
  if (!leader.option.isToday) {
    const stays = answer.verdict.state !== "none" && answer.verdict.stay !== null;
    const of = stays ? "against staying" : "against staying, which fails a requirement";
    return { value: breakEvenText(leader.breakEven, false), of };
  }
  const other = portsOf(answer)[0] ?? answer.ranked.find(({ option }) => !option.isToday);
  if (!other) return { value: "—", of: "nothing to compare with" };
  const value = breakEvenText(other.breakEven, false);
  const flip = value === "never" ? portFlip(answer, flips) : undefined;
  if (flip === undefined) return { value, of: `for ${other.option.title}` };
  const volume = phraseOf("requestsPerMonth", flip.at);
  const leads = flip.leader!.id === other.option.id ? "it leads" : `${flip.leader!.title} leads`;
  return { value, of: `for ${other.option.title}; above ${volume} ${leads}` };
}

/** The volume from which on a port leads, where the search found one. */
function portFlip({ ranked }: Answer, flips: FlipList | null): FlipList["conditions"][number] | undefined {
  const stay = ranked[0]!.option.target.target;
  return flips?.conditions.find(
    ({ input, direction, leader }) =>
      input === "requestsPerMonth" && direction === "above" && leader !== null && leader.target !== stay,
  );
}

export function horizonText({ horizonMonths }: Scenario): string {
  return counted(Math.round(centre(horizonMonths)), "month");
}

/** "$4.2 to $11"; one value where there is no spread. */
export function usdSpan({ p5, p95 }: Pick<Spread, "p5" | "p95">, digits = 2): string {
  return span(formatUsd(p5, digits), formatUsd(p95, digits));
}

export function msSpan({ p5, p95 }: Pick<Spread, "p5" | "p95">): string {
  return span(latency(p5), latency(p95));
}

/** A latency that may have no end: an overloaded system’s queue grows for ever. */
export function latency(ms: number): string {
  return Number.isFinite(ms) ? formatMs(ms) : "without end";
}

const span = (low: string, high: string) => (low === high ? "always the same" : `${low} to ${high}`);
