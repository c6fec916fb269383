import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { COURSE_LABEL, COURSES } from "../../model/course.js";
import { formatRatio } from "../../model/format.js";
import type { Verdict } from "../../model/statistics/ratio.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { figureCode } from "../../report/figure-code.js";
import { gainQuery } from "../../report/figure-queries.js";
import { bestOfCourses, type GainRow, gainRows, gainTitle } from "../../report/gains.js";
import { LETTER_PX } from "../charts/bar-layout.js";
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

/** The speed-up of every course over today, each by the target that gains most, with its 95 % interval. */
export function gainChart(summary: MeasuredSummary): HTMLElement {
  const all = gainRows(summary);
  if (all.length === 0)
    return html`<p>This run has no baseline, so that nothing can be said to gain or to lose.</p>`;
  const rows = bestOfCourses(all);
  return figure({
    id: "gains",
    title: gainTitle(all),
    subtitle: "Speed-up of the median over today’s by workload and course",
    unit: "times today’s speed",
    query: gainQuery(
      summary.runId,
      new Map(summary.workloads.flatMap(({ id, baseline }) => (baseline === null ? [] : [[id, baseline]]))),
    ),
    code: figureCode("gainChart"),
    chart: responsive((width) => draw(rows, width)),
    description: `Speed-up over today by workload and course, on a logarithmic scale. ${rows.map(describe).join(". ")}.`,
    caption: "With 95 % intervals; of each course the target that gains most. The scale is logarithmic.",
    legend: legend([
      { label: "faster", colour: VERDICT_COLOUR.faster, symbol: "●" },
      { label: "slower", colour: VERDICT_COLOUR.slower, symbol: "■" },
      { label: "no difference", colour: VERDICT_COLOUR.equivalent, symbol: "◆" },
      { label: "undecided", colour: VERDICT_COLOUR.inconclusive, symbol: "✕" },
    ]),
    table: dataTable(
      "Speed-up of every target over today",
      [
        { label: "Workload", heading: true, value: (row: GainRow) => row.workload },
        { label: "Course", value: ({ course }) => COURSE_LABEL[course] },
        { label: "Target", value: ({ target }) => target },
        { label: "Result", value: ({ ratio }) => formatRatio(ratio) },
        { label: "Verdict at 99 %", value: ({ ratio }) => ratio.verdict },
      ],
      all,
    ),
  });
}

const describe = ({ workload, target, ratio }: GainRow) => `${workload}, ${target}: ${formatRatio(ratio)}`;

function draw(rows: readonly GainRow[], width: number): Element {
  const domain = [
    Math.min(...rows.map(({ low }) => low), 1) / 1.2,
    Math.max(...rows.map(({ high }) => high), 1) * 1.2,
  ];
  const narrow = width < 560;
  const workloads = [...new Set(rows.map(({ workload }) => workload))];
  const courses = COURSES.filter((course) => rows.some((row) => row.course === course));
  return Plot.plot({
    width,
    height: workloads.length * (courses.length * 21 + 34) + 40,
    marginLeft: 108,
    marginRight: narrow ? 12 : 16 + LETTER_PX * Math.max(...rows.map(({ target }) => target.length)),
    marginBottom: 40,
    x: {
      type: "log",
      domain,
      label: "speed-up over today, × (right is faster) →",
      labelOffset: 36,
      tickFormat: (x: number) => `${x}×`,
      ticks: narrow ? 3 : 6,
      grid: true,
    },
    y: {
      domain: courses,
      label: null,
      tickSize: 0,
      tickFormat: (course: GainRow["course"]) => COURSE_LABEL[course],
    },
    fy: { domain: workloads, label: null, padding: 0.3, axis: null },
    marks: [
      Plot.frame({ stroke: "var(--theme-foreground-faintest)" }),
      Plot.text(workloads, {
        fy: (d: string) => d,
        text: (d: string) => d,
        frameAnchor: "top-left",
        dx: -104,
        dy: -14,
        textAnchor: "start",
        fontWeight: 600,
        fontSize: 12,
      }),
      Plot.ruleX([1], { stroke: "var(--theme-foreground)" }),
      Plot.ruleY(rows, {
        fy: "workload",
        y: "course",
        x1: "low",
        x2: "high",
        stroke: ({ ratio }: GainRow) => VERDICT_COLOUR[ratio.verdict],
        strokeWidth: 1.5,
      }),
      ...(["faster", "slower", "equivalent", "inconclusive"] as const).map((verdict) =>
        Plot.dot(
          rows.filter(({ ratio }) => ratio.verdict === verdict),
          {
            fy: "workload",
            y: "course",
            x: "gain",
            r: 4,
            symbol: VERDICT_SYMBOL[verdict],
            fill: verdict === "inconclusive" ? "none" : VERDICT_COLOUR[verdict],
            stroke: VERDICT_COLOUR[verdict],
            title: describe,
          },
        ),
      ),
      // On a narrow screen the names are in the table, and on touching a mark.
      ...(narrow
        ? []
        : [
            Plot.text(rows, {
              fy: "workload",
              y: "course",
              text: "target",
              frameAnchor: "right",
              textAnchor: "start",
              dx: 8,
              fill: "var(--theme-foreground-muted)",
            }),
          ]),
    ],
  });
}
