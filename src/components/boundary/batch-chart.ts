import * as Plot from "@observablehq/plot";
import type { CrossingCurve, CurvePoint } from "../../model/boundary/curves.js";
import type { CrossingHost } from "../../model/boundary/ways.js";
import { WAYS } from "../../model/boundary/ways.js";
import { formatMs } from "../../model/format.js";
import { batchingFinding, HOST_NAME, isBatched, sizeText } from "../../report/boundary.js";
import { figureCode } from "../../report/figure-code.js";
import { crossingQuery } from "../../report/figure-queries.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import { timeScale, wayColour, waySymbol } from "./way-style.js";

/** The same bytes in more and more calls. */
export function batchChart(host: CrossingHost, all: readonly CrossingCurve[], runId: string): HTMLElement {
  const curves = all.filter((curve) => curve.host === host && isBatched(curve));
  const findings = curves.map(batchingFinding);
  const bytes = curves[0]?.byCalls[0]?.bytes ?? 0;
  return figure({
    id: `calls-${host}`,
    subtitle: "Time for the same bytes, divided among more and more calls",
    // The axis names one at each tick.
    unit: null,
    query: crossingQuery(
      runId,
      host,
      curves.map(({ way }) => way),
      true,
    ),
    code: figureCode("batchChart", host),
    title: findings[0] ?? `In ${HOST_NAME[host]} this was not measured`,
    legend: legend(
      curves.map(({ way }) => ({
        label: WAYS[way].title,
        meaning: WAYS[way].does,
        colour: wayColour(way),
        symbol: waySymbol(way).text,
      })),
    ),
    chart: responsive((width) => draw(curves, width)),
    description: findings.join(" "),
    caption: `${sizeText(bytes)} in all, divided among so many calls; both scales are logarithmic. ${findings.slice(1).join(" ")}`,
    table: callTable(curves),
  });
}

function draw(curves: readonly CrossingCurve[], width: number): Element {
  const points = curves.flatMap(({ byCalls }) => byCalls);
  return Plot.plot({
    width,
    height: Math.min(360, Math.max(260, width * 0.42)),
    marginLeft: 60,
    marginBottom: 44,
    x: {
      type: "log",
      domain: [0.8, Math.max(...points.map(({ calls }) => calls)) * 1.3],
      ticks: [...new Set(points.map(({ calls }) => calls))].sort((a, b) => a - b),
      tickFormat: (calls: number) => calls.toLocaleString("en-US"),
      label: "calls →",
      grid: true,
    },
    y: timeScale(points.map(({ ms }) => ms)),
    marks: curves.flatMap(({ way, byCalls }) => [
      Plot.line(byCalls, { x: "calls", y: "ms", stroke: wayColour(way), strokeWidth: 1.5 }),
      Plot.dot(byCalls, {
        x: "calls",
        y: "ms",
        r: 4,
        symbol: waySymbol(way).shape,
        fill: wayColour(way),
        title: ({ calls, ms }: CurvePoint) =>
          `${WAYS[way].title}, ${calls.toLocaleString("en-US")} calls: ${formatMs(ms)}`,
      }),
    ]),
  });
}

function callTable(curves: readonly CrossingCurve[]): HTMLElement {
  const rows = curves.flatMap(({ way, byCalls }) =>
    byCalls.map((point) => ({ way, ...point, times: point.ms / byCalls[0]!.ms })),
  );
  type Row = (typeof rows)[number];
  return dataTable(
    "The same bytes in more and more calls",
    [
      { label: "Way", heading: true, value: ({ way }: Row) => WAYS[way].title },
      { label: "Calls", numeric: true, value: ({ calls }) => calls.toLocaleString("en-US") },
      { label: "Bytes in each", numeric: true, value: ({ bytes, calls }) => sizeText(bytes / calls) },
      { label: "In all", numeric: true, value: ({ ms }) => formatMs(ms) },
      { label: "Of one call’s", numeric: true, value: ({ times }) => `${times.toPrecision(2)}×` },
    ],
    rows,
  );
}
