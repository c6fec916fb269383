import { html } from "htl";
import { formatBytes, formatMs } from "../../model/format.js";
import type { MeasuredTarget } from "../../model/measured-target.js";
import { dataTable } from "../data-table.js";
import type { WorkloadView } from "./view.js";

/** Per target: whether its output was right, and everything that makes its numbers doubtful. */
export function trustTable({ measured, workload }: WorkloadView): HTMLElement {
  return html`<div>${dataTable(
    "Output and noise by target",
    [
      { label: "Target", heading: true, value: ({ target }: MeasuredTarget) => target.title },
      { label: "Largest output error", value: output },
      { label: "CPU over wall", numeric: true, value: ({ cell }) => cell.cpuPerWall?.toFixed(2) ?? "—" },
      {
        label: "Harness overhead",
        numeric: true,
        value: ({ cell }) => (cell.overheadMs === null ? "not measured" : formatMs(cell.overheadMs, 2)),
      },
      { label: "Noise flags", value: flagCodes },
    ],
    measured,
  )}
  ${flagTable(measured)}
  <p class="remark">The model is ${workload.model.name} (${workload.model.source}), ${formatBytes(workload.model.bytes)},
    SHA-256 <code>${workload.model.sha256.slice(0, 16)}…</code>; the request is ${formatBytes(workload.payloadBytes)},
    the result ${formatBytes(workload.resultBytes)}.
    The machine and every engine’s version are on the <a class="carries-query" href="../method.html">method page</a>.</p></div>`;
}

function output({ cell: { agreement } }: MeasuredTarget): string {
  if (!agreement) return "it is the reference";
  const exact = (value: number) => (value === 0 ? "0" : value.toExponential(1));
  return `${exact(agreement.maxAbsError)}, tolerance ${exact(agreement.tolerance)}`;
}

function flagCodes({ cell }: MeasuredTarget): unknown {
  return cell.flags.length === 0 ? "none" : cell.flags.map(({ code }) => html`<small>${code}</small>`);
}

function flagTable(measured: readonly MeasuredTarget[]): HTMLElement {
  const flags = measured.flatMap(({ target, cell }) => cell.flags.map((flag) => ({ target, ...flag })));
  return html`<details><summary>Every flag with its value and its bound</summary>${dataTable(
    "What makes a measurement doubtful; nothing was dropped for it",
    [
      { label: "Target", heading: true, value: ({ target }: (typeof flags)[number]) => target.title },
      { label: "Flag", unbroken: true, value: ({ code }) => code },
      { label: "Seen, and the bound", value: ({ detail }) => detail },
    ],
    flags,
  )}</details>`;
}
