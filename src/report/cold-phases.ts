import type { ColdPhase } from "../model/run-file.js";
import type { MeasuredCell } from "../model/summary.js";

/** In the order in which they happen. */
export const COLD_PHASE_LABEL: Readonly<Record<ColdPhase, string>> = {
  spawn: "Starting the process",
  import: "Loading the runtime",
  compile: "Compiling Wasm",
  session: "Opening the model",
  firstInference: "First inference",
};

export const COLD_PHASE_ORDER = Object.keys(COLD_PHASE_LABEL) as readonly ColdPhase[];

export function largestPhase({ coldMs }: MeasuredCell): ColdPhase {
  return COLD_PHASE_ORDER.reduce((most, phase) => (coldMs[phase] > coldMs[most] ? phase : most));
}
