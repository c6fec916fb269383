/** What only a hand needs of the what-if page, and what weighs most of it: the evidence, the sums, and what draws them. */
import type { PriceBook } from "../../model/prices/price.js";
import type { RecordingListing } from "../../model/recording-listing.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { subjectTitle } from "../../report/advice-table.js";
import type { Answer } from "../../report/answer.js";
import { Analyst } from "./analyst.js";
import type { Reply } from "./protocol.js";
import { type Report, type ReportEvents, report } from "./report.js";
import type { Sections } from "./sections.js";
import { quickAnswer, sourcesOf } from "./sources.js";

export interface Engine {
  readonly summary: MeasuredSummary;
  /** What can be decided on, by id and title; the first is the default where the usual one was not measured. */
  readonly workloads: readonly (readonly [id: string, title: string])[];
  /** Why the others cannot. */
  readonly missing: readonly string[];
  /** An answer by few draws: as many as a slider's step has time for. */
  answer(scenario: Scenario, draws: number): Answer;
  analyst(hear: (reply: Reply) => void, onWhole: () => void): Analyst;
  report(sections: Sections, events: ReportEvents): Report;
}

export function whatIfEngine(
  summary: MeasuredSummary,
  recordings: readonly RecordingListing[],
  book: PriceBook,
): Engine {
  const pipelines = recordings.flatMap(({ pipeline }) => pipeline ?? []);
  const sources = sourcesOf(summary, pipelines, book);
  return {
    summary,
    workloads: sources.subjects.map(({ subject }) => [subject.workload.id, subjectTitle(subject)]),
    missing: sources.missing,
    answer: (scenario, draws) => quickAnswer(sources, scenario, draws),
    analyst: (hear, onWhole) => new Analyst({ summary, pipelines, book }, hear, onWhole),
    report,
  };
}
