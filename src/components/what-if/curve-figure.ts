import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { countText } from "../../model/decision/quantity-text.js";
import type { CostBasis, TrafficCrossing, TrafficCurve } from "../../model/decision/traffic-curve.js";
import { formatUsd } from "../../model/format.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import type { OptionFacts } from "./answer.js";

import { type OptionStyle, optionStyles } from "./option-style.js";

const BASIS_LABEL: Readonly<Record<CostBasis, string>> = {
  total: "Everything, people included",
  bill: "The platform’s bill alone",
};

/** Cost a month over traffic, with the crossings of the cheapest labelled. */
export function curveFigure(
  curves: readonly TrafficCurve[],
  options: readonly OptionFacts[],
  basis: CostBasis,
  onBasis: (basis: CostBasis) => void,
): HTMLElement {
  const curve = curves.find((one) => one.basis === basis) ?? curves[0]!;
  const styleOf = optionStyles(options);
  const titleOf = (id: string | null) => options.find((option) => option.id === id)?.title ?? "no option";
  const picker = html`<label class="chart-choice">Cost counts
    <select onchange=${({ target }: Event) => onBasis((target as HTMLSelectElement).value as CostBasis)}>
      ${curves.map((one) => html`<option value=${one.basis} selected=${one.basis === curve.basis}>${BASIS_LABEL[one.basis]}</option>`)}
    </select></label>`;
  const shown = linesShown(curve, options);
  const element = figure({
    title: curveTitle(curve, titleOf),
    chart: responsive((width) => draw(curve, shown, styleOf, width)),
    description: `Cost a month of each option over requests a month, both on logarithmic scales. ${curve.crossings
      .map((crossing) => sentenceOf(crossing, titleOf))
      .join(" ")}`,
    legend: legend(
      shown.map((option) => ({
        label: option.title,
        colour: styleOf(option).hue,
        symbol: styleOf(option).mark,
      })),
    ),
    caption: `At the centre of every range; ${
      curve.basis === "total" ? "what is paid once is spread over the horizon" : "without people"
    }. A line is faint where its option breaks a limit of the scenario. The dashed upright line is your traffic; rings mark where the cheapest changes.`,
    table: curveTable(curve, options),
  });
  element.querySelector("h3")!.after(picker);
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
  readonly keeps: boolean;
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
      ...{ option, requests, usd: line.usd[i]!, keeps: line.keeps[i]! },
      mark: i % 18 === 9,
    }));
  });
  const finite = points.filter(({ usd }) => usd > 0 && Number.isFinite(usd));
  const narrow = width < 560;
  const xs = curve.requests;
  return Plot.plot({
    width,
    height: narrow ? 320 : 380,
    marginLeft: 68,
    marginRight: 24,
    marginBottom: 40,
    x: {
      ...{ type: "log", domain: [xs[0]!, xs.at(-1)!], label: "requests a month →", tickFormat: countText },
      ticks: narrow ? 4 : 7,
    },
    y: {
      ...{
        type: "log",
        grid: true,
        label: "↑ dollars a month",
        tickFormat: (usd: number) => `$${countText(usd)}`,
      },
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
            ...{ x: "requests", y: "usd", stroke: hue, strokeWidth: 1.75, strokeOpacity: 0.35 },
            strokeDasharray: dash,
          }),
          Plot.line(own, {
            ...{ x: "requests", y: ({ usd, keeps }: Point) => (keeps ? usd : Number.NaN), stroke: hue },
            ...{ strokeWidth: 2, strokeDasharray: dash },
          }),
          Plot.dot(
            own.filter(({ mark, keeps }) => mark && keeps),
            { x: "requests", y: "usd", symbol, fill: hue, r: 3.5, title },
          ),
        ];
      }),
      Plot.ruleX([curve.now], { stroke: "var(--theme-foreground-muted)", strokeDasharray: "3,3" }),
      Plot.dot(curve.crossings, {
        ...{ x: "requests", y: "usd", r: 6, stroke: "var(--theme-foreground)", strokeWidth: 1.75 },
      }),
      Plot.text(curve.crossings, {
        ...{ x: "requests", y: "usd", text: ({ requests }: TrafficCrossing) => countText(requests) },
        ...{ dy: -15, fontWeight: 600, fill: "var(--theme-foreground)" },
        ...{ stroke: "var(--theme-background)", strokeWidth: 4 },
      }),
    ],
  });
}

type TitleOf = (id: string | null) => string;

function curveTitle({ crossings, now }: TrafficCurve, titleOf: TitleOf): string {
  const next = crossings.find(({ requests }) => requests > now);
  const last = crossings.findLast(({ requests }) => requests <= now);
  if (next) return `Above ${countText(next.requests)} requests a month, ${leads(next.above, titleOf)}`;
  if (last) return `Below ${countText(last.requests)} requests a month, ${leads(last.below, titleOf)}`;
  return "A thousandth or a thousand times the traffic would not change the cheapest option";
}

const leads = (id: string | null, titleOf: TitleOf) =>
  id === null ? "no option keeps the limits" : `${titleOf(id)} is cheapest`;

function sentenceOf({ requests, below, above }: TrafficCrossing, titleOf: TitleOf): string {
  return `At ${countText(requests)} requests a month the cheapest changes from ${titleOf(below)} to ${titleOf(above)}.`;
}

const TABLE_STEP = 12;

function curveTable(curve: TrafficCurve, options: readonly OptionFacts[]): HTMLElement {
  const rows = curve.requests.map((requests, i) => ({ requests, i })).filter(({ i }) => i % TABLE_STEP === 0);
  type Row = (typeof rows)[number];
  const known = options.filter(({ id }) => curve.lines.some(({ option }) => option === id));
  return dataTable(
    "Dollars a month at the centre of every range; an asterisk marks a limit that is broken",
    [
      { label: "Requests a month", heading: true, value: ({ requests }: Row) => countText(requests) },
      ...known.map((option) => {
        const line = curve.lines.find((one) => one.option === option.id)!;
        return {
          label: option.title,
          numeric: true,
          value: ({ i }: Row) => `${formatUsd(line.usd[i]!)}${line.keeps[i] ? "" : " *"}`,
        };
      }),
    ],
    rows,
  );
}
