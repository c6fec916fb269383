import * as Plot from "@observablehq/plot";
import { formatBytes } from "../../model/format.js";
import type { MeasuredTarget } from "../../model/measured-target.js";
import { figureCode } from "../../report/figure-code.js";
import { memoryQuery } from "../../report/figure-queries.js";
import { memoryFinding } from "../../report/workload.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { responsive } from "../responsive.js";
import type { WorkloadView } from "../workload/view.js";
import { barLayout } from "./bar-layout.js";

const MIB = 1024 * 1024;

/** Largest resident set of each target's process, and the reader's limit where there is one. */
export function memoryChart(
  { measured, summary, workload }: WorkloadView,
  limitMb: number | null,
): HTMLElement {
  const known = measured
    .filter(({ cell }) => cell.peakRssBytes !== null)
    .sort((a, b) => a.cell.peakRssBytes! - b.cell.peakRssBytes!);
  const modules = measured.filter(({ cell }) => cell.linearMemoryBytes !== undefined);
  return figure({
    id: "memory",
    title: memoryFinding(measured),
    subtitle: "Largest resident set of any process, by target",
    unit: "MiB",
    query: memoryQuery(summary.runId, workload.id),
    code: figureCode("memoryChart", workload.id, ...(limitMb === null ? [] : [limitMb])),
    chart: responsive((width) => draw(known, limitMb, width)),
    description: `Peak resident set by target. ${known
      .map(({ target, cell }) => `${target.title}: ${formatBytes(cell.peakRssBytes!)}.`)
      .join(" ")}`,
    caption: `Read from outside the process: runtime, engine, model and request together.${limitMb === null ? "" : ` The line is your limit of ${limitMb} MB.`}${modules.length === 0 ? "" : " A stroke in a bar: the linear memory of the Wasm module in it, as the module says."}`,
    table: dataTable(
      "Peak memory by target",
      [
        { label: "Target", heading: true, value: ({ target }: MeasuredTarget) => target.title },
        {
          label: "Peak resident set",
          numeric: true,
          value: ({ cell }) => (cell.peakRssBytes === null ? "not measured" : formatBytes(cell.peakRssBytes)),
        },
        ...(modules.length === 0 ? [] : [linearMemory]),
      ],
      measured,
    ),
  });
}

const linearMemory = {
  label: "Linear memory of it",
  numeric: true,
  value: ({ cell }: MeasuredTarget) =>
    cell.linearMemoryBytes === undefined ? "–" : formatBytes(cell.linearMemoryBytes),
};

function draw(measured: readonly MeasuredTarget[], limitMb: number | null, width: number): Element {
  return Plot.plot({
    ...barLayout(
      measured.map(({ target }) => target.title),
      width,
    ),
    x: { label: "MiB →", grid: true, nice: true },
    marks: [
      Plot.barX(measured, {
        x: ({ cell }: MeasuredTarget) => cell.peakRssBytes! / MIB,
        y: ({ target }: MeasuredTarget) => target.title,
        fill: "var(--phase-2)",
      }),
      Plot.tickX(
        measured.filter(({ cell }) => cell.linearMemoryBytes !== undefined),
        {
          x: ({ cell }: MeasuredTarget) => cell.linearMemoryBytes! / MIB,
          y: ({ target }: MeasuredTarget) => target.title,
          stroke: "var(--theme-foreground)",
          strokeWidth: 2,
        },
      ),
      Plot.text(measured, {
        x: ({ cell }: MeasuredTarget) => cell.peakRssBytes! / MIB,
        y: ({ target }: MeasuredTarget) => target.title,
        text: ({ cell }: MeasuredTarget) => formatBytes(cell.peakRssBytes!, 2),
        textAnchor: "start",
        dx: 6,
        fontWeight: 600,
        fontSize: 12.5,
      }),
      ...(limitMb === null
        ? []
        : [Plot.ruleX([limitMb], { stroke: "var(--verdict-worse)", strokeDasharray: "4,3" })]),
      Plot.ruleX([0]),
    ],
  });
}
