/** What the page and its worker say to each other. Types only. */

import type { EvidenceSubject } from "../../model/evidence-gate.js";
import type { ForecastExtras } from "../../model/forecast/input.js";
import type { TraceComparison } from "../../model/traces/compare.js";
import type { TraceAttribution } from "../../model/traces/result.js";
import type { TreeViews } from "../../model/traces/tree-views.js";

/** A profile as the page draws it, whether it was dropped or recorded. */
export interface ProfileResult {
  /** What `portolan decide` knows it by: the file's name, or the recording's id. */
  readonly id: string;
  /** The file's name, or the recording's title. */
  readonly name: string;
  /** How it came about, which decides how to get a better one. */
  readonly subject: EvidenceSubject;
  readonly sizeBytes: number | null;
  /** Requests that the attributed interval holds, as far as anybody said. */
  readonly requests: number;
  readonly attribution: TraceAttribution;
  readonly views: TreeViews;
  /** What the profile says of the program beyond its buckets, for all of the attributed interval. */
  readonly extras: ForecastExtras;
}

/** Two profiles and what B does otherwise than A. */
export interface ComparedResults {
  readonly a: ProfileResult;
  readonly b: ProfileResult;
  readonly comparison: TraceComparison;
}

/** What the page shows. */
export type Shown = ProfileResult | ComparedResults;

/** Rules as texts: the reader's own go first, since the first match wins. */
export interface RuleTexts {
  readonly own: string;
  readonly standard: string;
}

/** A file to read. */
export interface ProfileFile {
  readonly file: File;
  /** The request's thread, where the reader chose another than Portolan. */
  readonly thread?: string | undefined;
}

export type Request =
  /** One profile, or two to compare. */
  | { readonly kind: "read"; readonly files: readonly ProfileFile[]; readonly rules: RuleTexts }
  /** The same under other rules. */
  | { readonly kind: "attribute"; readonly rules: RuleTexts };

export type Reply =
  /** @param at which of the files */
  | { readonly kind: "reading"; readonly at: number; readonly loadedBytes: number }
  | { readonly kind: "parsing" }
  /** The reader's own rule that is matched from now on; null when the last one is done. */
  | { readonly kind: "trying"; readonly rule: string | null }
  | { readonly kind: "result"; readonly result: Shown }
  | { readonly kind: "file-failed"; readonly name: string; readonly message: string }
  | { readonly kind: "rules-failed"; readonly message: string };
