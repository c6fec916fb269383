/** A decision as JSON: a stable shape for gates and dashboards, documented in docs/decide.md. */
import type { FintechFigure } from "../model/cost/fintech-case.js";
import { CRITERIA, type Criterion } from "../model/decision/decision-model.js";
import type { ExpectedCost } from "../model/decision/expected-cost.js";
import type { GateFinding } from "../model/decision/gates.js";
import type { LambdaLadderView } from "../model/decision/lambda-ladder-view.js";
import type { NextMeasurement } from "../model/decision/measure-next.js";
import type { DecisionOption } from "../model/decision/options.js";
import type { ExcludedOption, RankedOption } from "../model/decision/ranked-option.js";
import { type ScenarioTexts, textsOf } from "../model/scenario/scenario-query.js";
import type { BreakEven } from "../model/uncertainty/break-even.js";
import type { Spread } from "../model/uncertainty/spread.js";
import { type AdviceJson, adviceJson } from "./advice-json.js";
import type { DecisionReport } from "./decision-report.js";
import { flipSentence, switchSentence } from "./flip-sentences.js";
import { breakEvenOf } from "./option-rows.js";
import { type TailName, tailJson } from "./tail.js";

interface NamedOption {
  readonly id: string;
  readonly title: string;
  readonly target: string;
  readonly platform: string;
  readonly isToday: boolean;
}

/** Costs are means over the draws: once, people and bills over the horizon sum to the mean total. */
interface OptionJson extends NamedOption, ExpectedCost {
  readonly gates: readonly GateFinding[];
  /** Whether somebody vouches for its releases, since tenants share the host. */
  readonly reviewed: boolean;
  /** Ids of the scenario's platforms on which the same files run. */
  readonly runsOn: readonly string[];
}

export interface RankedOptionJson extends OptionJson {
  readonly spread: Readonly<Record<Criterion, Spread>>;
  /** Where it is modelled or unknown, `lack` says why. */
  readonly p99: { readonly basis: TailName; readonly lack: string | null };
  readonly cheapest: number;
  readonly fastest: number;
  /** Against staying; null for today's option itself. */
  readonly breakEven: BreakEven | null;
  readonly dominatedBy: string | null;
}

export interface DecisionJson {
  readonly portolanDecision: 1;
  readonly answer: string;
  readonly advice: AdviceJson;
  readonly verdict: {
    readonly state: "clear" | "even" | "unclear" | "none";
    readonly leader: NamedOption | null;
    readonly rival: NamedOption | null;
    readonly probability: number | null;
    /** Expected loss from choosing the leader now, over all draws. */
    readonly regretUsd: number | null;
    /** Share of the draws in which another ranked option costs less; the loss comes from these alone. */
    readonly wrongShare: number | null;
    /** Ids of ranked options that cost the same as the leader in every draw. */
    readonly twins: readonly string[];
  };
  readonly scenario: ScenarioTexts;
  readonly runId: string;
  readonly region: string;
  readonly pricesAsOf: string;
  readonly draws: number;
  readonly seed: number;
  readonly ranked: readonly RankedOptionJson[];
  readonly excluded: readonly OptionJson[];
  readonly flips: readonly {
    readonly input: string;
    readonly kind: string;
    readonly direction: "above" | "below";
    readonly at: number;
    /** |ln(at / now)|; null where the input is 0 now. */
    readonly distance: number | null;
    readonly leader: string | null;
    readonly sentence: string;
  }[];
  readonly switches: readonly {
    readonly field: string;
    readonly value: string;
    readonly leader: string | null;
    readonly sentence: string;
  }[];
  readonly steady: readonly { readonly input: string; readonly from: number; readonly to: number }[];
  /** Of the best of the ranked options on Lambda; null where none is. */
  readonly lambdaLadder: LambdaLadderView | null;
  /** USD per million tokens; `said` is of those said, prompts included. Empty for what is no language model. */
  readonly tokenCosts: readonly {
    readonly option: string;
    readonly inUsd: number;
    readonly outUsd: number;
    readonly saidUsd: number;
  }[];
  readonly measureNext: readonly NextMeasurement[];
  readonly fintechCase: readonly FintechFigure[];
  readonly notes: readonly string[];
}

/** Numbers that are infinite, as the p99 of an overloaded system is, become null in JSON. */
export function decisionJson(report: DecisionReport, fintech: readonly FintechFigure[] = []): DecisionJson {
  const { decision, flips, grounds, run, seed } = report;
  const { verdict, simulation } = decision;
  const decided = verdict.state === "none" ? null : verdict;
  return {
    portolanDecision: 1,
    answer: report.answer,
    advice: adviceJson(report.advice),
    verdict: {
      state: verdict.state,
      leader: decided && named(decided.leader),
      rival: decided?.rival ? named(decided.rival) : null,
      probability: decided?.probability ?? null,
      regretUsd: decided?.regretUsd ?? null,
      wrongShare: decided?.wrongShare ?? null,
      twins: decided?.twins.map(({ id }) => id) ?? [],
    },
    scenario: textsOf(decision.scenario),
    runId: run.runId,
    region: grounds.compile.region,
    pricesAsOf: grounds.compile.date,
    draws: simulation.draws,
    seed,
    ranked: decision.ranked.map((ranked) => ({
      ...optionJson(ranked),
      spread: Object.fromEntries(
        CRITERIA.map((name) => [name, ranked.spread[name]]),
      ) as RankedOptionJson["spread"],
      p99: tailJson(ranked.option.target),
      cheapest: ranked.cheapest,
      fastest: ranked.fastest,
      breakEven: ranked.option.isToday ? null : breakEvenOf(decision, ranked),
      dominatedBy: ranked.dominatedBy?.id ?? null,
    })),
    excluded: decision.excluded.map(optionJson),
    flips: flips.conditions.map((condition) => ({
      input: condition.input.id,
      kind: condition.input.kind,
      direction: condition.direction,
      at: condition.at,
      sentence: flipSentence(condition, decision),
      distance: Number.isFinite(condition.distance) ? condition.distance : null,
      leader: condition.leader?.id ?? null,
    })),
    switches: flips.switches.map((condition) => ({
      field: condition.field,
      value: condition.value,
      leader: condition.leader?.id ?? null,
      sentence: switchSentence(condition, decision),
    })),
    steady: flips.steady.map(({ input, from, to }) => ({ input: input.id, from, to })),
    lambdaLadder: report.ladder,
    tokenCosts: report.tokenCosts.map(({ option, inUsd, outUsd, saidUsd }) => ({
      option: option.id,
      ...{ inUsd, outUsd, saidUsd },
    })),
    measureNext: report.measure,
    fintechCase: fintech,
    notes: report.notes,
  };
}

const named = ({ id, title, target, platform, isToday }: DecisionOption): NamedOption => ({
  id,
  title,
  isToday,
  target: target.target,
  platform: platform.id,
});

function optionJson({ option, gates, cost, people, portability }: RankedOption | ExcludedOption): OptionJson {
  const runsOn = portability.on.map(({ id }) => id);
  return { ...named(option), gates, reviewed: people.reviewed, runsOn, ...cost };
}
