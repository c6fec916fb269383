import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { BUCKET_LABEL, BUCKETS_AND_REST, type BucketOrUnattributed } from "../../model/buckets.js";
import { bucketOfPart } from "../../model/forecast/as-workload.js";
import type { ForecastPart, Quantity, TargetForecast } from "../../model/forecast/result.js";
import { formatBytes, formatMs, formatShare } from "../../model/format.js";
import {
  basisText,
  forecastTitle,
  intervalText,
  type KnownForecast,
  PART_LABEL,
  timesAsFast,
} from "../../report/forecast.js";
import { BUCKET_FILL } from "../bucket-style.js";
import { barLayout } from "../charts/bar-layout.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { bucketLegend } from "../legend.js";
import { responsive } from "../responsive.js";
import type { ProfileForecast } from "./profile-decision.js";

const TODAY = "Today";

interface Bar {
  readonly target: string;
  readonly bucket: BucketOrUnattributed;
  readonly ms: number;
}

/** The forecast time of every target by bucket, with its interval, under today's time. */
export function forecastFigure({ forecast, input }: ProfileForecast): HTMLElement {
  const known = forecast.targets
    .filter((target): target is KnownForecast => target.state === "forecast" && !target.isToday)
    .sort((a, b) => a.timeMs.median - b.timeMs.median);
  return figure({
    id: "forecast",
    subtitle: "Forecast time of one request by target and bucket, under today’s time",
    unit: "milliseconds",
    title: forecastTitle(forecast.gate, known, input.wallMs),
    legend: bucketLegend(),
    chart: responsive((width) => draw(known, input.wallMs, input.bucketMs, width)),
    description: `Forecast time of one request by target. Today: ${formatMs(input.wallMs)}. ${known
      .map(({ title, timeMs }) => `${title}: forecast ${intervalText(timeMs, formatMs)}.`)
      .join(" ")}`,
    caption:
      "Forecast, not measured: today’s time in each bucket, times what the bucket’s time became on that target in the measured workloads. The line is the 80 % interval of the whole.",
    table: html`<div>${forecastTable(known, input.wallMs)}${missing(forecast.targets)}${parts(known)}</div>`,
  });
}

function draw(
  known: readonly KnownForecast[],
  todayMs: number,
  todayBuckets: Readonly<Record<BucketOrUnattributed, number>>,
  width: number,
): Element {
  const bars = [
    ...BUCKETS_AND_REST.map((bucket): Bar => ({ target: TODAY, bucket, ms: todayBuckets[bucket] })),
    ...known.flatMap(barsOf),
  ];
  const layout = barLayout([TODAY, ...known.map(({ title }) => title)], width);
  const longest = Math.max(todayMs, ...known.map(({ timeMs }) => timeMs.median));
  // One very wide interval would squeeze all bars; it is cut, and the table has its end.
  const end = Math.min(longest * 2.2, Math.max(longest, ...known.map(({ timeMs }) => timeMs.high)));
  return Plot.plot({
    ...layout,
    x: { label: "milliseconds per request →", grid: true, domain: [0, end * 1.02] },
    marks: [
      Plot.barX(bars, {
        x: "ms",
        y: "target",
        fill: ({ bucket }: Bar) => BUCKET_FILL[bucket],
        fillOpacity: ({ target }: Bar) => (target === TODAY ? 1 : 0.72),
        order: bars.map(({ bucket }) => bucket),
        insetRight: 0.5,
        title: ({ target, bucket, ms }: Bar) =>
          `${target}, ${BUCKET_LABEL[bucket]}: ${target === TODAY ? "" : "forecast "}${formatMs(ms, 2)}`,
      }),
      Plot.ruleX([todayMs], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
      Plot.ruleY(known, {
        y: "title",
        x1: ({ timeMs }: KnownForecast) => timeMs.low,
        x2: ({ timeMs }: KnownForecast) => Math.min(timeMs.high, end * 1.02),
        stroke: "var(--theme-foreground)",
        strokeWidth: 2,
      }),
      ...(["low", "high"] as const).map((limit) =>
        Plot.tickX(
          known.filter(({ timeMs }) => timeMs[limit] <= end * 1.02),
          {
            y: "title",
            x: ({ timeMs }: KnownForecast) => timeMs[limit],
            stroke: "var(--theme-foreground)",
            strokeWidth: 2,
            insetTop: 6,
            insetBottom: 6,
          },
        ),
      ),
      Plot.ruleX([0]),
    ],
  });
}

function barsOf({ title, parts }: KnownForecast): Bar[] {
  return parts.map(({ part, ms }) => ({
    target: title,
    bucket: bucketOfPart(part),
    ms: ms.median,
  }));
}

function forecastTable(known: readonly KnownForecast[], todayMs: number): HTMLElement {
  return dataTable(
    "Forecast of one request, with 80 % intervals",
    [
      { label: "Target", heading: true, value: ({ title }: KnownForecast) => title },
      { label: "Forecast", numeric: true, value: ({ timeMs }) => formatMs(timeMs.median, 2) },
      { label: "80 % interval", unbroken: true, value: ({ timeMs }) => intervalText(timeMs, formatMs) },
      { label: "Over today", unbroken: true, value: ({ timeMs }) => timesAsFast(timeMs, todayMs) },
      {
        label: "Peak memory",
        unbroken: true,
        value: ({ memoryBytes }) => quantity(memoryBytes, formatBytes),
      },
      { label: "Cold start", unbroken: true, value: ({ coldMs }) => quantity(coldMs, formatMs) },
      {
        label: "Least certain",
        value: ({ widest }) =>
          widest ? `${PART_LABEL[widest.part]}, ${formatShare(widest.share)} of the interval` : "nothing",
      },
      {
        label: "Evidence",
        value: ({ evidence, notes }) =>
          html`${evidence === "measured" ? "measured on this machine" : "published figures"}${notes.map((note) => html`<small>${note}</small>`)}`,
      },
    ],
    known,
  );
}

function missing(targets: readonly TargetForecast[]): HTMLElement | null {
  const unknown = targets.filter(({ state }) => state === "no-evidence");
  if (unknown.length === 0) return null;
  return html`<ul class="open-gates">${unknown.map(
    (target) =>
      html`<li><strong>${target.title}</strong> is not forecast: ${target.state === "no-evidence" ? target.reason : ""}.</li>`,
  )}</ul>`;
}

function parts(known: readonly KnownForecast[]): HTMLElement {
  type Row = { readonly target: string; readonly part: ForecastPart };
  return dataTable(
    "What each forecast is made of",
    [
      { label: "Target", heading: true, value: ({ target }: Row) => target },
      { label: "Part", value: ({ part }) => PART_LABEL[part.part] },
      {
        label: "Today",
        numeric: true,
        value: ({ part }) => (part.baselineMs > 0 ? formatMs(part.baselineMs, 2) : "none"),
      },
      {
        label: "Ratio",
        unbroken: true,
        value: ({ part }) =>
          part.ratio === null ? "—" : intervalText(part.ratio, (value) => `${Number(value.toPrecision(2))}×`),
      },
      { label: "Forecast", unbroken: true, value: ({ part }) => intervalText(part.ms, formatMs) },
      { label: "From", value: ({ part }) => basisText(part.basis) },
    ],
    known.flatMap(({ title, parts }) => parts.map((part) => ({ target: title, part }))),
  );
}

function quantity(value: Quantity, format: (value: number, digits: number) => string): unknown {
  return value.state === "forecast"
    ? intervalText(value.range, format)
    : html`<span title=${value.reason}>unknown</span>`;
}
