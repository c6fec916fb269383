import { type Calibration, calibrate } from "../../model/forecast/calibrate.js";
import type { MeasuredSummary } from "../../model/summary.js";
import type { Names } from "../../report/calibration.js";

interface CalibrationView {
  readonly calibration: Calibration;
  /** Titles of targets and workloads by id. */
  readonly names: Names;
}

export function calibrationView(summary: MeasuredSummary): CalibrationView {
  const named = [...summary.targets, ...summary.workloads];
  return { calibration: calibrate(summary), names: new Map(named.map(({ id, title }) => [id, title])) };
}
