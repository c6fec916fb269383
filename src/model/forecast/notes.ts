import type { ForecastInput } from "./input.js";
import type { ForecastReference } from "./reference.js";

/** What a reader of the forecast has to know about its input, one sentence each. */
export function notesOn(input: ForecastInput, reference: ForecastReference): string[] {
  const notes: string[] = [];
  if (reference.runId === null) {
    notes.push("No run was measured on this machine: ratios are published figures, where there are any.");
  }
  if (input.host === "unknown" && reference.baseline !== null) {
    notes.push("The profile does not say what it ran on; its glue is taken to be Python.");
  }
  if (input.engine === "unknown" && input.bucketMs.compute > 0 && !input.arraysOnly) {
    notes.push("The profile does not say what runs the model; its engine is taken to be native.");
  }
  if (input.arraysOnly) {
    notes.push("No model engine was seen: the compute is that of array libraries (numpy and its like).");
  }
  if (input.unfollowedMs > 0) {
    notes.push(
      "Other threads or processes worked while the profiled thread waited: the forecast is of the profiled thread alone.",
    );
  }
  if (input.boundary === null || input.boundary.bytes === null) {
    notes.push(
      "Calls and bytes across the boundary are unknown: until they are stated, IO is forecast by its measured ratio.",
    );
  }
  if (input.requestsPerColdStart === null) notes.push("Times are of warm requests, without cold starts.");
  return notes;
}
