/** GPUs of a reference: whose they are, when they were measured, what it takes to move tensors there and back. */

import { serverGpuOf } from "../adapter.js";
import { type CrossingFit, crossingMs, fitCrossing } from "../boundary/fit.js";
import { courseOf } from "../course.js";
import type { TargetRecord } from "../run-file.js";
import { studentCritical } from "../statistics/student-t.js";
import type { MeasuredCell, MeasuredSummary, WorkloadSummary } from "../summary.js";
import { CONFIDENCE, fromLog, type Interval80, scaled } from "./interval.js";
import type { GpuReference, ReferenceTarget } from "./reference.js";
import type { Basis } from "./result.js";

/** Measured, and on which GPU where that is not this machine's processor. */
export const measuredOn = (workloads: number, { gpu }: Pick<ReferenceTarget, "gpu">): Basis => ({
  kind: "measured",
  workloads,
  ...(gpu && { on: gpu.on }),
});

/** @param elsewhere whether the summary is of another machine than the rest of the reference */
export function gpuReference(
  target: TargetRecord,
  summary: Pick<MeasuredSummary, "startedAt" | "workloads" | "targets" | "batches">,
  elsewhere: boolean,
): GpuReference | undefined {
  const gpu = serverGpuOf(target);
  if (gpu === null) return undefined;
  const on = { gpu: gpu.name, date: summary.startedAt.slice(0, 10), elsewhere };
  const seen = copiesSeen(target, summary);
  const fit = fitCrossing(seen);
  const workloads = new Set(seen.map(({ workload }) => workload)).size;
  return { on, api: gpu.api, copies: fit && { fit, workloads } };
}

/**
 * What moving a batch's tensors took, both ways together, where the device's own clock told it apart; else what a request's IO
 * takes beyond that of today's program beside it, whose glue is the same.
 */
function copiesSeen(
  { id }: TargetRecord,
  { workloads, targets, batches = [] }: Pick<MeasuredSummary, "workloads" | "targets" | "batches">,
) {
  const timed = batches.flatMap((row) => {
    const bytes = row.target === id ? tensorBytes(workloads.find((one) => one.id === row.workload)) : 0;
    return row.points.flatMap(({ batch, parts }) =>
      parts && bytes > 0
        ? [{ workload: row.workload, bytes: batch * bytes, ms: parts.toDeviceMs + parts.fromDeviceMs }]
        : [],
    );
  });
  if (timed.length > 0) return timed.filter(({ ms }) => ms > 0);
  const today = targets.find((target) => courseOf(target) === "stay")?.id;
  return workloads.flatMap((workload) => {
    const ioOf = (of: string | undefined) =>
      workload.cells.find((cell): cell is MeasuredCell => cell.target === of && cell.state === "measured")
        ?.attribution.bucketMs.io;
    const ms = (ioOf(id) ?? Number.NaN) - (ioOf(today) ?? Number.NaN);
    const bytes = tensorBytes(workload);
    return ms > 0 && bytes > 0 ? [{ workload: workload.id, bytes, ms }] : [];
  });
}

/** Of a request: inputs and outputs of its models together; 0 where nobody counted them. */
const tensorBytes = (workload: WorkloadSummary | undefined): number =>
  (workload?.calls ?? []).reduce((sum, { inputBytes, outputBytes }) => sum + inputBytes + outputBytes, 0);

/** What so many calls' copies take; the interval is that of a new size about the fit, on the log scale. */
export function copiesCost(copies: CrossingFit, calls: number, bytesPerCall: number): Interval80 {
  const costs = [copies.perCallMs, copies.perByteMs, copies.beyond?.perByteMs ?? 0];
  const df = Math.max(1, copies.residuals.length - costs.filter((cost) => cost > 0).length);
  const squares = copies.residuals.reduce((sum, residual) => sum + Math.log(residual) ** 2, 0);
  const halfWidth = studentCritical(df, CONFIDENCE) * Math.sqrt(squares / df);
  return scaled(fromLog(0, halfWidth), calls * crossingMs(copies, bytesPerCall));
}
