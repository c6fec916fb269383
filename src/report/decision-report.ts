/** One decision with everything that is said about it: what every output, text or file, is written from. */

import { type DecideOptions, type Decision, decide } from "../model/decision/decide.js";
import { evidenceOf } from "../model/decision/evidence.js";
import { type FlipReport, flipReport } from "../model/decision/flip-conditions.js";
import { type Grounds, groundsOf } from "../model/decision/grounds.js";
import { type LambdaLadderView, lambdaLadderView } from "../model/decision/lambda-ladder-view.js";
import { measureNext, type NextMeasurement } from "../model/decision/measure-next.js";
import type { PriceBook } from "../model/prices/price.js";
import type { Scenario } from "../model/scenario/scenario.js";
import type { MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { answerSentence, arrivalsNote, decisionNotes, paybackSentence } from "./decision-sentences.js";

/** What costs next to nothing beside the decision itself. */
export interface DecidedReport {
  readonly decision: Decision;
  readonly grounds: Grounds;
  readonly workload: WorkloadSummary;
  readonly run: Pick<MeasuredSummary, "runId" | "startedAt" | "environment" | "effort">;
  readonly seed: number;
  readonly answer: string;
  readonly payback: string | null;
  readonly notes: readonly string[];
}

/** And what takes hundreds of further answers. */
export interface DecisionReport extends DecidedReport {
  readonly flips: FlipReport;
  /** Null where none of the ranked options is on Lambda. */
  readonly ladder: LambdaLadderView | null;
  readonly measure: readonly NextMeasurement[];
}

/**
 * @throws Error where the run holds no evidence for the scenario's workload, with the command that makes some
 */
export function decidedReport(
  summary: MeasuredSummary,
  book: PriceBook,
  scenario: Scenario,
  options: Required<DecideOptions>,
  ownArrivalsMs?: Float64Array,
): DecidedReport {
  const { workload, grounds: stated } = groundsIn(summary, book, scenario);
  const grounds = ownArrivalsMs ? { ...stated, ownArrivalsMs } : stated;
  const decision = decide(grounds, scenario, options);
  return {
    decision,
    grounds,
    workload,
    run: summary,
    seed: options.seed,
    answer: answerSentence(decision),
    payback: paybackSentence(decision),
    notes: [
      ...decisionNotes(decision, workload, summary.environment),
      ...(ownArrivalsMs ? [arrivalsNote(ownArrivalsMs)] : []),
    ],
  };
}

/** @throws as `decidedReport` */
export function decisionReport(...asked: Parameters<typeof decidedReport>): DecisionReport {
  const report = decidedReport(...asked);
  const { decision, grounds, seed } = report;
  return {
    ...report,
    flips: flipReport(decision, grounds, { seed }),
    ladder: lambdaLadderView(decision, grounds),
    measure: measureNext(decision),
  };
}

/** The scenario's workload in a run, and what a decision about it is made from. @throws as `decidedReport` */
export function groundsIn(
  summary: MeasuredSummary,
  book: PriceBook,
  scenario: Scenario,
): { readonly workload: WorkloadSummary; readonly grounds: Grounds } {
  const workload = summary.workloads.find(({ id }) => id === scenario.workload);
  if (workload === undefined) {
    const held = summary.workloads.map(({ id }) => id).join(", ");
    throw new Error(
      `run ${summary.runId} did not measure ${scenario.workload} (it holds ${held}): \`npx portolan measure --workload ${scenario.workload}\``,
    );
  }
  const found = evidenceOf(workload, summary.targets);
  if (found.state === "missing") throw new Error(found.reason);
  return { workload, grounds: groundsOf(found.evidence, book, scenario) };
}
