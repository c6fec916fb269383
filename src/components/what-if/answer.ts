/** A decision as plain data: what the page draws, and what a worker can hand over. */
import type { Platform } from "../../model/cost/platforms/platform.js";
import type { MonthlyUsage } from "../../model/cost/usage.js";
import type { Decision } from "../../model/decision/decide.js";
import type { Criterion } from "../../model/decision/decision-model.js";
import type { TargetEvidence } from "../../model/decision/evidence.js";
import type { ExpectedCost } from "../../model/decision/expected-cost.js";
import type { GateFinding } from "../../model/decision/gates.js";
import type { DecisionOption } from "../../model/decision/options.js";
import type { ExcludedOption, RankedOption } from "../../model/decision/ranked-option.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import type { BreakEven } from "../../model/uncertainty/break-even.js";
import type { Spread } from "../../model/uncertainty/spread.js";
import { breakEvenOf } from "../../report/option-rows.js";

/** A target on a platform, without the platform's prices. */
export interface OptionFacts {
  readonly id: string;
  readonly title: string;
  readonly target: TargetEvidence;
  readonly platform: Omit<Platform, "compile">;
  readonly isToday: boolean;
}

/** An option at the centre of every range. */
export interface CentralFacts {
  readonly usage: MonthlyUsage;
  readonly utilisation: number;
  readonly p99Ms: number;
  readonly coldMs: number;
}

export interface RankedAnswer {
  readonly option: OptionFacts;
  readonly gates: readonly GateFinding[];
  readonly central: CentralFacts;
  readonly cost: ExpectedCost;
  readonly spread: Readonly<Record<Criterion, Spread>>;
  readonly cheapest: number;
  readonly fastest: number;
  readonly dominatedBy: OptionFacts | null;
  /** Against staying, by the mean costs of both; null for staying itself, or where it has no price. */
  readonly breakEven: BreakEven | null;
}

export interface ExcludedAnswer {
  readonly option: OptionFacts;
  readonly gates: readonly GateFinding[];
  readonly central: CentralFacts;
  readonly cost: ExpectedCost;
}

export type AnswerVerdict =
  | {
      readonly state: "clear" | "even" | "unclear";
      readonly leader: OptionFacts;
      readonly rival: OptionFacts | null;
      readonly probability: number;
      readonly regretUsd: number;
      readonly stay: OptionFacts | null;
    }
  | { readonly state: "none"; readonly gates: readonly string[] };

export interface Answer {
  readonly scenario: Scenario;
  readonly workload: { readonly id: string; readonly title: string; readonly baseline: string };
  /** Draws behind it: few while a slider moves. */
  readonly draws: number;
  /** Cheapest over the horizon first. */
  readonly ranked: readonly RankedAnswer[];
  readonly excluded: readonly ExcludedAnswer[];
  readonly verdict: AnswerVerdict;
  /** Targets of the run without numbers. */
  readonly absent: readonly { readonly title: string; readonly reason: string }[];
}

export function answerOf(decision: Decision): Answer {
  const { scenario, evidence, ranked, excluded, verdict, simulation } = decision;
  return {
    scenario,
    workload: { id: evidence.workload, title: evidence.title, baseline: evidence.baseline },
    draws: simulation.draws,
    ranked: ranked.map((one) => ({
      ...common(one),
      spread: one.spread,
      cheapest: one.cheapest,
      fastest: one.fastest,
      dominatedBy: one.dominatedBy && factsOf(one.dominatedBy),
      breakEven: one.option.isToday ? null : breakEvenOf(decision, one),
    })),
    excluded: excluded.map(common),
    verdict:
      verdict.state === "none"
        ? { state: "none", gates: verdict.gates }
        : {
            state: verdict.state,
            leader: factsOf(verdict.leader),
            rival: verdict.rival && factsOf(verdict.rival),
            probability: verdict.probability,
            regretUsd: verdict.regretUsd,
            stay: verdict.stay && factsOf(verdict.stay),
          },
    absent: evidence.absent.map(({ title, reason }) => ({ title, reason })),
  };
}

function common({ option, gates, central, cost }: RankedOption | ExcludedOption): ExcludedAnswer {
  const { usage, utilisation, p99Ms, coldMs } = central.outcome;
  return { option: factsOf(option), gates, central: { usage, utilisation, p99Ms, coldMs }, cost };
}

function factsOf({ id, title, target, platform, isToday }: DecisionOption): OptionFacts {
  const { compile: _, ...facts } = platform;
  return { id, title, target, platform: facts, isToday };
}
