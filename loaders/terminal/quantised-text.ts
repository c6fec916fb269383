import type { MeasuredSummary } from "../../src/model/summary.ts";
import { quantisedPair } from "../../src/report/quantised.ts";
import { renderTable } from "./table.ts";

/** Each model beside itself with smaller weights; nothing where a run has none. */
export const quantisedText = (summary: MeasuredSummary): string[] =>
  summary.workloads.flatMap((workload) => {
    const pair = workload.variant ? quantisedPair(workload, summary) : null;
    if (!pair) return [];
    const rows = pair.rows.map(({ target, before, after, change }) => [target, before, after, change]);
    return [`${pair.finding}.`, renderTable(["target", "as it was", "int8", "change"], rows), ""];
  });
