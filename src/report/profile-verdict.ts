/** The verdict about a profile or a recording, as its page has it at the top. */

import { shellWord } from "../model/decision/shell-word.js";
import type { DecidedOrNot } from "../model/decision/subject.js";
import { adviceSentences, confidenceSentence } from "./advice.js";
import { reasonOf } from "./decision-sentences.js";
import { type EvidenceRemark, evidenceRemarks } from "./evidence-gate.js";

interface VerdictTexts {
  /** What to do, as a sentence. */
  readonly action: string;
  /** What is fastest, from which traffic it pays, what takes less, and how sure that is. */
  readonly sentences: readonly string[];
  /** What keeps the profile from carrying a verdict, and what would give one that does. */
  readonly remarks: readonly EvidenceRemark[];
}

export function verdictTexts(found: DecidedOrNot): VerdictTexts {
  if (found.state === "missing")
    return { action: "Nothing to compare with.", sentences: [found.reason], remarks: [] };
  const { advice, subject } = found;
  const [action, ...sentences] = adviceSentences(advice);
  return {
    action: action!,
    sentences: [
      ...(advice.action.state === "none" ? [reasonOf(advice.decision)] : sentences),
      ...(advice.confidence ? [confidenceSentence(advice.confidence)] : []),
    ],
    remarks: subject.evidence ? evidenceRemarks(subject.evidence.gate, subject.evidence.source) : [],
  };
}

/** What every verdict about a profile rests on. */
export const FORECAST_CAVEAT =
  "Today’s time is the profile’s, and every other is a forecast: nobody ran it or compared its output. To settle it, measure: add the pipeline as a workload (CONTRIBUTING.md says how), or record the port with `npx portolan profile`.";

/** What the forecast's section begins with. */
export const FORECAST_LEAD =
  "Today’s glue, model and moving of bytes, each bucket for itself, and what they would take on every target. A port is forecast, with its 80 % interval.";

/** Where a page leads that has the verdict alone. */
export const UNDER_LOAD = "What a month costs, and what would turn the answer";

/** Said there where the reader has stated more than it knows. */
export const AS_PROFILED = "It goes by the profile, not by what you state below.";

/** Where nobody has said how many requests the profile holds. */
export const ONE_REQUEST =
  "All of it counts as one request: say below how many it holds (`npx portolan profile --requests` records it).";

/**
 * The command line that decides about the same, with all that would turn the answer.
 *
 * @param requests null where they are what the profile says
 */
export function decideCommand(subject: string, requests: number | null): string {
  return `npx portolan decide --workload ${shellWord(subject)}${requests === null ? "" : ` --requests ${requests}`}`;
}
