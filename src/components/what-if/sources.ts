/** What a what-if is asked of, besides the scenario: the run's evidence and the price book. Plain data. */
import { PLATFORMS } from "../../model/cost/platforms/index.js";
import { evidenceOf, type WorkloadEvidence } from "../../model/decision/evidence.js";
import { type Grounds, groundsOf } from "../../model/decision/grounds.js";
import type { PriceBook } from "../../model/prices/price.js";
import { regionsOf } from "../../model/prices/regions.js";
import type { Known, Scenario } from "../../model/scenario/scenario.js";
import type { MeasuredSummary } from "../../model/summary.js";

export interface Sources {
  /** The run that the evidence is from. */
  readonly runId: string;
  /** Workloads that can be decided on, in the run's order. */
  readonly evidence: readonly WorkloadEvidence[];
  /** Why the others cannot. */
  readonly missing: readonly string[];
  readonly book: PriceBook;
}

export function sourcesOf(summary: MeasuredSummary, book: PriceBook): Sources {
  const found = summary.workloads.map((workload) => evidenceOf(workload, summary.targets));
  return {
    runId: summary.runId,
    evidence: found.flatMap((one) => (one.state === "found" ? [one.evidence] : [])),
    missing: found.flatMap((one) => (one.state === "missing" ? [one.reason] : [])),
    book,
  };
}

/** What a scenario may name here. */
export function knownOf({ evidence, book }: Pick<Sources, "evidence" | "book">): Known {
  return {
    workloads: evidence.map(({ workload }) => workload),
    platforms: PLATFORMS.map(({ id }) => id),
    regions: regionsOf(book),
  };
}

/** @param scenario valid for `knownOf(sources)` */
export function groundsFor(
  { evidence, book }: Pick<Sources, "evidence" | "book">,
  scenario: Scenario,
): Grounds {
  return groundsOf(evidence.find(({ workload }) => workload === scenario.workload)!, book, scenario);
}
