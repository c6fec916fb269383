import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";
import { type ResultRow, resultColumns, resultRows, resultTitle } from "../../report/live.js";
import { dataTable } from "../data-table.js";

/** What this browser measured, beside what was published. */
export function results(live: MeasuredSummary, published: MeasuredSummary | null): HTMLElement {
  return html`<section class="live-results">
    <h2>${resultTitle(live)}</h2>
    ${dataTable(
      "Measured in this browser",
      resultColumns(published).map(([key, label]) => ({
        label,
        heading: key === "workload",
        value: (row: ResultRow) => row[key],
      })),
      resultRows(live, published),
    )}
  </section>`;
}
