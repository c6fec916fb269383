/** One decision with everything that is said about it: what every output, text or file, is written from. */
import type { Advice } from "../model/decision/advice.js";
import type { DecideOptions, Decision } from "../model/decision/decide.js";
import { type FlipReport, flipReport } from "../model/decision/flip-conditions.js";
import type { Grounds } from "../model/decision/grounds.js";
import { type LambdaLadderView, lambdaLadderView } from "../model/decision/lambda-ladder-view.js";
import { measureNext, type NextMeasurement } from "../model/decision/measure-next.js";
import { decideAbout, type Subject } from "../model/decision/subject.js";
import { type TokenCosts, tokenCostsOf } from "../model/decision/token-costs.js";
import type { PriceBook } from "../model/prices/price.js";
import type { Scenario } from "../model/scenario/scenario.js";
import type { MeasuredSummary, WorkloadSummary } from "../model/summary.js";
import { answerAbout } from "./advice.js";
import { arrivalsNote, decisionNotes, paybackSentence, reasonOf } from "./decision-sentences.js";
import { idleApis } from "./llm/api.js";

/** What costs next to nothing beside the decision itself. */
export interface DecidedReport {
  readonly decision: Decision;
  readonly advice: Advice;
  readonly grounds: Grounds;
  readonly workload: WorkloadSummary;
  readonly run: Pick<MeasuredSummary, "runId" | "startedAt" | "environment" | "effort" | "others">;
  readonly seed: number;
  /** What to do, what is fastest, and from which traffic it pays. */
  readonly answer: string;
  /** What the verdict on cost rests on. */
  readonly reason: string;
  readonly payback: string | null;
  /** What a million tokens cost with each option; none for what is no language model. */
  readonly tokenCosts: readonly TokenCosts[];
  readonly notes: readonly string[];
}

/** And what takes hundreds of further answers. */
export interface DecisionReport extends DecidedReport {
  readonly flips: FlipReport;
  /** Null where none of the ranked options is on Lambda. */
  readonly ladder: LambdaLadderView | null;
  readonly measure: readonly NextMeasurement[];
}

/** What a report is written about. */
export interface ReportAsked {
  readonly run: MeasuredSummary;
  readonly subject: Subject;
  readonly book: PriceBook;
  readonly scenario: Scenario;
  readonly simulation: Required<DecideOptions>;
  readonly ownArrivalsMs?: Float64Array | undefined;
}

/** @throws Error where there is no baseline to compare with, with the command that makes one */
export function decidedReport({
  run,
  subject,
  book,
  scenario,
  simulation,
  ownArrivalsMs,
}: ReportAsked): DecidedReport {
  const found = decideAbout(subject, book, scenario, {
    ...simulation,
    ...(ownArrivalsMs ? { ownArrivalsMs } : {}),
  });
  if (found.state === "missing") throw new Error(found.reason);
  const { decision, advice, grounds } = found;
  return {
    decision,
    advice,
    grounds,
    run,
    workload: subject.workload,
    seed: simulation.seed,
    answer: answerAbout(found).join(" "),
    reason: reasonOf(decision),
    payback: paybackSentence(decision),
    tokenCosts: tokenCostsOf(decision, grounds),
    notes: [
      ...decisionNotes(decision, run.environment),
      ...idleApis(grounds),
      ...(ownArrivalsMs ? [arrivalsNote(ownArrivalsMs)] : []),
    ],
  };
}

/** @throws as `decidedReport` */
export function decisionReport(asked: ReportAsked): DecisionReport {
  const report = decidedReport(asked);
  const { decision, grounds, seed } = report;
  return {
    ...report,
    flips: flipReport(decision, grounds, { seed }),
    ladder: lambdaLadderView(decision, grounds),
    measure: measureNext(decision),
  };
}
