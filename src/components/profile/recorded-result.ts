/** A recorded pipeline in the form that the sections of a dropped profile take. */
import { extrasOfRecording } from "../../model/forecast/from-recording.js";
import { subjectOfRecording, unprofiledAttribution } from "../../model/recorded-attribution.js";
import type { RecordedAttribution, RecordingSummary } from "../../model/recording.js";
import { onlyMerged } from "../../model/traces/tree-views.js";
import type { ProfileResult } from "./protocol.js";

/** As it was attributed, in the time of the executions that were looked at; the extras are those of one execution. */
export function profiledResult(summary: RecordingSummary, recorded: RecordedAttribution): ProfileResult {
  const { tree, attribution } = recorded;
  const extras = extrasOfRecording(summary, recorded);
  const subject = subjectOfRecording(summary);
  const { id, title, requests } = summary;
  return {
    id,
    name: title,
    subject,
    sizeBytes: null,
    requests,
    attribution,
    views: onlyMerged(tree),
    extras,
  };
}

/** The same brought to the unprofiled wall time, which is what a port would be compared with. */
export function unprofiledResult(summary: RecordingSummary, recorded: RecordedAttribution): ProfileResult {
  return { ...profiledResult(summary, recorded), attribution: unprofiledAttribution(summary, recorded) };
}
