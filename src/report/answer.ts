/** A decision as plain data: what the what-if page draws, and what a worker can hand over. */
import type { Platform } from "../model/cost/platforms/platform.js";
import type { MonthlyUsage } from "../model/cost/usage.js";
import { type Acceptability, type Weighed, weighed } from "../model/decision/acceptability.js";
import { type Advice, actionOf } from "../model/decision/advice.js";
import type { Decision } from "../model/decision/decide.js";
import type { Criterion } from "../model/decision/decision-model.js";
import type { ExpectedCost } from "../model/decision/expected-cost.js";
import type { FlipReport } from "../model/decision/flip-conditions.js";
import type { GateFinding } from "../model/decision/gates.js";
import type { DecisionOption } from "../model/decision/options.js";
import type { ExcludedOption, RankedOption } from "../model/decision/ranked-option.js";
import type { Subject } from "../model/decision/subject.js";
import type { Verdict } from "../model/decision/verdict.js";
import type { Scenario } from "../model/scenario/scenario.js";
import type { BreakEven } from "../model/uncertainty/break-even.js";
import type { Spread } from "../model/uncertainty/spread.js";
import { actionSentence, adviceSentences, confidenceSentence, fastestSentence, worthCell } from "./advice.js";
import { subjectTitle } from "./advice-table.js";
import { reasonOf } from "./decision-sentences.js";
import { type EvidenceRemark, evidenceRemarks } from "./evidence-gate.js";
import { flipSentence, switchSentence } from "./flip-sentences.js";
import { rungRows } from "./ladder.js";
import { breakEvenOf } from "./option-rows.js";
import type { PortabilityFacts } from "./portability.js";

/** A target on a platform, without the platform's prices. */
export interface OptionFacts extends Omit<DecisionOption, "platform"> {
  readonly platform: Omit<Platform, "compile">;
}

/** An option at the centre of every range. */
interface CentralFacts {
  readonly usage: MonthlyUsage;
  readonly utilisation: number;
  readonly p99Ms: number;
  readonly coldMs: number;
}

export interface ExcludedAnswer {
  readonly option: OptionFacts;
  readonly gates: readonly GateFinding[];
  readonly central: CentralFacts;
  readonly cost: ExpectedCost;
  /** Whether somebody vouches for its releases, since tenants share the host. */
  readonly reviewed: boolean;
  /** On which of the reader's platforms the same files run. */
  readonly portability: PortabilityFacts;
}

export interface RankedAnswer extends ExcludedAnswer {
  readonly spread: Readonly<Record<Criterion, Spread>>;
  readonly cheapest: number;
  readonly fastest: number;
  readonly dominatedBy: OptionFacts | null;
  /** Against staying, by the mean costs of both; null for staying itself, or where it has no price. */
  readonly breakEven: BreakEven | null;
}

/** The two-part answer in words. */
interface AdviceTexts {
  /** What is fastest, from which traffic it pays, and what takes less; empty where nothing qualifies. */
  readonly sentences: readonly string[];
  /** The one of them that says what is fastest; null where nothing that was timed qualifies. */
  readonly fastest: string | null;
  readonly confidence: string | null;
  /** The courses in order of effort, one row of texts each; empty where the profile carries no verdict. */
  readonly rungs: readonly (readonly string[])[];
  /** From which traffic each target pays, in a cell, by its id. */
  readonly pays: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly scenario: Scenario;
  readonly subject: Pick<Subject, "kind"> & {
    readonly id: string;
    readonly title: string;
    /** The target that runs today. */
    readonly baseline: string;
  };
  /** Draws behind it: few while a slider moves. */
  readonly draws: number;
  /** Cheapest over the horizon first. */
  readonly ranked: readonly RankedAnswer[];
  readonly excluded: readonly ExcludedAnswer[];
  readonly verdict: {
    readonly state: Verdict["state"];
    /** Share of the draws in which the leader costs less than its rival; null without one. */
    readonly probability: number | null;
  };
  /** What to do, as a sentence. */
  readonly action: string;
  /** What the verdict on cost rests on. */
  readonly reason: string;
  /** Null where it was not asked for, since it takes as long as several answers. */
  readonly advice: AdviceTexts | null;
  /** What keeps the profile from carrying a verdict on all courses, and what would mend it. */
  readonly remarks: readonly EvidenceRemark[];
  /** Targets without numbers. */
  readonly absent: readonly { readonly title: string; readonly reason: string }[];
}

export function answerOf(subject: Subject, decision: Decision, advice: Advice | null = null): Answer {
  const { scenario, evidence, ranked, excluded, verdict, simulation } = decision;
  return {
    scenario,
    subject: {
      kind: subject.kind,
      id: evidence.workload,
      title: subjectTitle(subject),
      baseline: evidence.baseline,
    },
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
    verdict: {
      state: verdict.state,
      probability: verdict.state === "none" || verdict.rival === null ? null : verdict.probability,
    },
    action: actionSentence(actionOf(decision)),
    reason: reasonOf(decision),
    advice: advice && textsOf(advice),
    remarks: subject.evidence ? evidenceRemarks(subject.evidence.gate, subject.evidence.source) : [],
    absent: evidence.absent.map(({ title, reason }) => ({ title, reason })),
  };
}

function common(one: RankedOption | ExcludedOption): ExcludedAnswer {
  const { option, gates, central, cost, people, portability } = one;
  const { usage, utilisation, p99Ms, coldMs } = central.outcome;
  return {
    option: factsOf(option),
    gates,
    central: { usage, utilisation, p99Ms, coldMs },
    cost,
    reviewed: people.reviewed,
    portability: { on: portability.on.map(({ title }) => title), of: portability.of },
  };
}

function factsOf({ id, title, target, platform, isToday }: DecisionOption): OptionFacts {
  const { compile: _, ...facts } = platform;
  return { id, title, target, platform: facts, isToday };
}

function textsOf(advice: Advice): AdviceTexts {
  const { confidence, courses } = advice;
  const [, ...sentences] = adviceSentences(advice);
  return {
    sentences,
    fastest: fastestSentence(advice),
    confidence: confidence && confidenceSentence(confidence),
    rungs: advice.action.state === "withheld" ? [] : rungRows(advice),
    pays: Object.fromEntries(courses.map(({ target, worth }) => [target.target, worthCell(worth)])),
  };
}

/** The conditions that change the advice, as the page lists them. */
export interface FlipList {
  readonly conditions: readonly string[];
  /** How many inputs those are about: one may flip in both directions. */
  readonly turning: number;
  readonly switches: readonly string[];
  /** Labels of the inputs that change nothing, however far they are moved alone. */
  readonly steady: readonly string[];
}

export function flipListOf({ conditions, switches, steady }: FlipReport, decision: Decision): FlipList {
  return {
    conditions: conditions.map((condition) => flipSentence(condition, decision)),
    turning: new Set(conditions.map(({ input }) => input.id)).size,
    switches: switches.map((condition) => switchSentence(condition, decision)),
    steady: steady.map(({ input }) => input.label),
  };
}

/** Who would choose what, if cost were not all; an option by its title. */
export interface WeighedList {
  readonly anchors: Readonly<Record<Weighed, number>>;
  readonly rows: readonly (Omit<Acceptability, "option"> & { readonly title: string })[];
}

export function weighedListOf(decision: Decision): WeighedList | null {
  const found = weighed(decision);
  if (found === null) return null;
  const rows = found.options.map(({ option, ...rest }) => ({ ...rest, title: option.title }));
  return { anchors: found.anchors, rows };
}
