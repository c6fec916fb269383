import { html } from "htl";
import type { MeasuredSummary, UnmeasuredCell } from "../../model/summary.js";
import { dataTable } from "../data-table.js";

const STATE_LABEL: Readonly<Record<UnmeasuredCell["state"], string>> = {
  unavailable: "cannot run here",
  skipped: "left out",
  failed: "failed",
  mismatch: "wrong output",
  cut: "no time left",
  software: "no real GPU",
};

interface Gap {
  readonly what: string;
  readonly state: string;
  readonly reason: string;
  readonly enable: string | null;
}

/** What has no numbers in this run, why, and what would change that. */
export function gapTable(summary: MeasuredSummary): HTMLElement {
  const gaps = [...missingTargets(summary), ...missingCells(summary)];
  if (gaps.length === 0) {
    return html`<p>Nothing is missing: every workload of this run was measured on every target of this run. What this
      version could measure besides is listed by <code>npx portolan doctor</code>.</p>`;
  }
  return dataTable(
    "Not measured in this run",
    [
      { label: "What", value: ({ what }) => what, heading: true },
      { label: "State", value: ({ state }) => state },
      { label: "Why", value: ({ reason }) => reason },
      { label: "To enable it", value: ({ enable }) => (enable ? html`<code>${enable}</code>` : "–") },
    ],
    gaps,
  );
}

/** A target that cannot run here is missing from every workload alike, so it is named once. */
function missingTargets({ targets }: MeasuredSummary): Gap[] {
  return targets.flatMap((target) =>
    target.available
      ? []
      : [
          {
            what: `${target.title}, every workload`,
            state: STATE_LABEL.unavailable,
            reason: target.reason,
            enable: target.enable,
          },
        ],
  );
}

function missingCells({ workloads, targets }: MeasuredSummary): Gap[] {
  return workloads.flatMap((workload) =>
    workload.cells.flatMap((cell) => {
      if (cell.state === "measured" || cell.state === "unavailable" || cell.state === "skipped") return [];
      const title = targets.find(({ id }) => id === cell.target)?.title ?? cell.target;
      return [
        {
          what: `${workload.title} on ${title}`,
          state: STATE_LABEL[cell.state],
          reason: cell.reason,
          enable: cell.enable,
        },
      ];
    }),
  );
}
