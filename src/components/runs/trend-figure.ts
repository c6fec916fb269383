import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { formatMs } from "../../model/format.js";
import type { ListedRun } from "../../model/runs/runs-file.js";
import { type TrendPoint, trendsOf } from "../../model/runs/trend.js";
import { effectText } from "../../report/runs/effect.js";
import { dateText } from "../../report/runs/run-name.js";
import {
  pointText,
  type TrendRow,
  trendColumns,
  trendFinding,
  trendRows,
  trendTitle,
} from "../../report/runs/trend.js";
import { logTicks } from "../charts/log-ticks.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import { runsOf, todayOf } from "./trend-form.js";
import type { RunsView } from "./view.js";

/** Today's program is as dark as text, what is followed beside it the report's blue. */
const colourOf = (row: TrendRow, today: ReadonlySet<string>): string =>
  today.has(row.trend.target) ? "var(--theme-foreground)" : "var(--theme-foreground-focus)";

/** What was chosen by `trendForm`. */
type Chosen = Readonly<Record<string, string>>;

/** The runs of one machine over time: one workload as a figure, all of its cells as a table. */
export function trendSection({ runs }: RunsView, chosen: Chosen): HTMLElement {
  const { machine, workload, target, baseline } = chosen;
  const own = runsOf(runs, machine!);
  const today = todayOf(runs, machine!);
  const all = trendRows(trendsOf(own, baseline || null), own);
  const rows = all.filter(
    ({ trend }) => trend.workload === workload && (today.has(trend.target) || trend.target === target),
  );
  const repeated = all.filter(({ trend }) => trend.points.length > 1);
  const moved = repeated.filter(({ trend }) => trend.points.some((point) => point.moved));
  return html`<div>
    <p role="status">${codeText(trendFinding(all))}</p>
    ${trendFigure(rows, own, today)}
    ${moved.length === 0 ? null : trendTable("Cells that a run moved beyond noise", moved)}
    ${repeated.length === 0 ? null : html`<details><summary>Every cell that was measured more than once</summary>${trendTable("Cells over time", repeated)}</details>`}
  </div>`;
}

const trendTable = (caption: string, rows: readonly TrendRow[]): HTMLElement =>
  dataTable(
    caption,
    trendColumns().map(({ label, text }, i) => ({
      ...{ label, value: text, heading: i === 0 },
      ...(["Runs", "Baseline", "Newest"].includes(label) ? { numeric: true } : {}),
    })),
    rows,
  );

interface Drawn {
  readonly at: number;
  readonly point: TrendPoint;
  readonly colour: string;
  readonly title: string;
}

function trendFigure(
  rows: readonly TrendRow[],
  runs: readonly ListedRun[],
  today: ReadonlySet<string>,
): HTMLElement {
  const held = runs.filter((run) =>
    rows.some(({ trend }) => trend.points.some((point) => point.run === run)),
  );
  const drawn = rows.map((row) =>
    row.trend.points.map(
      (point): Drawn => ({
        at: held.indexOf(point.run as ListedRun),
        point,
        colour: colourOf(row, today),
        title: `${row.target}: ${pointText(point)}`,
      }),
    ),
  );
  const points = rows.flatMap(({ target, trend }) => trend.points.map((point) => ({ target, point })));
  return figure({
    id: "trend",
    title: trendTitle(rows),
    subtitle: "Median of a warm request, by run",
    unit: "milliseconds",
    source: null,
    chart: responsive((width) => draw(drawn, held, width)),
    legend: legend([
      ...rows.map((row) => ({ label: row.target, colour: colourOf(row, today), symbol: "●" })),
      { label: "baseline", colour: "var(--theme-foreground-muted)", symbol: "○" },
      { label: "became slower", colour: "var(--verdict-worse)", symbol: "▲" },
      { label: "became faster", colour: "var(--verdict-better)", symbol: "▼" },
    ]),
    description: drawn
      .flat()
      .map(({ title }) => title)
      .join(". "),
    caption:
      "With 95 % intervals, on a logarithmic scale; runs in order, not to the scale of time. Each run is held against the level before it: the baseline, or the last run that moved it beyond noise.",
    table: dataTable(
      "Runs over time",
      [
        { label: "Run", heading: true, value: ({ point }) => point.run.runId },
        { label: "Date (UTC)", value: ({ point }) => dateText(point.run.startedAt), unbroken: true },
        { label: "Target", value: ({ target }) => target },
        { label: "Median", numeric: true, value: ({ point }) => formatMs(point.ms) },
        {
          label: "95 %",
          unbroken: true,
          value: ({ point: { interval } }) =>
            interval ? `${formatMs(interval.low)} to ${formatMs(interval.high)}` : "–",
        },
        {
          label: "Against the level before",
          value: ({ point }) => (point.isBaseline ? "baseline" : effectText(point.effect)),
        },
        { label: "Commit", value: ({ point }) => point.run.environment.gitCommit ?? "–" },
      ],
      points,
    ),
  });
}

function draw(drawn: readonly (readonly Drawn[])[], runs: readonly ListedRun[], width: number): Element {
  const all = drawn.flat();
  const ends = all.flatMap(({ point: { ms, interval } }) => [ms, interval?.low ?? ms, interval?.high ?? ms]);
  const domain: [number, number] = [Math.min(...ends) / 1.1, Math.max(...ends) * 1.1];
  const every = Math.max(1, Math.ceil(runs.length / (width < 560 ? 3 : 6)));
  const [x, y] = [({ at }: Drawn) => at, ({ point }: Drawn) => point.ms];
  const stroke = ({ colour }: Drawn) => colour;
  const moved = (verdict: TrendPoint["moved"]) => all.filter(({ point }) => point.moved === verdict);
  return Plot.plot({
    width,
    height: 300,
    marginLeft: 64,
    marginRight: 24,
    marginBottom: 40,
    x: {
      type: "linear",
      domain: [-0.5, Math.max(0.5, runs.length - 0.5)],
      label: null,
      ticks: runs.flatMap((_, i) => (i % every === 0 ? [i] : [])),
      tickFormat: (at: number) => dateText(runs[at]!.startedAt).replace(" ", "\n"),
    },
    y: { type: "log", domain, label: "ms", grid: true, ticks: logTicks(...domain, 6), tickFormat: formatMs },
    marks: [
      ...drawn.map((line) => Plot.line(line, { x, y, stroke: line[0]?.colour ?? "none", strokeWidth: 1.5 })),
      Plot.ruleX(
        all.filter(({ point }) => point.interval !== null),
        {
          x,
          y1: ({ point }: Drawn) => point.interval!.low,
          y2: ({ point }: Drawn) => point.interval!.high,
          stroke,
          strokeWidth: 1.5,
        },
      ),
      Plot.dot(
        all.filter(({ point }) => !point.moved),
        {
          x,
          y,
          r: 4,
          fill: ({ point, colour }: Drawn) => (point.isBaseline ? "var(--theme-background)" : colour),
          stroke,
          title: ({ title }: Drawn) => title,
        },
      ),
      ...(["slower", "faster"] as const).map((verdict) =>
        Plot.dot(moved(verdict), {
          x,
          y,
          r: 6,
          symbol: "triangle",
          rotate: verdict === "slower" ? 0 : 180,
          fill: verdict === "slower" ? "var(--verdict-worse)" : "var(--verdict-better)",
          stroke: "var(--theme-background)",
          title: ({ title }: Drawn) => title,
        }),
      ),
    ],
  });
}
