/** Figures of a run that are about the machine, and not about one workload. */
import { type CrossingHost, type CrossingSide, WAYS } from "../../model/boundary/ways.js";
import type { Kernel } from "../../model/features/variants.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { fittedCurves, isBatched } from "../../report/boundary.js";
import { batchChart as batchesOf } from "../boundary/batch-chart.js";
import { crossingChart as crossingsOf } from "../boundary/crossing-chart.js";
import { calibrationChart as calibrationOf } from "../calibration/chart.js";
import { calibrationView } from "../calibration/view.js";
import { kernelChart as kernelOf } from "../features/kernel-chart.js";
import { found } from "./found.js";

const TO_MEASURE = "npx portolan measure --boundary";

/** What crossing a boundary costs by size: to "memory", "thread", "python", "native" or "gpu", from "node" or "browser". */
export function crossingChart(run: MeasuredSummary, side: CrossingSide, host: CrossingHost): HTMLElement {
  const curves = fittedCurves(run.crossings);
  const known = curves.map((curve) => `${WAYS[curve.way].side}, ${curve.host}`);
  isAmong(known, "crossing", `${side}, ${host}`);
  return crossingsOf(side, host, curves, run.runId);
}

/** The same bytes in more and more calls, from "node" or "browser". */
export function batchChart(run: MeasuredSummary, host: CrossingHost): HTMLElement {
  const curves = fittedCurves(run.crossings);
  isAmong(
    curves.filter(isBatched).map((curve) => curve.host),
    "crossing in many calls from",
    host,
  );
  return batchesOf(host, curves, run.runId);
}

/** What each feature of Wasm brings to "matmul" or "hash", in "node" or "browser". */
export function kernelChart(run: MeasuredSummary, kernel: Kernel, host: CrossingHost): HTMLElement {
  const rows = run.features.filter((row) => row.kernels.some((one) => one.kernel === kernel));
  const named = `kernel ${kernel} (${TO_MEASURE}) in`;
  const row = rows.find((one) => one.host === host);
  return kernelOf(
    found(
      row,
      named,
      host,
      rows.map((one) => one.host),
    ),
    kernel,
    run.runId,
  );
}

/** Every forecast that the run can check, against what was measured. */
export function calibrationChart(run: MeasuredSummary): HTMLElement {
  const { calibration, names } = calibrationView(run);
  return calibrationOf(calibration, names);
}

function isAmong(known: readonly string[], what: string, id: string): void {
  const all = [...new Set(known)];
  found(
    all.find((one) => one === id),
    `${what} (${TO_MEASURE})`,
    id,
    all,
  );
}
