import * as Plot from "@observablehq/plot";
import type { Calibration, CalibrationRow } from "../../model/forecast/calibrate.js";
import { formatMs } from "../../model/format.js";
import { calibrationTitle, type Names, percent } from "../../report/calibration.js";
import { figureCode } from "../../report/figure-code.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const INSIDE = "var(--verdict-better)";
const OUTSIDE = "var(--verdict-worse)";

/** Every forecast with its interval against what was measured; a perfect one lies on the diagonal. */
export function calibrationChart({ rows, overall }: Calibration, names: Names): HTMLElement {
  const name = (id: string) => names.get(id) ?? id;
  return figure({
    id: "calibration",
    subtitle: "Forecast against measured time of a request, every forecast that can be checked",
    unit: "milliseconds",
    code: figureCode("calibrationChart"),
    title: overall === null ? "There is no forecast to score" : calibrationTitle(overall),
    legend: legend([
      { label: "measured inside the 80 % interval", colour: INSIDE, symbol: "●" },
      { label: "outside", colour: OUTSIDE, symbol: "✕" },
    ]),
    chart: responsive((width) => draw(rows, name, width)),
    description: `Forecast against measured time of a request, both on logarithmic scales. ${rows
      .map((row) => describe(row, name))
      .join(" ")}`,
    caption:
      "Each mark is one workload on one target. The line through it is the forecast’s 80 % interval; where it crosses the dashed diagonal, forecast and measurement agree. Both scales are logarithmic.",
    table: rowTable(rows, name),
  });
}

function draw(rows: readonly CalibrationRow[], name: (id: string) => string, width: number): Element {
  const side = Math.min(width, 640);
  const ends = rows.flatMap(({ measuredMs, forecastMs: f }) => [measuredMs, f.median, f.low, f.high]);
  const domain = [Math.min(...ends.filter((ms) => ms > 0)) / 1.3, Math.max(...ends) * 1.3];
  const scale = { type: "log" as const, domain, grid: true, ticks: side < 480 ? 4 : 6, tickFormat: "~s" };
  const colour = ({ inside }: CalibrationRow) => (inside ? INSIDE : OUTSIDE);
  const dots = (inside: boolean) =>
    Plot.dot(
      rows.filter((row) => row.inside === inside),
      {
        x: "measuredMs",
        y: ({ forecastMs }: CalibrationRow) => forecastMs.median,
        r: 4,
        symbol: inside ? "circle" : "times",
        fill: inside ? INSIDE : "none",
        stroke: inside ? INSIDE : OUTSIDE,
        strokeWidth: 2,
        title: (row: CalibrationRow) => describe(row, name),
      },
    );
  return Plot.plot({
    width: side,
    height: side,
    marginLeft: 56,
    marginBottom: 44,
    x: { ...scale, label: "measured, ms →" },
    y: { ...scale, label: "↑ forecast, ms" },
    marks: [
      Plot.frame({ stroke: "var(--theme-foreground-faintest)" }),
      Plot.line(
        domain.map((ms): [number, number] => [ms, ms]),
        {
          stroke: "var(--theme-foreground-muted)",
          strokeDasharray: "4,4",
        },
      ),
      Plot.ruleX(rows, {
        x: "measuredMs",
        y1: ({ forecastMs }: CalibrationRow) => Math.max(forecastMs.low, domain[0]!),
        y2: ({ forecastMs }: CalibrationRow) => forecastMs.high,
        stroke: colour,
        strokeWidth: 1.5,
        strokeOpacity: 0.7,
      }),
      dots(true),
      dots(false),
    ],
  });
}

function describe(
  { workload, from, target, forecastMs, measuredMs, inside }: CalibrationRow,
  name: (id: string) => string,
) {
  const interval = `${formatMs(forecastMs.low, 2)} to ${formatMs(forecastMs.high, 2)}`;
  return `${name(workload)} on ${name(target)}, from ${name(from)}: forecast ${formatMs(forecastMs.median, 2)} (${interval}), measured ${formatMs(measuredMs, 3)}, ${inside ? "inside" : "outside"}.`;
}

function rowTable(rows: readonly CalibrationRow[], name: (id: string) => string): HTMLElement {
  return dataTable(
    "Every forecast beside its measurement",
    [
      { label: "Workload", heading: true, value: ({ workload }: CalibrationRow) => name(workload) },
      { label: "From", value: ({ from }) => name(from) },
      { label: "Target", value: ({ target }) => name(target) },
      { label: "Forecast", numeric: true, value: ({ forecastMs }) => formatMs(forecastMs.median, 2) },
      {
        label: "80 % interval",
        numeric: true,
        value: ({ forecastMs: f }) => `${formatMs(f.low, 2)} to ${formatMs(f.high, 2)}`,
      },
      { label: "Measured", numeric: true, value: ({ measuredMs }) => formatMs(measuredMs, 3) },
      { label: "Error", numeric: true, value: ({ error }) => signed(error) },
      { label: "Inside", value: ({ inside }) => (inside ? "yes" : "no") },
      {
        label: "One ratio’s error",
        numeric: true,
        value: ({ naiveMs, measuredMs }) => (naiveMs === null ? "–" : signed(naiveMs / measuredMs - 1)),
      },
    ],
    rows,
  );
}

function signed(error: number): string {
  const size = percent(Math.abs(error));
  return `${size === percent(0) ? "±" : error < 0 ? "−" : "+"}${size}`;
}
