import * as Plot from "@observablehq/plot";
import type { Kernel } from "../../model/features/variants.js";
import { formatMs } from "../../model/format.js";
import type { FeaturesRow } from "../../model/run-file.js";
import {
  featureFindings,
  KERNEL_NAME,
  kernelFinding,
  type VariantTime,
  variantTimes,
} from "../../report/features.js";
import { figureCode } from "../../report/figure-code.js";
import { kernelQuery } from "../../report/figure-queries.js";
import { barLayout } from "../charts/bar-layout.js";
import { logTicks } from "../charts/log-ticks.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { responsive } from "../responsive.js";

/** One algorithm in every variant, on a logarithmic scale. */
export function kernelChart(row: FeaturesRow, kernel: Kernel, runId: string): HTMLElement {
  const times = variantTimes(row, kernel);
  const findings = featureFindings(row, kernel);
  return figure({
    id: `${kernel}-${row.host}`,
    title: kernelFinding(row, kernel),
    subtitle: `Time of ${KERNEL_NAME[kernel]}, once, by variant, in ${row.engine}`,
    // The axis names one at each tick.
    unit: null,
    code: figureCode("kernelChart", kernel, row.host),
    query: kernelQuery(runId, row.host, kernel),
    chart: responsive((width) => draw(times, width)),
    description: times.map(({ title, ms }) => `${title}: ${formatMs(ms)}.`).join(" "),
    caption: `What each step brings: ${findings.join("; ")}. The median and the middle half of the rounds, on a logarithmic scale.`,
    table: timeTable(times),
  });
}

function draw(times: readonly VariantTime[], width: number): Element {
  const domain: [number, number] = [
    Math.min(...times.map(({ lowMs }) => lowMs)) / 1.2,
    Math.max(...times.map(({ highMs }) => highMs)) * 1.2,
  ];
  return Plot.plot({
    ...barLayout(
      times.map(({ title }) => title),
      width,
    ),
    marginRight: 16,
    x: {
      type: "log",
      domain,
      label: "time, once →",
      grid: true,
      ticks: logTicks(...domain, width < 560 ? 3 : 6),
      tickFormat: (ms: number) => formatMs(ms, 1),
    },
    marks: [
      Plot.ruleY(times, {
        y: "title",
        x1: "lowMs",
        x2: "highMs",
        stroke: "var(--verdict-better)",
        strokeWidth: 3,
      }),
      Plot.dot(times, {
        y: "title",
        x: "ms",
        r: 5,
        fill: "var(--verdict-better)",
        stroke: "var(--theme-background)",
        title: ({ title, ms }: VariantTime) => `${title}: ${formatMs(ms)}`,
      }),
    ],
  });
}

function timeTable(times: readonly VariantTime[]): HTMLElement {
  return dataTable(
    "One algorithm in every variant",
    [
      { label: "Variant", heading: true, value: ({ title }: VariantTime) => title },
      { label: "Median", numeric: true, value: ({ ms }) => formatMs(ms) },
      {
        label: "Middle half",
        unbroken: true,
        value: ({ lowMs, highMs }) => `${formatMs(lowMs, 2)} to ${formatMs(highMs, 2)}`,
      },
      {
        label: "Speed over Wasm SIMD",
        numeric: true,
        value: ({ speed }) => (speed === null ? "–" : `${speed.toPrecision(2)}×`),
      },
      { label: "Switches", value: ({ flags }) => flags.join(" ") || "–" },
    ],
    times,
  );
}
