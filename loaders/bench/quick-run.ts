import { measure } from "../harness/measure.ts";
import { QUICK_RUN } from "../harness/options.ts";
import { progressOn } from "../harness/progress.ts";
import { interruption } from "../interruption.ts";
import type { Figure } from "./figure.ts";

const BOUND_S = 150;

export const quickRun: Figure = {
  id: "quick",
  title: "a quick run of every workload on every target",
  async measure() {
    const result = await measure({
      ...QUICK_RUN,
      fresh: true,
      progress: progressOn(process.stderr),
      signal: interruption,
    });
    interruption.throwIfAborted();
    const cells = new Set(result.outcomes.map((row) => `${row.workload} × ${row.target}`)).size;
    const seconds = result.elapsedMs / 1e3;
    return [
      {
        what: `quick run, ${cells} cells, ${result.outcomes.length} processes`,
        value: `${seconds.toFixed(0)} s`,
        bound: `≤ ${BOUND_S} s`,
        within: seconds <= BOUND_S,
      },
    ];
  },
};
