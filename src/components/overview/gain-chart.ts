import * as Plot from "@observablehq/plot";
import { formatRatio } from "../../model/format.js";
import type { Verdict } from "../../model/statistics/ratio.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { type GainRow, gainRows, gainTitle } from "../../report/gains.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const VERDICT_COLOUR: Readonly<Record<Verdict, string>> = {
  faster: "var(--verdict-better)",
  slower: "var(--verdict-worse)",
  equivalent: "var(--theme-foreground-muted)",
  inconclusive: "var(--theme-foreground-muted)",
};

const VERDICT_SYMBOL = {
  faster: "circle",
  slower: "square",
  equivalent: "diamond",
  inconclusive: "times",
} as const;

/** The speed-up of every port over the baseline, with its 95 % interval. */
export function gainChart(summary: MeasuredSummary, minimumGain: number): HTMLElement {
  const rows = gainRows(summary);
  return figure({
    title: gainTitle(rows, minimumGain),
    chart: responsive((width) => draw(rows, minimumGain, width)),
    description: `Speed-up of every target over the baseline for each workload, on a logarithmic scale. ${rows
      .map(({ workload, target, ratio }) => `${workload}, ${target}: ${formatRatio(ratio)}`)
      .join(". ")}.`,
    caption: `Speed-up of the median over the baseline, with its 95 % interval; the scale is logarithmic. The dashed line is the smallest gain that counts (${minimumGain}×). Intervals that leave the frame are cut.`,
    legend: legend([
      { label: "faster", colour: VERDICT_COLOUR.faster, symbol: "●" },
      { label: "slower", colour: VERDICT_COLOUR.slower, symbol: "■" },
      { label: "equivalent", colour: VERDICT_COLOUR.equivalent, symbol: "◆" },
      { label: "inconclusive", colour: VERDICT_COLOUR.inconclusive, symbol: "✕" },
    ]),
    table: dataTable(
      "Speed-up over the baseline",
      [
        { label: "Workload", heading: true, value: (row: GainRow) => row.workload },
        { label: "Target", value: (row) => row.target },
        { label: "Result", value: (row) => formatRatio(row.ratio) },
        { label: "Verdict at 99 %", value: (row) => row.ratio.verdict },
      ],
      rows,
    ),
  });
}

function draw(rows: readonly GainRow[], minimumGain: number, width: number): Element {
  const gains = rows.map(({ gain }) => gain);
  const domain = [Math.min(...gains, 1) / 1.6, Math.max(...gains, minimumGain) * 1.8];
  const targets = [...new Set(rows.map(({ target }) => target))];
  const workloads = [...new Set(rows.map(({ workload }) => workload))];
  const narrow = width < 560;
  return Plot.plot({
    width,
    height: workloads.length * (targets.length * 17 + (narrow ? 44 : 24)) + 40,
    marginLeft: narrow ? 108 : 252,
    marginRight: 12,
    marginBottom: 40,
    x: {
      type: "log",
      domain,
      label: "speed-up, × (right is faster) →",
      labelOffset: 36,
      tickFormat: (x: number) => `${x}×`,
      ticks: narrow ? 3 : 6,
      grid: true,
    },
    y: { domain: targets, label: null, tickSize: 0, padding: 0.7 },
    fy: { domain: workloads, label: null, padding: narrow ? 0.2 : 0.12, axis: null },
    marks: [
      Plot.frame({ stroke: "var(--theme-foreground-faintest)" }),
      Plot.text(workloads, {
        fy: (d: string) => d,
        text: (d: string) => d,
        frameAnchor: narrow ? "top-left" : "left",
        dx: narrow ? -104 : -248,
        dy: narrow ? -16 : 0,
        textAnchor: "start",
        fontWeight: 600,
        fontSize: 12,
      }),
      Plot.ruleX([1], { stroke: "var(--theme-foreground)" }),
      Plot.ruleX([minimumGain], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
      Plot.ruleY(rows, {
        fy: "workload",
        y: "target",
        x1: (row: GainRow) => Math.max(row.low, domain[0]!),
        x2: (row: GainRow) => Math.min(row.high, domain[1]!),
        stroke: (row: GainRow) => VERDICT_COLOUR[row.ratio.verdict],
        strokeWidth: 1.5,
      }),
      ...(["faster", "slower", "equivalent", "inconclusive"] as const).map((verdict) =>
        Plot.dot(
          rows.filter(({ ratio }) => ratio.verdict === verdict),
          {
            fy: "workload",
            y: "target",
            x: "gain",
            r: 4,
            symbol: VERDICT_SYMBOL[verdict],
            fill: verdict === "inconclusive" ? "none" : VERDICT_COLOUR[verdict],
            stroke: VERDICT_COLOUR[verdict],
            title: (row: GainRow) => `${row.workload}, ${row.target}: ${formatRatio(row.ratio)}`,
          },
        ),
      ),
    ],
  });
}
