import { html } from "htl";
import { overNative } from "../../model/standalone/comparisons.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { STANDALONE_COMMAND } from "../../report/standalone/command.js";
import {
  measuredOnRoad,
  naiveText,
  ROADS_SIDE_BY_SIDE,
  type RoadRow,
  type RuntimeRow,
  runtimeColumns,
  runtimeRows,
  runtimesFinding,
} from "../../report/standalone/runtimes.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";
import { lead } from "../lead.js";
import { howToMeasure } from "./how-to-measure.js";
import { ratioFigure } from "./ratio-figure.js";

/** What the page opens with. */
export const runtimesLead = (summary: MeasuredSummary): HTMLElement =>
  lead(runtimesFinding(summary), ["workload"]);

/** What Wasm costs on equal code, by workload; the command where nothing was measured. */
export function onEqualCode(summary: MeasuredSummary): HTMLElement {
  const figures = summary.workloads.flatMap((workload) => {
    const rows = overNative(workload, summary.targets);
    return rows.length === 0 ? [] : [ratioFigure(workload, rows, summary)];
  });
  return figures.length > 0 ? html`<div>${figures}</div>` : howToMeasure();
}

/** Each runtime: what this machine measured of it, and what its documents say. */
export function runtimeTable(summary: MeasuredSummary): HTMLElement {
  const columns = runtimeColumns(summary);
  return html`<div>${dataTable(
    "Runtimes of Wasm: what was measured here, and what their documents say",
    [
      { label: "", heading: true, value: ({ label }: RuntimeRow) => label },
      ...columns.map(({ runtime }, i) => ({
        label: runtime,
        value: ({ cells }: RuntimeRow) => said(cells[i]!),
      })),
    ],
    runtimeRows(columns),
  )}<p class="remark">${codeText(naiveText(summary))} “Ahead” is compiled before it starts. Peak memory is the process’s, seen from outside; linear memory is what the module has of it. Links lead to what says so, with the day on which it was read.</p></div>`;
}

function said({ text, fact }: RuntimeRow["cells"][number]): unknown {
  return fact === null
    ? text
    : html`<span>${text} <small><a href=${fact.source} title=${fact.source}>read ${fact.read}</a></small></span>`;
}

/** Where the model’s arithmetic can lie, and what each place cannot do. */
export function roadsTable(summary: MeasuredSummary): HTMLElement {
  // A road to a column: what each can do is compared along a line, and none of them is a word wide.
  const aspects: readonly { readonly label: string; readonly of: (row: RoadRow) => unknown }[] = [
    { label: "What it is", of: ({ is }) => is },
    { label: "Operators", of: ({ operators }) => operators },
    { label: "Dynamic shapes", of: ({ shapes }) => shapes },
    { label: "Threads", of: ({ threads }) => threads },
    { label: "GPU", of: ({ gpu }) => gpu },
    { label: "Measured here, the fastest", of: (row) => onRoad(summary, row) },
  ];
  return html`<div>${dataTable(
    "Three roads of a model to Wasm",
    [
      { label: "", heading: true, value: ({ label }: (typeof aspects)[number]) => label },
      ...ROADS_SIDE_BY_SIDE.map((row) => ({
        label: row.road,
        value: ({ of }: (typeof aspects)[number]) => of(row),
      })),
    ],
    aspects,
  )}<p class="remark">${codeText(naiveText(summary))}</p></div>`;
}

function onRoad(summary: MeasuredSummary, row: RoadRow): unknown {
  const lines = measuredOnRoad(summary, row);
  return lines.length === 0
    ? html`<span>Not measured here: <code>${STANDALONE_COMMAND}</code></span>`
    : html`<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}
