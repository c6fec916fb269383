import * as Plot from "@observablehq/plot";
import { crossingMs } from "../../model/boundary/fit.js";
import { type CrossingHost, type CrossingSide, WAYS } from "../../model/boundary/ways.js";
import { formatMs } from "../../model/format.js";
import {
  type FittedCurve,
  fitText,
  HOST_NAME,
  SIDE_NAME,
  sideFinding,
  sizeText,
} from "../../report/boundary.js";
import { figureCode } from "../../report/figure-code.js";
import { crossingQuery } from "../../report/figure-queries.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import { timeScale, wayColour, waySymbol } from "./way-style.js";

interface Point {
  readonly curve: FittedCurve;
  readonly bytes: number;
  readonly ms: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

/** What crossing to one side costs by size, measured and fitted, both on logarithmic scales. */
export function crossingChart(
  side: CrossingSide,
  host: CrossingHost,
  curves: readonly FittedCurve[],
  runId: string,
): HTMLElement {
  const shown = curves.filter((curve) => curve.host === host && WAYS[curve.way].side === side);
  const sized = shown.filter(({ bySize }) => bySize.some(({ bytes }) => bytes > 0));
  const engine = shown[0]?.engine ?? HOST_NAME[host];
  return figure({
    id: `crossing-${side}-${host}`,
    title: sideFinding(side, host, shown),
    subtitle: `Time of one crossing to ${SIDE_NAME[side]} by size, in ${engine}`,
    // The axis names one at each tick.
    unit: null,
    code: figureCode("crossingChart", side, host),
    query: crossingQuery(
      runId,
      host,
      shown.map(({ way }) => way),
      false,
    ),
    legend: legend(
      sized.map(({ way }) => ({
        label: WAYS[way].title,
        meaning: WAYS[way].does,
        colour: wayColour(way),
        symbol: waySymbol(way).text,
      })),
    ),
    chart: responsive((width) => draw(sized, width)),
    description: `Time of one crossing to ${SIDE_NAME[side]} by size, in ${engine}. ${shown.map(describe).join(" ")}`,
    caption: `The median, and from the least to the most of its rounds. Lines are the fits. Both scales are logarithmic.`,
    table: pointTable(shown),
  });
}

const pointsOf = (curve: FittedCurve): Point[] => curve.bySize.map((point) => ({ curve, ...point }));

function draw(curves: readonly FittedCurve[], width: number): Element {
  const points = curves.flatMap(pointsOf);
  const sizes = points.map(({ bytes }) => bytes);
  const domain: [number, number] = [Math.min(...sizes) / 1.5, Math.max(...sizes) * 1.5];
  const powers = [...new Set(sizes)]
    .sort((a, b) => a - b)
    .filter((bytes, i, all) => bytes >= 4 * (all[i - 1] ?? 0));
  return Plot.plot({
    width,
    height: Math.min(420, Math.max(300, width * 0.5)),
    marginLeft: 60,
    marginBottom: 44,
    x: {
      type: "log",
      // So that d3, which labels only a scale's own powers, labels these sizes.
      base: 2,
      domain,
      ticks: width < 560 ? powers.filter((_, i) => i % 3 === 0) : powers,
      tickFormat: (bytes: number) => sizeText(bytes),
      label: "bytes that cross →",
      grid: true,
    },
    y: timeScale(points.flatMap(({ ms, leastMs, mostMs }) => [ms, leastMs, Math.min(mostMs, 4 * ms)])),
    marks: [
      ...curves.map((curve) =>
        Plot.line(fitLine(curve, domain), {
          x: "bytes",
          y: "ms",
          stroke: wayColour(curve.way),
          strokeWidth: 1.5,
        }),
      ),
      Plot.ruleX(points, {
        x: "bytes",
        y1: "leastMs",
        y2: ({ ms, mostMs }: Point) => Math.min(mostMs, 4 * ms),
        stroke: ({ curve }: Point) => wayColour(curve.way),
        strokeOpacity: 0.5,
      }),
      ...curves.map((curve) =>
        Plot.dot(pointsOf(curve), {
          x: "bytes",
          y: "ms",
          r: 4,
          symbol: waySymbol(curve.way).shape,
          fill: wayColour(curve.way),
          title: ({ bytes, ms }: Point) => `${WAYS[curve.way].title}, ${sizeText(bytes)}: ${formatMs(ms)}`,
        }),
      ),
    ],
  });
}

const FIT_STEPS = 60;

function fitLine({ fit, bySize }: FittedCurve, [from, to]: readonly [number, number]) {
  if (fit === null) return [];
  const least = Math.max(from, bySize[0]!.bytes);
  return Array.from({ length: FIT_STEPS + 1 }, (_, i) => {
    const bytes = least * (to / least) ** (i / FIT_STEPS);
    return { bytes, ms: crossingMs(fit, bytes) };
  }).filter(({ ms }) => ms > 0);
}

function describe({ way, bySize, fit }: FittedCurve): string {
  const points = bySize.map(({ bytes, ms }) =>
    bytes > 0 ? `${sizeText(bytes)} ${formatMs(ms, 2)}` : formatMs(ms, 2),
  );
  return `${WAYS[way].title}: ${points.join(", ")}${fit ? `; fitted: ${fitText(fit)}` : ""}.`;
}

function pointTable(curves: readonly FittedCurve[]): HTMLElement {
  const rows = curves.flatMap((curve) => pointsOf(curve).map((point, i) => ({ ...point, i })));
  type Row = (typeof rows)[number];
  return dataTable(
    "One crossing, by way and size",
    [
      { label: "Way", heading: true, value: ({ curve }: Row) => WAYS[curve.way].title },
      { label: "Bytes", numeric: true, value: ({ bytes }) => (bytes > 0 ? sizeText(bytes) : "–") },
      { label: "Median", numeric: true, value: ({ ms }) => formatMs(ms) },
      {
        label: "Least to most",
        unbroken: true,
        value: ({ leastMs, mostMs }) => `${formatMs(leastMs, 2)} to ${formatMs(mostMs, 2)}`,
      },
      {
        label: "Fitted",
        numeric: true,
        value: ({ curve: { fit }, bytes }) => (fit === null ? "–" : formatMs(crossingMs(fit, bytes))),
      },
      {
        label: "Measured ÷ fitted",
        numeric: true,
        value: ({ curve: { fit }, i }) => (fit === null ? "–" : `${fit.residuals[i]!.toFixed(2)}×`),
      },
    ],
    rows,
  );
}
