/** What a forecast says. Types only: the terminal, the page and the calibration read the same value. */
import type { BucketOrUnattributed } from "../buckets.js";
import type { Course } from "../course.js";
import type { EvidenceGate } from "../evidence-gate.js";
import type { Port } from "../run-file.js";
import type { BatchGain } from "./batch-gains.js";
import type { CitedFigure } from "./cited-evidence.js";
import type { Interval80 } from "./interval.js";
import type { OperatorClass } from "./operators.js";
import type { MeasuredOn } from "./reference.js";

/** Where a figure comes from. */
export type Basis =
  | { readonly kind: "measured"; readonly workloads: number; readonly on?: MeasuredOn }
  | { readonly kind: "cited"; readonly figures: readonly CitedFigure[] }
  /** Nothing changes, or the formula says so. */
  | { readonly kind: "definition"; readonly reason: string };

/** "device" is what a GPU or another device does; "other threads" is waiting in which threads or processes that the profile does not follow may have worked. */
export type PartName =
  | BucketOrUnattributed
  | "device"
  | "boundary"
  | "waiting"
  | "other threads"
  | "cold start";

/** One summand of the forecast time. */
export interface ForecastPart {
  readonly part: PartName;
  /** The input's time in this bucket; 0 for what only the port adds. */
  readonly baselineMs: number;
  /** Target over baseline; null for what is no multiple of the baseline's time. */
  readonly ratio: Interval80 | null;
  readonly ms: Interval80;
  readonly basis: Basis;
  /** Finer than the part, where the profile says more; their medians sum to the part's. */
  readonly details: readonly PartDetail[];
}

export interface PartDetail {
  readonly name: OperatorClass | "bytecode" | "engine and matrix products" | "vectorised loops";
  readonly baselineMs: number;
  readonly ms: number;
}

/** A figure beside the time: memory, or cold start. */
export type Quantity =
  | { readonly state: "forecast"; readonly range: Interval80; readonly basis: Basis }
  | { readonly state: "no-evidence"; readonly reason: string };

interface TargetFields {
  readonly target: string;
  readonly title: string;
  readonly kind: Port | "webgpu" | "gpu";
  readonly course: Course;
  /** Cores that its engine keeps busy. */
  readonly engineCores: number;
  /** Whether the program runs there today, so that nothing of it would change. */
  readonly isToday: boolean;
  /** Parts that could be forecast, in the order of the formula. */
  readonly parts: readonly ForecastPart[];
  /** Peak resident set, bytes. */
  readonly memoryBytes: Quantity;
  /** From spawning a process to its first result, milliseconds. */
  readonly coldMs: Quantity;
  readonly notes: readonly string[];
}

/** What a reader has to know about a forecast's input; `report/forecast.ts` says it. */
export type ForecastNote =
  | "no run"
  | "host unknown"
  | "engine unknown"
  | "arrays only"
  | "cores unknown"
  | "loops by analogy"
  | "others worked"
  | "boundary unknown"
  | "warm";

export type TargetForecast =
  | (TargetFields & {
      readonly state: "forecast";
      readonly timeMs: Interval80;
      /** What company in a call costs, over a single request's; none where nobody measured it on two workloads. */
      readonly batchGains: readonly BatchGain[];
      /** measured: every ratio was measured here; cited: at least one is a published figure. */
      readonly evidence: "measured" | "cited";
      /** The part that makes the interval wide, and its share of the squared half-width; null where nothing does. */
      readonly widest: { readonly part: PartName; readonly share: number } | null;
    })
  | (TargetFields & { readonly state: "no-evidence"; readonly reason: string });

export interface Forecast {
  /** The run whose ratios were used; null without one. */
  readonly runId: string | null;
  readonly workloads: readonly string[];
  readonly targets: readonly TargetForecast[];
  /** Whether a verdict may rest on the program's profile, whatever the figures say. */
  readonly gate: EvidenceGate;
  readonly notes: readonly ForecastNote[];
}
