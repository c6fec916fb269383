/** The answer in words. Each sentence is computed; none is stored. */
import type { Gate } from "../../model/decision/gates.js";
import { breakEvenText } from "../../model/decision/option-rows.js";
import { GATE_LABEL } from "../../model/decision/sentences.js";
import { formatMs, formatShare, formatUsd } from "../../model/format.js";
import { centre } from "../../model/scenario/range.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import type { Spread } from "../../model/uncertainty/spread.js";
import { counted, listed } from "../findings/words.js";
import type { Answer, OptionFacts, RankedAnswer } from "./answer.js";

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
export function courseTo({ isToday, target, platform, title }: OptionFacts, baseline: string): string {
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
  if (state === "clear") return `${odds}.`;
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

/** When the recommendation, or the best alternative to staying, pays back. */
export function payback(answer: Answer): { readonly value: string; readonly of: string } {
  const leader = leaderOf(answer);
  if (leader === null) return { value: "—", of: "" };
  if (!leader.option.isToday) {
    const stays = answer.verdict.state !== "none" && answer.verdict.stay !== null;
    const of = stays ? "against staying" : "against staying, which fails a requirement";
    return { value: breakEvenText(leader.breakEven, false), of };
  }
  const other = answer.ranked.find(({ option }) => !option.isToday);
  if (!other) return { value: "—", of: "nothing to compare with" };
  return { value: breakEvenText(other.breakEven, false), of: `for ${other.option.title}` };
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
