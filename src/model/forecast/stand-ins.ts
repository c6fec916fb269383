/** What stands in where a workload brings no code for a target. */
import { courseOf } from "../course.js";
import type { MeasuredSummary, WorkloadSummary } from "../summary.js";
import { asWorkload } from "./as-workload.js";
import { forecast } from "./forecast.js";
import { inputOfReference } from "./leave-one-out.js";
import { forecastReference, measuredReference } from "./measured-reference.js";

/** How the reason of a cell begins that was not measured because its code is not there: it could be written. */
export const NOT_PROVIDED = "not provided: ";

/**
 * The workload with forecasts where its code is not provided: from today's program as measured, by how the run's other workloads
 * fared. As it is where there is nothing to forecast, or nothing to forecast from. A forecast cell has no processes.
 */
export function withStandIns(workload: WorkloadSummary, summary: MeasuredSummary): WorkloadSummary {
  const isMissing = ({ state, reason }: { state: string; reason?: string }) =>
    state === "skipped" && reason?.startsWith(NOT_PROVIDED) === true;
  if (!workload.cells.some(isMissing)) return workload;
  const today = summary.targets.find((target) => target.id === workload.baseline);
  const own = measuredReference(summary).workloads.find(({ id }) => id === workload.id);
  const reference = forecastReference(summary, { leaveOut: workload.id });
  const input = own && today && inputOfReference(own, { id: today.id, course: courseOf(today) });
  if (!input || reference.workloads.length === 0) return workload;
  const made = asWorkload(workload.title, input, forecast(input, reference).targets, reference).workload
    .cells;
  return {
    ...workload,
    cells: workload.cells.map((cell) => {
      const standIn = isMissing(cell) && made.find(({ target }) => target === cell.target);
      return standIn && standIn.state === "measured" ? standIn : cell;
    }),
  };
}
