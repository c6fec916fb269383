/** What the page and its worker say to each other. Types only. */

import type { EvidenceSubject } from "../../model/evidence-gate.js";
import type { ForecastExtras } from "../../model/forecast/input.js";
import type { DrawnTree } from "../../model/traces/drawn-tree.js";
import type { TraceAttribution } from "../../model/traces/result.js";

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
  readonly tree: DrawnTree;
  /** What the profile says of the program beyond its buckets, for all of the attributed interval. */
  readonly extras: ForecastExtras;
}

/** Rules as texts: the reader's own go first, since the first match wins. */
export interface RuleTexts {
  readonly own: string;
  readonly standard: string;
}

export type Request =
  | {
      readonly kind: "read";
      readonly file: File;
      /** The request's thread, where the reader chose another than Portolan. */
      readonly thread?: string | undefined;
      readonly rules: RuleTexts;
    }
  /** The same profile under other rules. */
  | { readonly kind: "attribute"; readonly rules: RuleTexts };

export type Reply =
  | { readonly kind: "reading"; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: "parsing" }
  /** The reader's own rule that is matched from now on; null when the last one is done. */
  | { readonly kind: "trying"; readonly rule: string | null }
  | { readonly kind: "result"; readonly result: ProfileResult }
  | { readonly kind: "file-failed"; readonly message: string }
  | { readonly kind: "rules-failed"; readonly message: string };
