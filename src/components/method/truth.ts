import * as Plot from "@observablehq/plot";
import { BUCKET_LABEL, BUCKETS, type Bucket } from "../../model/buckets.js";
import {
  errorPoints,
  splitName,
  type TruthCell,
  type TruthReport,
  type TruthScore,
  type TruthTool,
} from "../../model/truth.js";
import { BUCKET_FILL, BUCKET_SHORT } from "../bucket-style.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

type MeasuredTool = TruthTool & { readonly outcome: { readonly state: "measured" } };

interface ErrorDot {
  readonly tool: string;
  readonly bucket: Bucket;
  readonly split: string;
  readonly points: number;
}

const BUCKET_SYMBOL = { interpreter: "circle", compute: "square", io: "diamond" } as const;
const BUCKET_SIGN = { interpreter: "●", compute: "■", io: "◆" } as const;

/** By how much each profiler's attribution misses what the programs measured of themselves. */
export function truthFigure(report: TruthReport): HTMLElement {
  const tools = report.tools.filter(isMeasured);
  const dots = tools.flatMap(dotsOf);
  return figure({
    id: "truth",
    title: titleOf(tools),
    subtitle: "Error of the attribution by profiler",
    unit: "percentage points of the wall time",
    source: {
      text: `npx portolan truth, on ${report.machine.cpuModel}, ${report.measuredAt.slice(0, 10)}`,
      runId: null,
      machine: report.machine.cpuModel,
      measuredAt: report.measuredAt,
    },
    chart: responsive((width) => draw(tools, dots, width)),
    description: `Error of the attribution in percentage points for each profiler. ${tools
      .map(({ title, outcome }) => `${title}: at most ${points(outcome.score.maxErrorPoints)}.`)
      .join(" ")}`,
    caption:
      "Each mark is one bucket of one run: what was read from the profile less what the program measured of itself. Grey bands are tolerances.",
    legend: legend(
      BUCKETS.map((bucket) => ({
        label: BUCKET_LABEL[bucket],
        colour: BUCKET_FILL[bucket],
        symbol: BUCKET_SIGN[bucket],
      })),
    ),
    table: dataTable(
      "Every run: read and true shares of interpreter, compute and io, percent",
      [
        { label: "Profiler", heading: true, value: ({ tool }: CellRow) => tool.title },
        { label: "Asked", unbroken: true, value: ({ cell }) => splitName(cell.split) },
        { label: "True", unbroken: true, value: ({ tool, cell }) => shares(tool, (b) => cell.truth[b]) },
        { label: "Read", unbroken: true, value: ({ tool, cell }) => shares(tool, (b) => cell.attributed[b]) },
        {
          label: "Largest error",
          numeric: true,
          value: ({ tool, cell }) => points(largestError(tool, cell)),
        },
      ],
      tools.flatMap((tool) => tool.outcome.cells.map((cell) => ({ tool, cell }))),
    ),
  });
}

/** The score of each profiler, and what is known to be wrong with it. */
export function truthTable(report: TruthReport): HTMLElement {
  return dataTable(
    "Profilers, and how far their attribution is off, in percentage points of the wall time",
    [
      { label: "Profiler", heading: true, value: ({ title }: TruthTool) => title },
      {
        label: "Largest error",
        numeric: true,
        value: (tool) => scoreOf(tool, (s) => points(s.maxErrorPoints)),
      },
      {
        label: "Mean error",
        numeric: true,
        value: (tool) => scoreOf(tool, (s) => points(s.meanErrorPoints)),
      },
      { label: "Verdict", value: (tool) => scoreOf(tool, (s) => verdict(s, tool)) },
      {
        label: "Known limit",
        value: ({ limit, outcome }) =>
          outcome.state === "measured" ? (limit ?? "") : `Not measured: ${outcome.reason}.`,
      },
    ],
    report.tools,
  );
}

function verdict({ verdict: found }: TruthScore, { points: tolerance }: TruthTool): string {
  return tolerance === null ? "shown only" : `${found} ${tolerance} ${tolerance === 1 ? "point" : "points"}`;
}

interface CellRow {
  readonly tool: MeasuredTool;
  readonly cell: TruthCell;
}

const isMeasured = (tool: TruthTool): tool is MeasuredTool => tool.outcome.state === "measured";

const points = (value: number): string => value.toFixed(1);

function scoreOf({ outcome }: TruthTool, text: (score: TruthScore) => string): string {
  return outcome.state === "measured" ? text(outcome.score) : "–";
}

function largestError({ scored }: TruthTool, { attributed, truth }: TruthCell): number {
  return Math.max(...scored.map((bucket) => Math.abs(errorPoints(attributed, truth, bucket))));
}

function shares({ scored }: TruthTool, share: (bucket: Bucket) => number): string {
  return BUCKETS.map((bucket) => (scored.includes(bucket) ? (share(bucket) * 100).toFixed(0) : "·")).join(
    "/",
  );
}

function dotsOf({ title, scored, outcome }: MeasuredTool): ErrorDot[] {
  return outcome.cells.flatMap((cell) =>
    scored.map((bucket) => ({
      tool: title,
      bucket,
      split: splitName(cell.split),
      points: errorPoints(cell.attributed, cell.truth, bucket),
    })),
  );
}

function titleOf(tools: readonly MeasuredTool[]): string {
  const held = tools.filter(({ outcome }) => outcome.score.verdict !== "shown only");
  const within = held.filter(({ outcome }) => outcome.score.verdict === "within");
  if (held.length === 0) return "No profiler with a tolerance was measured";
  if (within.length === held.length) {
    return `All ${held.length} profilers that are held to a tolerance keep it`;
  }
  return `${within.length} of ${held.length} profilers that are held to a tolerance keep it`;
}

function draw(tools: readonly MeasuredTool[], dots: readonly ErrorDot[], width: number): Element {
  const narrow = width < 560;
  const titles = tools.map(({ title }) => title);
  const tolerances = tools.flatMap(({ title, points }) => (points === null ? [] : [{ title, points }]));
  return Plot.plot({
    width,
    height: titles.length * (narrow ? 48 : 34) + 48,
    marginLeft: narrow ? 12 : 232,
    marginRight: 12,
    marginBottom: 40,
    x: { label: "percentage points too much →", labelOffset: 36, grid: true, nice: true },
    y: { domain: titles, label: null, tickSize: 0, axis: narrow ? null : "left", padding: 0.2 },
    marks: [
      Plot.barX(tolerances, {
        y: "title",
        x1: ({ points }) => -points,
        x2: "points",
        fill: "var(--theme-foreground-faintest)",
      }),
      ...(narrow
        ? [
            Plot.text(titles, {
              y: (d: string) => d,
              text: (d: string) => d,
              frameAnchor: "left",
              dy: -14,
              fontSize: 12,
            }),
          ]
        : []),
      Plot.ruleX([0], { stroke: "var(--theme-foreground)" }),
      ...BUCKETS.map((bucket) =>
        Plot.dot(
          dots.filter((dot) => dot.bucket === bucket),
          {
            x: "points",
            y: "tool",
            r: 3.5,
            symbol: BUCKET_SYMBOL[bucket],
            fill: BUCKET_FILL[bucket],
            stroke: "var(--theme-background)",
            strokeWidth: 0.5,
            title: ({ tool, split, points: error }: ErrorDot) =>
              `${tool}, ${split}: ${BUCKET_SHORT[bucket]} ${error < 0 ? "−" : "+"}${Math.abs(error).toFixed(1)} points`,
          },
        ),
      ),
    ],
  });
}
