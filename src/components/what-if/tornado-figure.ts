import * as Plot from "@observablehq/plot";
import type { Sensitivity, SensitivityBar } from "../../model/decision/sensitivity.js";
import { countText, formatShare, formatUsd } from "../../model/format.js";
import { barsShown, readingOf, tornadoTitle } from "../../report/cost-charts.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const LOW = "var(--option-1)";
const HIGH = "var(--option-2)";

/** Each input moved alone from its 5th to its 95th percentile: what it does to the leader's lead. */
export function tornadoFigure(
  sensitivity: Sensitivity,
  turning: string | null = null,
  code?: string,
): HTMLElement {
  const { leader, rival, centreUsd } = sensitivity;
  const bars = barsShown(sensitivity);
  const axis = rival === null ? `cost of ${leader}` : `cost of ${leader} less that of ${rival}`;
  return figure({
    id: "tornado",
    title: tornadoTitle(sensitivity, turning),
    subtitle: `What each input alone does to the ${axis}`,
    unit: "dollars over the horizon",
    ...(code === undefined ? {} : { code }),
    chart: responsive((width) => draw(bars, sensitivity, width)),
    description: `The ${axis}, at the centre ${formatUsd(centreUsd)}. ${bars
      .map(({ label, lowUsd, highUsd }) => `${label}: ${formatUsd(lowUsd)} to ${formatUsd(highUsd)}.`)
      .join(" ")}`,
    legend: legend([
      { label: "input at its 5th percentile", colour: LOW },
      { label: "at its 95th", colour: HIGH },
    ]),
    caption: `The ${axis}, over the horizon, with one input moved and all others at their centre. ${readingOf(sensitivity)}`,
    table: tornadoTable(sensitivity),
  });
}

function draw(bars: readonly SensitivityBar[], { centreUsd, rival }: Sensitivity, width: number): Element {
  const narrow = width < 560;
  const halves = bars.flatMap(({ label, unit, lowUsd, highUsd, lowValue, highValue }) => [
    { label, usd: lowUsd, fill: LOW, value: `${countText(lowValue)} ${unit ?? ""}` },
    { label, usd: highUsd, fill: HIGH, value: `${countText(highValue)} ${unit ?? ""}` },
  ]);
  type Half = (typeof halves)[number];
  return Plot.plot({
    width,
    height: bars.length * (narrow ? 42 : 27) + 44,
    marginLeft: narrow ? 8 : 190,
    marginRight: 16,
    marginBottom: 36,
    x: {
      label: "dollars over the horizon →",
      grid: true,
      nice: true,
      ticks: narrow ? 3 : 6,
      tickFormat: (usd: number) => dollars(usd),
    },
    y: {
      domain: bars.map(({ label }) => label),
      label: null,
      tickSize: 0,
      padding: narrow ? 0.55 : 0.3,
      ...(narrow ? { axis: null } : {}),
    },
    marks: [
      Plot.barX(halves, {
        y: "label",
        x1: centreUsd,
        x2: "usd",
        fill: "fill",
        title: ({ label, usd, value }: Half) => `${label} at ${value}: ${dollars(usd)}`,
      }),
      ...(narrow
        ? [Plot.text(bars, { y: "label", text: "label", frameAnchor: "left", dy: -18, textAnchor: "start" })]
        : []),
      Plot.ruleX([centreUsd], { stroke: "var(--theme-foreground)" }),
      rival === null
        ? null
        : Plot.ruleX([0], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
    ],
  });
}

const dollars = (usd: number) => `${usd < 0 ? "−" : ""}$${countText(Math.abs(usd))}`;

function tornadoTable({ bars }: Sensitivity): HTMLElement {
  return dataTable(
    "Every uncertain input: what it moves, what it explains, and what knowing it would be worth",
    [
      { label: "Input", heading: true, value: ({ label }: SensitivityBar) => label },
      {
        label: "From 5th to 95th percentile",
        unbroken: true,
        value: ({ lowValue, highValue, unit }) =>
          `${countText(lowValue)} to ${countText(highValue)} ${unit ?? ""}`,
      },
      { label: "Outcome at the 5th", numeric: true, value: ({ lowUsd }) => formatUsd(lowUsd) },
      { label: "At the 95th", numeric: true, value: ({ highUsd }) => formatUsd(highUsd) },
      {
        label: "Explains of the variance",
        numeric: true,
        value: ({ varianceShare }) => formatShare(varianceShare),
      },
      {
        label: "Worth knowing",
        numeric: true,
        value: ({ worthUsd }) => (worthUsd > 0 ? formatUsd(worthUsd) : "nothing"),
      },
    ],
    bars,
  );
}
