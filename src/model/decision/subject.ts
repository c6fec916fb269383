/** What a decision can be about: a measured workload of a run, or a recorded pipeline with its forecasts. */

import type { BatchCurve } from "../capacity/batch-curve.js";
import type { ProfileEvidence } from "../evidence-gate.js";
import { asWorkload, forecastBatches } from "../forecast/as-workload.js";
import {
  type ForecastReference,
  forecast,
  forecastReference,
  type ReferenceTarget,
} from "../forecast/index.js";
import { withStandIns } from "../forecast/stand-ins.js";
import type { PriceBook } from "../prices/price.js";
import type { ProfiledPipeline } from "../recording-listing.js";
import type { TargetRecord } from "../run-file.js";
import type { Scenario } from "../scenario/scenario.js";
import type { MeasuredSummary, WorkloadSummary } from "../summary.js";
import { type Advice, advise } from "./advice.js";
import { type DecideOptions, type Decision, decide } from "./decide.js";
import { evidenceOf } from "./evidence.js";
import { type Grounds, groundsOf } from "./grounds.js";
import { type MeasuredElsewhere, withOtherRuns } from "./other-runs.js";

export interface Subject {
  /** Measured: a workload of the run. Profiled: a recording or a profile; its ports are forecasts. */
  readonly kind: "measured" | "profiled";
  readonly workload: WorkloadSummary;
  readonly targets: readonly TargetRecord[];
  /** Whether a verdict may rest on the profile; null for what was measured. */
  readonly evidence: ProfileEvidence | null;
  /** By target, its model's call with many requests in it; none where nobody looked. */
  readonly batches: ReadonlyMap<string, BatchCurve>;
  /** By target, where another run than the report's own measured it. */
  readonly elsewhere?: ReadonlyMap<string, MeasuredElsewhere>;
}

/**
 * The workloads of a run, then the pipelines that were profiled, their ports forecast from it.
 *
 * @param targets registered ones that the run may not know of
 */
export function allSubjects(
  summary: MeasuredSummary,
  pipelines: readonly ProfiledPipeline[],
  targets: readonly ReferenceTarget[] = [],
): Subject[] {
  const measured = measuredSubjects(summary);
  if (pipelines.length === 0) return measured;
  const reference = forecastReference(summary, { targets });
  return [...measured, ...pipelines.map((pipeline) => profiledSubject(pipeline, reference))];
}

/** Where a workload's code for a target is not provided, a forecast stands in. */
export function measuredSubjects(summary: MeasuredSummary): Subject[] {
  return summary.workloads.map((workload) => ({
    kind: "measured",
    ...withOtherRuns(withStandIns(workload, summary), summary),
    evidence: null,
  }));
}

export function profiledSubject(
  { id, title, input, evidence }: ProfiledPipeline,
  reference: ForecastReference,
): Subject {
  const made = forecast(input, reference).targets;
  const { workload, targets } = asWorkload(title, input, made, reference);
  return {
    kind: "profiled",
    workload: { ...workload, id },
    targets,
    evidence,
    batches: forecastBatches(made),
  };
}

export interface Decided {
  readonly subject: Subject;
  readonly grounds: Grounds;
  readonly decision: Decision;
  readonly advice: Advice;
}

export type DecidedOrNot =
  | ({ readonly state: "decided" } & Decided)
  /** There is nothing to compare with; the reason names the command that mends it. */
  | { readonly state: "missing"; readonly subject: Subject; readonly reason: string };

/** The one road from a subject and a scenario to an answer: every page and every command takes it. */
export function decideAbout(
  subject: Subject,
  book: PriceBook,
  scenario: Scenario,
  options: DecideOptions & { readonly ownArrivalsMs?: Float64Array } = {},
): DecidedOrNot {
  const found = evidenceOf(
    subject.workload,
    subject.targets,
    subject.evidence?.gate,
    subject.batches,
    subject.elsewhere,
  );
  if (found.state === "missing") return { state: "missing", subject, reason: found.reason };
  const { ownArrivalsMs, ...draws } = options;
  const stated = groundsOf(found.evidence, book, scenario);
  const grounds = ownArrivalsMs ? { ...stated, ownArrivalsMs } : stated;
  const decision = decide(grounds, { ...scenario, workload: subject.workload.id }, draws);
  let advice: Advice | null = null;
  return {
    state: "decided",
    subject,
    grounds,
    decision,
    // When it is first asked for, so that a page may breathe between the two halves of the sum.
    get advice() {
      advice ??= advise(decision, grounds);
      return advice;
    },
  };
}
