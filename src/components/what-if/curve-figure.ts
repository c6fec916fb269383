import * as Plot from "@observablehq/plot";
import { html, svg } from "htl";
import type { CostBasis, TrafficCurve } from "../../model/decision/traffic-curve.js";
import { countText, formatUsd } from "../../model/format.js";
import type { OptionFacts } from "../../report/answer.js";
import { crossingText, curveTitle, type TitleOf } from "../../report/cost-charts.js";
import { logTicks } from "../charts/log-ticks.js";
import { spreadApart } from "../charts/spread-apart.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import { type OptionStyle, optionStyles } from "./option-style.js";

const BASIS_LABEL: Readonly<Record<CostBasis, string>> = {
  total: "Everything, people included",
  bill: "The platform’s bill alone",
};

/** Cost a month over traffic, with the crossings of the cheapest numbered, and listed below. */
export function curveFigure(
  curves: readonly TrafficCurve[],
  options: readonly OptionFacts[],
  basis: CostBasis,
  onBasis: (basis: CostBasis) => void,
): HTMLElement {
  const curve = curves.find((one) => one.basis === basis) ?? curves[0]!;
  const styleOf = optionStyles(options);
  const titleOf: TitleOf = (id) => options.find((option) => option.id === id)?.title ?? id;
  const picker = html`<label class="chart-choice">Cost counts
    <select ${{ onchange: ({ target }: Event) => onBasis((target as HTMLSelectElement).value as CostBasis) }}>
      ${curves.map((one) => html`<option value=${one.basis} selected=${one.basis === curve.basis}>${BASIS_LABEL[one.basis]}</option>`)}
    </select></label>`;
  const shown = linesShown(curve, options);
  const texts = curve.crossings.map((crossing) => crossingText(crossing, titleOf));
  const element = figure({
    id: "cost-curve",
    title: curveTitle(curve, titleOf),
    subtitle: "Cost of each option by requests a month",
    unit: "dollars a month",
    chart: responsive((width) => draw(curve, shown, styleOf, width)),
    description: `Cost a month of each option over requests a month, both on logarithmic scales. ${
      curve.crossings.length === 0 ? "" : `The cheapest changes at ${texts.join("; ")}.`
    }`,
    legend: legend(
      shown.map((option) => ({
        label: option.title,
        colour: styleOf(option).hue,
        symbol: styleOf(option).mark,
      })),
    ),
    caption: `Means over the draws, as in the ranking, ${
      curve.basis === "total" ? "with what is paid once spread over the horizon" : "without people"
    }. A line is faint where its option fails a gate. The dashed upright line is your traffic; numbered rings mark where the cheapest that passes changes.`,
    table: html`<div>${curveTable(curve, options)}${crossingTable(curve, titleOf)}</div>`,
  });
  element.querySelector("h3")!.after(picker);
  if (texts.length > 0)
    element
      .querySelector("details")!
      .before(html`<ol class="curve-crossings">${texts.map((text) => html`<li>${text}</li>`)}</ol>`);
  return element;
}

const MOST_LINES = 8;

/** Every option that is cheapest somewhere, then the cheapest at today's traffic. */
function linesShown(curve: TrafficCurve, options: readonly OptionFacts[]): OptionFacts[] {
  const leading = new Set(curve.crossings.flatMap(({ below, above }) => [below, above]));
  const middle = curve.requests.findIndex((requests) => requests >= curve.now);
  const costNow = (id: string) =>
    curve.lines.find(({ option }) => option === id)?.usd[Math.max(0, middle)] ?? Number.POSITIVE_INFINITY;
  return options
    .filter(({ id }) => curve.lines.some(({ option }) => option === id))
    .sort((a, b) => Number(leading.has(b.id)) - Number(leading.has(a.id)) || costNow(a.id) - costNow(b.id))
    .slice(0, MOST_LINES);
}

interface Point {
  readonly option: OptionFacts;
  readonly requests: number;
  readonly usd: number;
  readonly passes: boolean;
  readonly mark: boolean;
}

