import { html } from "htl";
import { calibrationChart } from "../../src/components/calibration/chart.ts";
import { calibrationLead, calibrationSummary, scoreTable } from "../../src/components/calibration/scores.ts";
import { calibrationView } from "../../src/components/calibration/view.ts";
import { bucketBar } from "../../src/components/charts/bucket-bar.ts";
import { articleCosts } from "../../src/components/claims/article-costs.ts";
import { quickChart } from "../../src/components/data/quick-chart.ts";
import { resultView } from "../../src/components/data/result-view.ts";
import { schemaBrowser } from "../../src/components/data/schema-browser.ts";
import { dataTable } from "../../src/components/data-table.ts";
import { figureMenu } from "../../src/components/figure/menu.ts";
import type { FigureParts } from "../../src/components/figure/parts.ts";
import { figure } from "../../src/components/figure.ts";
import { conditionsForm } from "../../src/components/inputs/conditions.ts";
import { choice, textField } from "../../src/components/inputs/fields.ts";
import { lead, liveLead, methodLead, profileLead, storeLead } from "../../src/components/lead.ts";
import { bucketLegend, legend } from "../../src/components/legend.ts";
import { engineTable } from "../../src/components/method/engines.ts";
import { gapTable } from "../../src/components/method/gaps.ts";
import { machineTable } from "../../src/components/method/machine.ts";
import { aaTable, flagTable } from "../../src/components/method/noise.ts";
import { runParameters } from "../../src/components/method/parameters.ts";
import { profilerSentence } from "../../src/components/method/profiler.ts";
import { truthFigure, truthTable } from "../../src/components/method/truth.ts";
import { absentNotice, emptyNotice } from "../../src/components/notice.ts";
import { term, withTerms } from "../../src/components/term.ts";
import type { SqlResult } from "../../src/report/sql-result.ts";
import { book, summary, truth } from "./data.ts";
import type { Gallery } from "./entry.ts";

const RESULT: SqlResult = {
  columns: [
    { name: "target", kind: "text" },
    { name: "p50_ms", kind: "number" },
    { name: "requests", kind: "integer" },
  ],
  rows: [
    ["native", 1.25, 40],
    ["js", 3.123456789, null],
  ],
};
const ROWS = [
  { name: "a <b>", ms: 1.5 },
  { name: "c & d", ms: 20 },
];
const table = () =>
  dataTable(
    "Times",
    [
      { label: "Name", heading: true, value: ({ name }) => name },
      { label: "Time", numeric: true, value: ({ ms }) => `${ms} ms` },
      { label: "Range", unbroken: true, value: ({ ms }) => html`<code>${ms}–${2 * ms}</code>` },
    ],
    ROWS,
  );
const TIMES = (): FigureParts => ({
  id: "times",
  title: "It takes longer.",
  subtitle: "Time by name",
  unit: "milliseconds",
  chart: html`<div>the chart</div>`,
  description: "What the chart shows.",
  caption: html`The scale is <em>linear</em>.`,
  table: table(),
  legend: legend([{ label: "a line", colour: "red", symbol: "—" }]),
  open: true,
  source: {
    text: "Run 1, on a machine",
    runId: "1",
    machine: "a machine",
    measuredAt: "2026-01-02T03:04:05.000Z",
  },
  code: "display(times(run))",
  query: "SELECT 1 < 2",
});
const { calibration, names } = calibrationView(summary);
const unscored = calibrationView({ ...summary, workloads: summary.workloads.slice(0, 1) }).calibration;

/** What pages are put together from, and the pages of evidence. */
export const parts: Gallery = {
  "data-table": table,
  lead: {
    any: () => lead("A finding <of> any page."),
    method: () => methodLead(summary),
    data: () => storeLead(summary),
    profile: () => profileLead(summary),
    "nothing spent": () => profileLead({ ...summary, workloads: [] }),
    live: () => liveLead(summary),
  },
  term: () =>
    html`<p>${term("p99", "the slowest")}: ${withTerms("Glue, more glue, a port.", ["glue", "port"])}</p>`,
  figure: {
    "a chart": () => figure(TIMES()),
    "lists that read aloud": () =>
      figure({ ...TIMES(), chart: html`<ol><li>1.5 ms</li></ol>`, readable: true, source: null }),
  },
  "figure/menu": () => figureMenu(figure(TIMES()), TIMES()),
  "inputs/conditions": () => conditionsForm(book),
  "inputs/fields": {
    choice: () =>
      choice("reach", "Must run", [
        ["server", "on a server"],
        ["edge", "at the edge"],
      ]).element,
    "a number that will not do": () => {
      const field = textField("memory", "Memory", "MB", "none");
      field.text = "much";
      field.error = "“much” will not do: give MB.";
      return field.element;
    },
  },
  legend: bucketLegend,
  notice: {
    "without a run": () => emptyNotice({ state: "empty", command: "npm start" }),
    "without this workload": () => absentNotice(summary, "detect-objects"),
  },
  "charts/bucket-bar": () =>
    bucketBar({
      wallMs: 100,
      bucketMs: { interpreter: 60, compute: 35, io: 4.97, unattributed: 0.03 },
      coverage: 0.9997,
      engine: { state: "unprofiled", reason: "test" },
    }),
  "calibration/chart": () => calibrationChart(calibration, names),
  "calibration/scores": {
    lead: () => calibrationLead(calibration),
    "lead without a score": () => calibrationLead(unscored),
    sentences: () => calibrationSummary(calibration, names),
    "sentences without a score": () => calibrationSummary(unscored, names),
    table: () => scoreTable(calibration, names),
  },
  "data/quick-chart": {
    bars: () => quickChart(RESULT)!,
    dots: () =>
      quickChart({
        ...RESULT,
        columns: RESULT.columns.slice(1),
        rows: RESULT.rows.map(([, ...row]) => row),
      })!,
  },
  "data/result-view": {
    rows: () => resultView(RESULT, "js is the slower."),
    none: () => resultView({ ...RESULT, rows: [] }, null),
  },
  "data/schema-browser": () => schemaBrowser(() => {}),
  "method/engines": () => engineTable(summary),
  "method/gaps": () => gapTable(summary),
  "method/machine": () => machineTable(summary),
  "method/noise": { "two arms": () => aaTable(summary), flags: () => flagTable(summary) },
  "method/parameters": () => runParameters(summary),
  "method/profiler": () => profilerSentence(summary),
  "claims/article-costs": articleCosts,
  "method/truth": { figure: () => truthFigure(truth), table: () => truthTable(truth) },
};
