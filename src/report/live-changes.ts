/** What a reader's own numbers change in the answers. */
import type { Action } from "../model/decision/advice.js";
import type { DecidedOrNot } from "../model/decision/subject.js";
import { actionSentence, fastestSentence } from "./advice.js";

/** One workload, decided with the run's browser targets and with the reader's. */
export interface Change {
  readonly workload: string;
  readonly published: string;
  readonly here: string;
  /** What is fastest with the reader's. */
  readonly fastest: string;
  readonly isChanged: boolean;
}

export function changeOf(published: DecidedOrNot, here: DecidedOrNot): Change {
  return {
    workload: here.subject.workload.title,
    published: actionText(published),
    here: actionText(here),
    fastest: (here.state === "decided" && fastestSentence(here.advice)) || "–",
    isChanged: nameOf(published) !== nameOf(here),
  };
}

const actionText = (one: DecidedOrNot): string =>
  one.state === "decided" ? actionSentence(one.advice.action) : one.reason;

function nameOf(one: DecidedOrNot): string {
  if (one.state !== "decided") return one.state;
  const { action }: { action: Action } = one.advice;
  return "option" in action ? `${action.state} ${action.option.id}` : action.state;
}

/** "Your browser’s numbers change the answer about Score telemetry." */
export function changesTitle(changes: readonly Change[]): string {
  const changed = changes.filter(({ isChanged }) => isChanged).map(({ workload }) => workload);
  if (changed.length === 0)
    return `Your browser’s numbers change no answer${changes.length === 1 ? ` about ${changes[0]!.workload}` : ""}`;
  return `Your browser’s numbers change the answer about ${changed.join(", ")}`;
}

export const CHANGES_CAPTION =
  "Both columns are of the same conditions, with a browser as one of the platforms. On the left the run’s own measurements and the assumed range of how much slower users’ devices are; on the right your browser’s measurements in place of the run’s, and every user’s device like yours.";

/** Why nothing is decided anew. */
export const NOTHING_BESIDE =
  "The run that this report shows has no baseline for these workloads at this size and with this model, so there is no answer that your numbers could change.";