function draw(
  curve: TrafficCurve,
  options: readonly OptionFacts[],
  styleOf: (option: OptionFacts) => OptionStyle,
  width: number,
): Element {
  const points = options.flatMap((option): Point[] => {
    const line = curve.lines.find((one) => one.option === option.id)!;
    return curve.requests.map((requests, i) => ({
      option,
      requests,
      usd: line.usd[i]!,
      passes: line.passes[i]!,
      mark: i % 30 === 15,
    }));
  });
  const finite = points.filter(({ usd }) => usd > 0 && Number.isFinite(usd));
  const narrow = width < 560;
  const [first, last] = [curve.requests[0]!, curve.requests.at(-1)!];
  return Plot.plot({
    width,
    height: narrow ? 340 : 400,
    marginTop: LANE_PX + 18,
    marginLeft: 68,
    marginRight: 24,
    marginBottom: 40,
    x: {
      type: "log",
      domain: [first, last],
      label: "requests a month →",
      tickFormat: countText,
      ticks: logTicks(first, last, narrow ? 4 : 7),
    },
    y: {
      type: "log",
      grid: true,
      label: "↑ dollars a month",
      tickFormat: (usd: number) => `$${countText(usd)}`,
      ticks: 5,
    },
    marks: [
      ...options.flatMap((option) => {
        const { hue, dash, symbol } = styleOf(option);
        const own = finite.filter((point) => point.option === option);
        const title = ({ requests, usd }: Point) =>
          `${option.title}\n${countText(requests)} requests: ${formatUsd(usd)} a month`;
        return [
          Plot.line(own, {
            x: "requests",
            y: "usd",
            stroke: hue,
            strokeWidth: 1.75,
            strokeOpacity: 0.35,
            strokeDasharray: dash,
          }),
          Plot.line(own, {
            x: "requests",
            y: ({ usd, passes }: Point) => (passes ? usd : Number.NaN),
            stroke: hue,
            strokeWidth: 2,
            strokeDasharray: dash,
          }),
          Plot.dot(
            own.filter(({ mark, passes }) => mark && passes),
            { x: "requests", y: "usd", symbol, fill: hue, r: 3.5, title },
          ),
        ];
      }),
      Plot.ruleX([curve.now], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
      Plot.dot(curve.crossings, {
        x: "requests",
        y: "usd",
        r: 6,
        stroke: "var(--theme-foreground)",
        strokeWidth: 1.75,
      }),
      (_: unknown, { x, y }: Plot.ScaleFunctions) =>
        crossingNumbers(
          curve.crossings.map(({ requests, usd }) => ({ x: x!(requests) as number, y: y!(usd) as number })),
          width,
        ),
    ],
  });
}

/** Above the plot, where the numbers of the rings stand. */
const LANE_PX = 20;
const NUMBER_PX = 18;
const RING_PX = 6;

/** Each ring's number in a lane above the plot, apart from its neighbours', and a thin line down to the ring. */
function crossingNumbers(
  rings: readonly { readonly x: number; readonly y: number }[],
  width: number,
): SVGElement {
  const places = spreadApart(
    rings.map(({ x }) => x),
    NUMBER_PX,
    NUMBER_PX,
    width - NUMBER_PX / 2,
  );
  return svg`<g font-weight="600" text-anchor="middle" fill="var(--theme-foreground)">${rings.map(
    ({ x, y }, i) => svg`<g>
      <path d=${`M${places[i]},${LANE_PX}V${LANE_PX + 4}L${x},${LANE_PX + 16}V${Number.isFinite(y) ? y - RING_PX : LANE_PX + 24}`} fill="none" stroke="var(--theme-foreground-muted)" stroke-width="0.75"></path>
      <text x=${places[i]} y=${LANE_PX - 4}>${i + 1}</text>
    </g>`,
  )}</g>`;
}

const TABLE_STEP = 20;

function curveTable(curve: TrafficCurve, options: readonly OptionFacts[]): HTMLElement {
  const rows = curve.requests
    .map((requests, i) => ({ requests, i }))
    .filter(({ requests, i }) => i % TABLE_STEP === 0 || requests === curve.now);
  type Row = (typeof rows)[number];
  const known = options.filter(({ id }) => curve.lines.some(({ option }) => option === id));
  return dataTable(
    `Dollars a month, means over ${curve.draws.toLocaleString("en-US")} draws; an asterisk marks an option that fails a gate`,
    [
      { label: "Requests a month", heading: true, value: ({ requests }: Row) => countText(requests) },
      ...known.map((option) => {
        const line = curve.lines.find((one) => one.option === option.id)!;
        return {
          label: option.title,
          numeric: true,
          value: ({ i }: Row) =>
            Number.isNaN(line.usd[i]!) ? "—" : `${formatUsd(line.usd[i]!)}${line.passes[i] ? "" : " *"}`,
        };
      }),
    ],
    rows,
  );
}

/** Placed with all draws. */
function crossingTable({ crossings }: TrafficCurve, titleOf: TitleOf): HTMLElement | null {
  if (crossings.length === 0) return null;
  const nobody = "none passes the gates";
  const rows = crossings.map((crossing, i) => ({ ...crossing, number: i + 1 }));
  type Row = (typeof rows)[number];
  return dataTable(
    "Where the cheapest changes, by all draws",
    [
      { label: "Ring", heading: true, value: ({ number }: Row) => number },
      { label: "Requests a month", numeric: true, value: ({ requests }) => countText(requests) },
      { label: "Cheapest below", value: ({ below }) => (below === null ? nobody : titleOf(below)) },
      { label: "Cheapest above", value: ({ above }) => (above === null ? nobody : titleOf(above)) },
      { label: "Dollars a month", numeric: true, value: ({ usd }) => formatUsd(usd) },
    ],
    rows,
  );
}
