/** Attributes the profiles that its parent names, one after another, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { TraceError, UnknownFormat } from "../../src/model/traces/format.ts";
import type { TraceAttribution } from "../../src/model/traces/result.ts";
import type { BucketRule } from "../../src/model/traces/rules/rule.ts";
import { readTrace, type TraceReading } from "./read-trace.ts";
import { tryAll } from "./try-rules.ts";

export interface AttributionJob {
  readonly rules: readonly BucketRule[];
  /** Of the rules, those that are to be tried first. */
  readonly ownRules: readonly BucketRule[];
  readonly reading: TraceReading;
}

export type Outcome =
  | { readonly state: "attributed"; readonly attribution: TraceAttribution }
  /** `unknown` where no format knows the file. */
  | { readonly state: "unknown" | "failed"; readonly error: string };

export function serve(): void {
  parentPort!.on("message", (path: string) => parentPort!.postMessage(outcomeOf(path, workerData)));
}

function outcomeOf(path: string, { rules, ownRules, reading }: AttributionJob): Outcome {
  try {
    const profile = readTrace(path, reading, path);
    tryAll(ownRules, profile);
    return { state: "attributed", attribution: attributeTrace(profile, rules) };
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    return { state: error instanceof UnknownFormat ? "unknown" : "failed", error: error.message };
  }
}
