import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { formatEstimateMs, formatIntervalMs, formatMs } from "../../model/format.js";
import type { MeasuredTarget } from "../../model/measured-target.js";
import type { Percentile } from "../../model/summary.js";
import { figureCode } from "../../report/figure-code.js";
import { latencyQuery } from "../../report/figure-queries.js";
import { latencyFinding } from "../../report/workload.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import type { WorkloadView } from "../workload/view.js";
import { barLayout } from "./bar-layout.js";
import { type QuantileRow, quantileRows } from "./chart-rows.js";

const LOG_FROM = 8;

/** Every warm iteration's time (or evenly spaced quantiles of them), with the median and its interval. */
export function latencyChart({ measured, summary, workload }: WorkloadView): HTMLElement {
  const rows = quantileRows(measured);
  const times = rows.map(({ ms }) => ms);
  const log = Math.max(...times) / Math.min(...times) > LOG_FROM;
  return figure({
    id: "latency",
    title: latencyFinding(measured),
    subtitle: "Time of one warm request by target",
    unit: "milliseconds",
    query: latencyQuery(summary.runId, workload.id),
    code: figureCode("latencyChart", workload.id),
    legend: legend([
      { label: "one iteration", colour: "var(--theme-foreground-muted)" },
      { label: "median with its 95 % interval", colour: "var(--verdict-better)" },
    ]),
    chart: responsive((width) => draw(rows, measured, log, width)),
    description: `Distribution of the time of one request by target. ${measured
      .map(
        ({ target, cell }) =>
          `${target.title}: median ${formatEstimateMs(cell.p50Ms)}, largest ${formatMs(cell.maxMs)}.`,
      )
      .join(" ")}`,
    caption: `Up to 100 evenly spaced quantiles of the warm iterations of each target${log ? "; the scale is logarithmic" : ""}. Cold starts are apart, below.`,
    table: percentileTable(measured),
    open: true,
  });
}

function draw(
  rows: readonly QuantileRow[],
  measured: readonly MeasuredTarget[],
  log: boolean,
  width: number,
): Element {
  const title = ({ target }: MeasuredTarget) => target.title;
  const layout = barLayout(measured.map(title), width);
  const domain = extent(rows.map(({ ms }) => ms));
  const clamp = (ms: number) => Math.min(domain[1], Math.max(domain[0], ms));
  return Plot.plot({
    ...layout,
    marginRight: 16,
    x: {
      type: log ? "log" : "linear",
      domain: log ? domain : [0, domain[1]],
      label: "milliseconds per request →",
      grid: true,
      ...(log ? { ticks: width < 560 ? 4 : 8, tickFormat: "~g" } : {}),
    },
    marks: [
      Plot.tickX(rows, {
        x: "ms",
        y: "target",
        stroke: "var(--theme-foreground-muted)",
        strokeOpacity: 0.45,
        insetTop: 5,
        insetBottom: 5,
      }),
      Plot.ruleY(measured, {
        y: title,
        x1: ({ cell }: MeasuredTarget) => clamp(cell.p50Ms.low),
        x2: ({ cell }: MeasuredTarget) => clamp(cell.p50Ms.high),
        stroke: "var(--verdict-better)",
        strokeWidth: 3,
      }),
      Plot.dot(measured, {
        y: title,
        x: ({ cell }: MeasuredTarget) => cell.p50Ms.value,
        r: 5,
        fill: "var(--verdict-better)",
        stroke: "var(--theme-background)",
        title: ({ target, cell }: MeasuredTarget) =>
          `${target.title}: ${formatEstimateMs(cell.p50Ms)} (95 % interval ${formatIntervalMs(cell.p50Ms)})`,
      }),
    ],
  });
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values) * 0.94, Math.max(...values) * 1.04];
}

function percentileTable(measured: readonly MeasuredTarget[]): HTMLElement {
  return dataTable(
    "Warm latency by target",
    [
      { label: "Target", heading: true, value: ({ target }: MeasuredTarget) => target.title },
      {
        label: "p50",
        numeric: true,
        value: ({ cell }) => formatEstimateMs(cell.p50Ms),
        about: "the median over processes of each process’s median",
      },
      { label: "95 % interval", unbroken: true, value: ({ cell }) => formatIntervalMs(cell.p50Ms) },
      { label: "p90", numeric: true, value: ({ cell }) => percentile(cell.p90) },
      { label: "p99", numeric: true, value: ({ cell }) => percentile(cell.p99) },
      { label: "Largest", numeric: true, value: ({ cell }) => formatMs(cell.maxMs) },
      {
        label: "From",
        value: ({ cell }) =>
          `${cell.iterations.toLocaleString("en-US")} iterations in ${cell.processes} processes`,
      },
    ],
    measured,
  );
}

/** A percentile that too few samples support is not shown: it would be a number without a meaning. */
function percentile(value: Percentile): unknown {
  if (value.state === "estimated") return formatMs(value.ms);
  return html`<small>needs ${value.needed} samples, has ${value.samples}</small>`;
}
