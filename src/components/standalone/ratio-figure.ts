import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { formatEstimateMs } from "../../model/format.js";
import type { OverNative } from "../../model/standalone/comparisons.js";
import type { MeasuredSummary, WorkloadSummary } from "../../model/summary.js";
import { latencyQuery } from "../../report/figure-queries.js";
import { hasEngine, naiveText, overNativeFinding } from "../../report/standalone/runtimes.js";
import { timesOf } from "../../report/times.js";
import { barLayout } from "../charts/bar-layout.js";
import { timesAxis } from "../charts/log-ticks.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const [NAIVE, ENGINE] = ["var(--verdict-worse)", "var(--verdict-better)"];

/** One model, hosted in every way that was measured, over the native program of the same C. */
export function ratioFigure(
  workload: WorkloadSummary,
  rows: readonly OverNative[],
  summary: MeasuredSummary,
): HTMLElement {
  return figure({
    id: `over-native-${workload.id}`,
    title: overNativeFinding(workload, rows),
    subtitle:
      "Time of a warm request over the native program of the same generated C, by what hosts the model",
    unit: "times",
    query: latencyQuery(summary.runId, workload.id),
    legend: legend([
      { label: "generated C", colour: NAIVE, symbol: "●" },
      { label: "an engine’s kernels", colour: ENGINE, symbol: "◆" },
    ]),
    chart: responsive((width) => draw(rows, width)),
    description: rows.map(({ target, times }) => `${target.title}: ${timesOf(times)}.`).join(" "),
    caption: html`${codeText(naiveText(summary))} On a logarithmic scale; the lines are 95 % intervals, as wide as those of both times together can make them.`,
    table: table(rows),
  });
}

function draw(rows: readonly OverNative[], width: number): Element {
  const domain: [number, number] = [
    Math.min(...rows.map(({ times }) => times.low)) / 1.2,
    Math.max(...rows.map(({ times }) => times.high)) * 1.2,
  ];
  const y = ({ target }: OverNative) => target.title;
  const fill = (row: OverNative) => (hasEngine(row) ? ENGINE : NAIVE);
  return Plot.plot({
    ...barLayout(rows.map(y), width),
    marginRight: 16,
    x: timesAxis("times the native program of the same C →", domain, width),
    marks: [
      Plot.ruleX([1], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3 3" }),
      Plot.ruleY(rows, {
        y,
        x1: ({ times }: OverNative) => times.low,
        x2: ({ times }: OverNative) => times.high,
        stroke: fill,
        strokeWidth: 3,
      }),
      Plot.dot(rows, {
        y,
        x: ({ times }: OverNative) => times.value,
        r: 5,
        symbol: (row: OverNative) => (hasEngine(row) ? "diamond" : "circle"),
        fill,
        stroke: "var(--theme-background)",
        title: ({ target, times }: OverNative) => `${target.title}: ${timesOf(times)}`,
      }),
    ],
    symbol: { range: ["circle", "diamond"], domain: ["circle", "diamond"] },
  });
}

function table(rows: readonly OverNative[]): HTMLElement {
  return dataTable(
    "Time of a warm request, by what hosts the model",
    [
      { label: "Target", heading: true, value: ({ target }: OverNative) => target.title },
      { label: "What it is", value: ({ role }) => role },
      { label: "Median", numeric: true, value: ({ cell }) => formatEstimateMs(cell.p50Ms) },
      { label: "Over native code of the same C", unbroken: true, value: ({ times }) => timesOf(times) },
    ],
    rows,
  );
}
