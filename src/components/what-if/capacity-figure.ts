import * as Plot from "@observablehq/plot";
import { html } from "htl";
import type { CapacityView, ServerStep } from "../../model/decision/capacity-view.js";
import { countText, formatShare } from "../../model/format.js";
import { loadTitle, scalingTitle } from "../../report/load-charts.js";
import { latencyText, p99Text } from "../../report/tail.js";
import { counted } from "../../report/words.js";
import { logTicks } from "../charts/log-ticks.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";

/** Two charts of one reserved option: p99 over how busy its servers are, and servers over the rate. */
export function capacityFigures(view: CapacityView): HTMLElement {
  return html`<div>${loadFigure(view)}${scalingFigure(view)}</div>`;
}

function loadFigure(view: CapacityView): HTMLElement {
  const { servers, slots, utilisation, p99Ms, kneeUtilisation, formula, simulated, title } = view;
  return figure({
    id: "load",
    title: loadTitle(view),
    subtitle: `p99 of ${title} by how busy its servers are`,
    unit: "milliseconds",
    chart: responsive((width) => drawLoad(view, width)),
    description: `p99 of ${title} over the utilisation of ${counted(servers, "server")}. Now ${formatShare(utilisation)}, ${p99Text(view, p99Ms)}; the knee is at ${formatShare(kneeUtilisation)}.`,
    legend: legend([
      { label: "by formula (Erlang C, Allen–Cunneen)", colour: "var(--option-1)", symbol: "—" },
      ...(simulated.length > 0
        ? [{ label: "simulated from the measured times", colour: "var(--option-2)", symbol: "●" }]
        : []),
      { label: "at your peak", colour: "var(--theme-foreground)", symbol: "◆" },
    ]),
    caption: `${countText(servers)} ${servers === 1 ? "server" : "servers"} for ${counted(slots, "request")} at once${servers === 1 ? "" : " each"}, at the centre of every range. At the knee, waiting at the 99th percentile is as long as one request; past it, a little more load costs much latency.${
      simulated.length === 0
        ? " Nothing was measured here, so that the formula has no check."
        : " The formula adds the unlucky wait to the slow request; both are rarely bad at once, so that the simulation lies below it."
    }`,
    table: dataTable(
      "p99 by utilisation",
      [
        { label: "Utilisation", heading: true, value: (row: Row) => formatShare(row.utilisation) },
        { label: "Formula", numeric: true, value: (row) => latencyText(row.formulaMs) },
        {
          label: "Simulated",
          numeric: true,
          value: (row) => (row.simulatedMs === null ? "—" : latencyText(row.simulatedMs)),
        },
      ],
      rowsOf(formula, simulated),
    ),
  });
}

interface Row {
  readonly utilisation: number;
  readonly formulaMs: number;
  readonly simulatedMs: number | null;
}

function rowsOf(formula: CapacityView["formula"], simulated: CapacityView["simulated"]): Row[] {
  const near = (utilisation: number) =>
    formula.reduce((a, b) =>
      Math.abs(b.utilisation - utilisation) < Math.abs(a.utilisation - utilisation) ? b : a,
    );
  const points =
    simulated.length > 0 ? simulated.map((one) => one.utilisation) : [0.3, 0.5, 0.7, 0.8, 0.9, 0.95];
  return points.map((utilisation, i) => ({
    utilisation,
    formulaMs: near(utilisation).p99Ms,
    simulatedMs: simulated[i]?.p99Ms ?? null,
  }));
}

