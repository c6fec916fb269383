import * as Plot from "@observablehq/plot";
import type { ColdView } from "../../model/decision/cold-view.js";
import { countText } from "../../model/format.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import { latency } from "./findings.js";

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
/** Where more is cold than this, the 99th percentile is a cold request. */
const P99 = 0.01;

/** The share of cold requests over the traffic, by how requests come. */
export function coldFigure(view: ColdView): HTMLElement {
  const { lines, calls, keepAliveMinutes, share } = view;
  return figure({
    title: coldTitle(view),
    chart: responsive((width) => draw(view, width)),
    description: `Share of cold requests of ${view.title} over requests a month. Now ${percent(share)}.`,
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
          value: ({ i }: { readonly i: number }) => percent(shares[i]!),
        })),
      ],
      calls.map((_, i) => ({ i })).filter(({ i }) => i % 10 === 0),
    ),
  });
}

/** Cold starts that say something of the formula: 30 scatter by a third. */
const TELLING = 30;

/** What the simulation says of the formula; nothing where the share is the reader's own. */
export function checkText({ pattern, simulated, share, now, keepAliveMinutes }: ColdView): string {
  if (pattern === "flat" || now === 0) return "";
  if (simulated === null) {
    const needed =
      pattern === "diurnal" ? "a day" : `${countText(keepAliveMinutes)} minutes of filling the pool`;
    return `No simulation checks the formula here: at your traffic, ${needed} has too many requests to go through one by one.`;
  }
  const { requests, hours, cold, error } = simulated;
  const how = `A simulation of the pool, ${countText(requests)} requests over ${hoursText(hours)} once it has filled,`;
  const expected = share * requests;
  return Math.max(cold, expected) < TELLING
    ? `${how} has ${countText(cold)} cold ${cold === 1 ? "start" : "starts"} where the formula expects ${countText(expected)}: too few to tell whether it is right.`
    : `${how} finds ${percent(simulated.share)} ± ${percent(error)} where the formula has ${percent(share)}.`;
}

function hoursText(hours: number): string {
  if (hours < 1) return `${countText(hours * 60)} minutes`;
  return hours < 48 ? `${countText(hours)} hours` : `${countText(hours / 24)} days`;
}

function coldTitle({ share, warmMs, coldMs, p99Ms }: ColdView): string {
  const how = `${percent(share)} of the requests are cold and take ${latency(coldMs)} instead of ${latency(warmMs)}`;
  return share > P99 ? `${how}: that is the p99, ${latency(p99Ms)}` : `${how}: too few to show in the p99`;
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
      tickFormat: percent,
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

/** "0.04 %": shares far below 1 % matter here. */
function percent(share: number): string {
  if (share === 0) return "0 %";
  return `${Number((share * 100).toPrecision(2)).toLocaleString("en-US", { maximumSignificantDigits: 2 })} %`;
}
