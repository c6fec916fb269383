/** Forecast before port: what a terminal or a page needs of this folder. Pure, and light enough for a browser. */
export { type Calibration, type CalibrationRow, type CalibrationScore, calibrate } from "./calibrate.js";
export type { CitedFigure } from "./cited-evidence.js";
export { forecast } from "./forecast.js";
export { extrasOfProfile } from "./from-profile.js";
export { inputOfRecording } from "./from-recording.js";
export {
  type Crossings,
  type Engine,
  type ForecastExtras,
  type ForecastInput,
  type Host,
  inputFaults,
  inputOfAttribution,
  perRequest,
  type VectorisedMs,
} from "./input.js";
export type { Interval80 } from "./interval.js";
export { inputOfReference } from "./leave-one-out.js";
export { forecastReference, measuredReference, referenceWithoutRun } from "./measured-reference.js";
export type { ForecastReference, ReferenceTarget } from "./reference.js";
export type {
  Basis,
  Forecast,
  ForecastNote,
  ForecastPart,
  PartName,
  Quantity,
  TargetForecast,
} from "./result.js";