function drawLoad(
  { formula, simulated, utilisation, p99Ms, kneeUtilisation, sloMs }: CapacityView,
  width: number,
): Element {
  const shown = formula.filter(({ p99Ms: ms }) => Number.isFinite(ms));
  const atKnee = shown.find((point) => point.utilisation >= kneeUtilisation)?.p99Ms ?? 1;
  // The last per cents before saturation would squeeze all else.
  const top = Math.max(
    p99Ms < Number.POSITIVE_INFINITY ? p99Ms * 1.3 : 0,
    atKnee * 2.5,
    sloMs !== null && sloMs < atKnee * 4 ? sloMs * 1.1 : 0,
  );
  const within = ({ p99Ms: ms }: { readonly p99Ms: number }) => ms <= top;
  return Plot.plot({
    width,
    height: 320,
    marginLeft: 56,
    marginRight: 24,
    marginBottom: 40,
    x: { domain: [0, 1], label: "busy share of the servers →", tickFormat: "%", ticks: width < 560 ? 4 : 10 },
    y: { domain: [0, top], label: "↑ p99, ms", grid: true, ticks: 5 },
    marks: [
      Plot.ruleY([0]),
      sloMs !== null && sloMs <= top
        ? Plot.ruleY([sloMs], { stroke: "var(--verdict-worse)", strokeDasharray: "4,3" })
        : null,
      Plot.ruleX([kneeUtilisation], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
      Plot.text([kneeUtilisation], {
        x: (x: number) => x,
        text: () => "knee",
        frameAnchor: "top",
        dx: -5,
        textAnchor: "end",
      }),
      Plot.line(shown.filter(within), {
        x: "utilisation",
        y: "p99Ms",
        stroke: "var(--option-1)",
        strokeWidth: 2,
      }),
      Plot.dot(simulated.filter(within), {
        x: "utilisation",
        y: "p99Ms",
        fill: "var(--option-2)",
        r: 4,
        title: ({ p99Ms: ms }: { p99Ms: number }) => `simulated: ${latencyText(ms)}`,
      }),
      Plot.dot([{ utilisation, p99Ms }].filter(within), {
        x: "utilisation",
        y: "p99Ms",
        symbol: "diamond",
        fill: "var(--theme-foreground)",
        r: 6,
      }),
    ],
  });
}

function scalingFigure(view: CapacityView): HTMLElement {
  const { scaling, ratePerSecond, servers, sloMs } = view;
  const limit = sloMs === null ? "" : ` within ${latencyText(sloMs)}`;
  return figure({
    id: "servers",
    title: scalingTitle(view),
    subtitle: "Fewest servers that keep the p99 limit, by requests a second at the peak",
    unit: null,
    chart: responsive((width) => drawScaling(view, width)),
    description: `Servers needed for the p99 limit over requests a second at the peak. Now ${countText(ratePerSecond)} a second: ${servers}.`,
    caption: `Fewest servers that keep p99${limit} at the peak, both scales logarithmic; the diamond is your peak, ${countText(ratePerSecond)} requests a second.`,
    table: dataTable(
      "Servers by rate",
      [
        {
          label: "Requests a second at the peak, from",
          heading: true,
          value: (row: ServerStep) => countText(row.ratePerSecond),
        },
        {
          label: "Servers",
          numeric: true,
          value: (row) =>
            Number.isFinite(row.servers) ? row.servers.toLocaleString("en-US") : "none is enough",
        },
      ],
      rowsShown(scaling, ratePerSecond),
    ),
  });
}

const MOST_ROWS = 16;

/** The steps about today's rate, and some of the others. */
function rowsShown(scaling: readonly ServerStep[], ratePerSecond: number): ServerStep[] {
  const now = scaling.findLastIndex((step) => step.ratePerSecond <= ratePerSecond);
  const every = Math.ceil(scaling.length / MOST_ROWS);
  return scaling.filter((_, i) => i === now || i === now + 1 || i % every === 0);
}

function drawScaling({ scaling, ratePerSecond, servers }: CapacityView, width: number): Element {
  const last = scaling.at(-1)!;
  const end = {
    ratePerSecond: ratePerSecond * (ratePerSecond / scaling[0]!.ratePerSecond),
    servers: last.servers,
  };
  const [from, to] = [scaling[0]!.ratePerSecond, end.ratePerSecond];
  return Plot.plot({
    width,
    height: 240,
    marginLeft: 56,
    marginRight: 24,
    marginBottom: 40,
    x: {
      type: "log",
      domain: [from, to],
      label: "requests a second at the peak →",
      tickFormat: countText,
      ticks: logTicks(from, to, width < 560 ? 3 : 6),
    },
    y: { type: "log", label: "↑ servers", grid: true, ticks: 4, tickFormat: countText },
    marks: [
      Plot.line([...scaling, end], {
        x: "ratePerSecond",
        y: (step: ServerStep) => (Number.isFinite(step.servers) ? step.servers : Number.NaN),
        curve: "step-after",
        stroke: "var(--option-1)",
        strokeWidth: 2,
      }),
      Plot.dot([{ ratePerSecond, servers }], {
        x: "ratePerSecond",
        y: "servers",
        symbol: "diamond",
        fill: "var(--theme-foreground)",
        r: 6,
      }),
    ],
  });
}
