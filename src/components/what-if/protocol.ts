/** What the page and its analyst, a worker, say to each other. */

import type { BatchView } from "../../model/decision/batch-view.js";
import type { CapacityView } from "../../model/decision/capacity-view.js";
import type { ColdView } from "../../model/decision/cold-view.js";
import type { Sensitivity } from "../../model/decision/sensitivity.js";
import type { TrafficCurve } from "../../model/decision/traffic-curve.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { ProfiledPipeline } from "../../model/recording-listing.js";
import type { Scenario } from "../../model/scenario/scenario.js";
import type { MeasuredSummary } from "../../model/summary.js";
import type { Answer, FlipList, WeighedList } from "../../report/answer.js";

/** What is answered side by side: the decision with what is seen in it, and the search for what would change it. */
export const PARTS = ["decision", "search"] as const;
export type Part = (typeof PARTS)[number];

/** What is seen of one option at a time. */
export const VIEWS = ["capacity", "batches", "cold"] as const;
export type ViewKind = (typeof VIEWS)[number];

export type Request =
  | {
      readonly kind: "start";
      readonly summary: MeasuredSummary;
      readonly pipelines: readonly ProfiledPipeline[];
      readonly book: PriceBook;
    }
  /** One part of all that is asked about a scenario. A later one makes the rest of an earlier one void. */
  | { readonly kind: "analyse"; readonly id: number; readonly scenario: Scenario; readonly part: Part }
  | {
      readonly kind: ViewKind;
      readonly id: number;
      readonly scenario: Scenario;
      readonly option: string;
    }
  | { readonly kind: "compare"; readonly scenarios: readonly Scenario[] }
  /** `date`: today's, which a model does not know. */
  | {
      readonly kind: "export";
      readonly format: ExportFormat;
      readonly scenario: Scenario;
      readonly date: string;
    };

export const EXPORT_FORMATS = ["adr", "markdown", "csv", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** `id`: of the scenario that it answers. */
export type Reply =
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | { readonly kind: "curves"; readonly id: number; readonly curves: readonly TrafficCurve[] }
  | { readonly kind: "sensitivity"; readonly id: number; readonly sensitivity: Sensitivity | null }
  | { readonly kind: "weighed"; readonly id: number; readonly weighed: WeighedList | null }
  | { readonly kind: "capacity"; readonly id: number; readonly view: CapacityView | null }
  | { readonly kind: "batches"; readonly id: number; readonly view: BatchView | null }
  | { readonly kind: "cold"; readonly id: number; readonly view: ColdView | null }
  | { readonly kind: "flips"; readonly id: number; readonly flips: FlipList }
  | { readonly kind: "compared"; readonly answers: readonly Answer[] }
  | { readonly kind: "exported"; readonly format: ExportFormat; readonly text: string }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
