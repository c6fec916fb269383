import * as Plot from "@observablehq/plot";
import type { ColdView } from "../../model/decision/cold-view.js";
import { P99 } from "../../model/decision/request.js";
import { countText } from "../../model/format.js";
import { checkText, coldTitle, exactShare } from "../../report/load-charts.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

const LABEL: Readonly<Record<ColdView["lines"][number]["pattern"], string>> = {
  poisson: "steady, at random",
  diurnal: "by day and night",
  bursty: "in bursts",
  flat: "a flat share",
};
const HUE: Readonly<Record<ColdView["lines"][number]["pattern"], string>> = {
  poisson: "var(--option-1)",
  diurnal: "var(--option-3)",
  bursty: "var(--option-2)",
  flat: "var(--option-1)",
};
/** Shares below one in a million are drawn as that. */
const LEAST = 1e-6;

/** The share of cold requests over the traffic, by how requests come. */
export function coldFigure(view: ColdView): HTMLElement {
  const { lines, calls, keepAliveMinutes, share } = view;
  return figure({
    id: "cold-share",
    title: coldTitle(view),
    subtitle: `Share of cold requests of ${view.title} by requests a month`,
    unit: null,
    chart: responsive((width) => draw(view, width)),
    description: `Share of cold requests of ${view.title} over requests a month. Now ${exactShare(share)}.`,
    legend: legend(
      lines.map(({ pattern }) => ({ label: LABEL[pattern], colour: HUE[pattern], symbol: "—" })),
    ),
    caption: `With instances kept for ${countText(keepAliveMinutes)} minutes; both scales are logarithmic. Above the dashed line, 1 %, the 99th percentile is a cold request. ${checkText(view)}`,
    table: dataTable(
      "Cold share by traffic",
      [
        {
          label: "Calls a month",
          heading: true,
          value: ({ i }: { readonly i: number }) => countText(calls[i]!),
        },
        ...lines.map(({ pattern, shares }) => ({
          label: LABEL[pattern],
          numeric: true,
          value: ({ i }: { readonly i: number }) => exactShare(shares[i]!),
        })),
      ],
      calls.map((_, i) => ({ i })).filter(({ i }) => i % 10 === 0),
    ),
  });
}

function draw({ lines, calls, now, share }: ColdView, width: number): Element {
  const points = lines.flatMap(({ pattern, shares }) =>
    calls.map((monthly, i) => ({ pattern, monthly, share: Math.max(LEAST, shares[i]!) })),
  );
  return Plot.plot({
    width,
    height: 300,
    marginLeft: 74,
    marginRight: 24,
    marginBottom: 40,
    x: { type: "log", label: "calls a month →", tickFormat: countText, ticks: width < 560 ? 4 : 7 },
    y: {
      type: "log",
      domain: [LEAST, 1],
      label: "↑ share of cold requests",
      grid: true,
      ticks: 6,
      tickFormat: exactShare,
    },
    marks: [
      Plot.ruleY([P99], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
      Plot.ruleX([now], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
      Plot.line(points, {
        x: "monthly",
        y: "share",
        z: "pattern",
        strokeWidth: 2,
        stroke: ({ pattern }: (typeof points)[number]) => HUE[pattern],
      }),
      Plot.dot([{ now, share: Math.max(LEAST, share) }], {
        x: "now",
        y: "share",
        symbol: "diamond",
        fill: "var(--theme-foreground)",
        r: 6,
      }),
    ],
  });
}
