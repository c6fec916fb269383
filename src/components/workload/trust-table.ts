import { html } from "htl";
import type { Option } from "../../model/advice.js";
import { formatBytes, formatMs } from "../../model/format.js";
import { dataTable } from "../data-table.js";
import type { WorkloadView } from "./view.js";

/** Per target: what ran, whether its output was right, and everything that makes its numbers doubtful. */
export function trustTable({ options, workload }: WorkloadView): HTMLElement {
  return html`<div>${dataTable(
    "Engines, output and noise by target",
    [
      { label: "Target", heading: true, value: ({ target }: Option) => target.title },
      { label: "Engines", value: engines },
      { label: "Largest output error", value: output },
      { label: "CPU over wall", numeric: true, value: ({ cell }) => cell.cpuPerWall?.toFixed(2) ?? "—" },
      {
        label: "Harness overhead",
        numeric: true,
        value: ({ cell }) => (cell.overheadMs === null ? "not measured" : formatMs(cell.overheadMs, 2)),
      },
      { label: "Noise flags", value: flags },
    ],
    options,
  )}
  <p class="remark">The model is ${workload.model.name} (${workload.model.source}), ${formatBytes(workload.model.bytes)},
    SHA-256 <code>${workload.model.sha256.slice(0, 16)}…</code>; the request is ${formatBytes(workload.payloadBytes)},
    the result ${formatBytes(workload.resultBytes)}.</p></div>`;
}

function engines({ target }: Option): unknown {
  if (!target.available) return "—";
  return Object.entries(target.engines).map(([name, version]) => html`<small>${name} ${version}</small>`);
}

function output({ cell: { agreement } }: Option): string {
  if (!agreement) return "it is the reference";
  const exact = (value: number) => (value === 0 ? "0" : value.toExponential(1));
  return `${exact(agreement.maxAbsError)}, tolerance ${exact(agreement.tolerance)}`;
}

function flags({ cell }: Option): unknown {
  if (cell.flags.length === 0) return "none";
  return cell.flags.map(({ code, detail }) => html`<small><strong>${code}</strong>: ${detail}</small>`);
}
