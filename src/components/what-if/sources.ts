/** What a what-if is asked of, besides the scenario: the run's evidence and the price book. Plain data. */
import { platformsOf } from "../../model/cost/platforms/index.js";
import { decide } from "../../model/decision/decide.js";
import { evidenceOf, type WorkloadEvidence } from "../../model/decision/evidence.js";
import { type Grounds, groundsOf } from "../../model/decision/grounds.js";
import { allSubjects, type Subject } from "../../model/decision/subject.js";
import type { PriceBook } from "../../model/prices/price.js";
import { regionsOf } from "../../model/prices/regions.js";
import type { ProfiledPipeline } from "../../model/recording-listing.js";
import type { Known, Scenario } from "../../model/scenario/scenario.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { type Answer, answerOf } from "../../report/answer.js";

interface KnownSubject {
  readonly subject: Subject;
  readonly evidence: WorkloadEvidence;
}

export interface Sources {
  /** What can be decided on: the run's workloads in its order, then recordings, newest first. */
  readonly subjects: readonly KnownSubject[];
  /** Why the others cannot. */
  readonly missing: readonly string[];
  readonly book: PriceBook;
}

export function sourcesOf(
  summary: MeasuredSummary,
  pipelines: readonly ProfiledPipeline[],
  book: PriceBook,
): Sources {
  const subjects: KnownSubject[] = [];
  const missing: string[] = [];
  for (const subject of allSubjects(summary, pipelines)) {
    const found = evidenceOf(subject.workload, subject.targets, subject.evidence?.gate, subject.batches);
    if (found.state === "found") subjects.push({ subject, evidence: found.evidence });
    else missing.push(found.reason);
  }
  return { subjects, missing, book };
}

/** What a scenario may name here. */
export function knownOf({ subjects, book }: Pick<Sources, "subjects" | "book">): Known {
  return {
    workloads: subjects.map(({ evidence }) => evidence.workload),
    platforms: platformsOf(book).map(({ id }) => id),
    regions: regionsOf(book),
  };
}

/** @param scenario valid for `knownOf(sources)` */
export function askedOf(
  { subjects, book }: Pick<Sources, "subjects" | "book">,
  scenario: Scenario,
): { readonly subject: Subject; readonly grounds: Grounds } {
  const { subject, evidence } = subjects.find(({ evidence }) => evidence.workload === scenario.workload)!;
  return { subject, grounds: groundsOf(evidence, book, scenario) };
}

/** An answer from few draws, without the break-evens: as much as a slider's step has time for. */
export function quickAnswer(sources: Sources, scenario: Scenario, draws: number): Answer {
  const { subject, grounds } = askedOf(sources, scenario);
  return answerOf(subject, decide(grounds, scenario, { draws }));
}
