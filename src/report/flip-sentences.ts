/** What would change an answer, in words: each condition comes true or does not. */
import type { Decision } from "../model/decision/decide.js";
import type { FlipCondition, FlipStep, SwitchCondition } from "../model/decision/flip-conditions.js";
import type { DecisionOption } from "../model/decision/options.js";
import { capital, counted } from "./words.js";

/** "Above 3.1 M requests a month: Native on EC2 c7g.large instead of Python on AWS Lambda, x86." */
export function flipSentence(
  { input, direction, at, leader, then, byTurns }: FlipCondition,
  decision: Decision,
): string {
  const beyond = (value: number) =>
    input.integer
      ? `from ${input.phrase(value)} ${direction === "above" ? "up" : "down"}`
      : `${direction} ${input.phrase(value)}`;
  const advice = byTurns
    ? turnsText([{ at, leader }, ...then], decision)
    : [
        instead(leader, decision),
        ...then.map((step) => `${beyond(step.at)}: ${thenText(step.leader, decision)}`),
      ].join("; ");
  return `${capital(beyond(at))}: ${advice}.`;
}

/** "If it could run anywhere: Wasm in a browser instead of Python on AWS Lambda, x86." */
export function switchSentence({ supposed, leader }: SwitchCondition, decision: Decision): string {
  return `${supposed}: ${instead(leader, decision)}.`;
}

/** How many inputs turn the advice by themselves, of the list that is shown: what is said of them all. */
export function turningSentence(inputs: number, within = "within its bounds"): string {
  if (inputs === 0) return `no input alone turns the choice ${within}`;
  return `${counted(inputs, "input")} can turn the choice alone`;
}

function instead(leader: DecisionOption | null, { verdict }: Decision): string {
  if (leader === null) return "no option passes the gates any more";
  return verdict.state === "none"
    ? `${leader.title} passes the gates`
    : `${leader.title} instead of ${verdict.leader.title}`;
}

function thenText(leader: DecisionOption | null, { verdict }: Decision): string {
  const now = verdict.state === "none" ? null : verdict.leader.id;
  if ((leader?.id ?? null) === now) return `${leader?.title ?? "no option"} again`;
  return leader?.title ?? "no option passes the gates any more";
}

function turnsText(steps: readonly FlipStep[], { verdict }: Decision): string {
  const titles = [...new Set(steps.map(({ leader }) => leader?.title ?? "no option"))];
  const now = verdict.state === "none" ? "none" : verdict.leader.title;
  return `by turns ${titles.join(", ")}, instead of ${now} alone`;
}
