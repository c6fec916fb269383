import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";
import { dataTable } from "../data-table.js";

/** Which engine, in which version, each target ran on. */
export function engineTable({ targets }: MeasuredSummary): HTMLElement {
  return dataTable(
    "Targets and their engines",
    [
      {
        label: "Target",
        value: ({ title, id }) => html`<span>${title} <small><code>${id}</code></small></span>`,
        heading: true,
      },
      { label: "What it is", value: ({ summary }) => summary },
      {
        label: "Versions",
        value: (target) =>
          target.available
            ? Object.entries(target.engines)
                .map(([name, version]) => (version.startsWith(name) ? version : `${name} ${version}`))
                .join(", ")
            : "not available on this machine",
      },
    ],
    targets,
  );
}
