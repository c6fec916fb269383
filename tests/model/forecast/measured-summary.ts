/** A run for the tests of what is forecast from one. */
import type { MeasuredCell, MeasuredSummary } from "../../../src/model/summary.ts";
import { cell, estimate, target, workload } from "../cells.ts";
import { RATIOS, type Times, WORKLOADS } from "./reference.ts";

function measuredCell(id: string, times: Times): MeasuredCell {
  const wallMs = times.interpreter + times.compute + times.io;
  const { attribution } = cell(id, wallMs);
  return cell(id, wallMs, {
    p50Ms: estimate(wallMs),
    attribution: { ...attribution, wallMs, bucketMs: { ...times, unattributed: 0 } },
  });
}

/** What workloads differ by anyway. */
const JITTER: Readonly<Record<string, number>> = { a: 1.06, b: 0.94, c: 1.03, d: 0.97 };

/** A run in which every workload nearly follows the ratios, but for what `odd` multiplies. */
export function summaryOf(odd: Readonly<Record<string, number>> = {}): MeasuredSummary {
  const targets = [target("python", "stay"), target("wasm", "wasm"), target("native", "native")];
  const workloads = WORKLOADS.map(({ id, payloadBytes, ...times }) => {
    const factor = JITTER[id]! * (odd[id] ?? 1);
    const cells = ["wasm", "native"].map((name) => {
      const ratio = RATIOS[name]!;
      return measuredCell(name, {
        interpreter: times.interpreter * ratio.interpreter * factor,
        compute: times.compute * ratio.compute * factor,
        io: times.io * ratio.io * factor,
      });
    });
    return {
      ...workload("python", [measuredCell("python", times), ...cells]),
      id,
      payloadBytes,
      resultBytes: 0,
    };
  });
  return {
    state: "measured",
    runId: "run",
    effort: "quick",
    targets,
    workloads,
    crossings: [],
  } as unknown as MeasuredSummary;
}
