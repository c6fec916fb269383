import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";
import { titleOf } from "../../report/words.js";

/** What a reader must know before believing anything below: an incomplete run, wrong outputs, absent targets. */
export function warnings(summary: MeasuredSummary): Node {
  const items = [
    ...summary.warnings.map((text) => html`<li>${text}</li>`),
    ...(summary.complete || summary.warnings.length > 0
      ? []
      : [html`<li>The run did not finish. What it measured is shown.</li>`]),
    ...failures(summary),
    ...unavailable(summary),
  ];
  if (items.length === 0) return document.createDocumentFragment();
  return html`<aside class="warnings" aria-label="Warnings"><h2>Before you read on</h2><ul>${items}</ul></aside>`;
}

function failures({ workloads, targets }: MeasuredSummary): HTMLElement[] {
  return workloads.flatMap((workload) =>
    workload.cells.flatMap((cell) => {
      if (cell.state !== "failed" && cell.state !== "mismatch") return [];
      const what = cell.state === "mismatch" ? "gave a wrong output and is not ranked" : "failed";
      return [
        html`<li><strong>${titleOf(cell.target, targets)}</strong> ${what} on “${workload.title}”: ${cell.reason}</li>`,
      ];
    }),
  );
}

function unavailable({ targets }: MeasuredSummary): HTMLElement[] {
  return targets.flatMap((target) =>
    target.available
      ? []
      : [
          html`<li><strong>${target.title}</strong> was not measured on this machine: ${target.reason}. To enable it:
            <code>${target.enable}</code></li>`,
        ],
  );
}
