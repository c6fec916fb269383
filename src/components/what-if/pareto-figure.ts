import * as Plot from "@observablehq/plot";
import { formatUsd } from "../../model/format.js";
import type { Answer, RankedAnswer } from "../../report/answer.js";
import { usdRange } from "../../report/answer-rows.js";
import { frontOf, paretoTitle, untimedText } from "../../report/cost-charts.js";
import { horizonText } from "../../report/decision-sentences.js";
import { decidedCode } from "../../report/figure-code.js";
import { latencyText, p99Range, p99Text, tailSentence } from "../../report/tail.js";
import { logTicks } from "../charts/log-ticks.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import { type OptionStyle, optionStyles } from "./option-style.js";

/** Cost against p99, with the options that nothing else beats in both. */
export function paretoFigure(answer: Answer): HTMLElement {
  const rows = answer.ranked.filter(({ spread }) => Number.isFinite(spread.p99Ms.p50));
  const front = frontOf(rows);
  const tails = tailSentence(
    rows.map(({ option }) => option.target),
    answer.subject.id,
  );
  const styleOf = optionStyles([...answer.ranked, ...answer.excluded].map(({ option }) => option));
  return figure({
    id: "pareto",
    title: paretoTitle(front, answer),
    subtitle: `Cost over ${horizonText(answer)} against the 99th percentile of the latency`,
    unit: "dollars and milliseconds",
    code: decidedCode("paretoFigure", answer.subject.id, answer.scenario),
    chart: responsive((width) => draw(rows, front, answer, styleOf, width)),
    description: `Cost over ${horizonText(answer)} against p99, both on logarithmic scales. On the front: ${front
      .map(
        ({ option, spread }) =>
          `${option.title}, ${formatUsd(spread.totalUsd.mean)}, ${p99Text(option.target, spread.p99Ms.p50)}`,
      )
      .join("; ")}.`,
    legend: legend(
      rows.map(({ option }) => ({
        label: option.title,
        colour: styleOf(option).hue,
        symbol: styleOf(option).mark,
      })),
    ),
    caption: codeText(
      `${untimedText(answer.ranked)}Left and below is better. The line joins the options that no other beats in both; crosses span the 5th to the 95th percentile of the draws. Colour is the target, shape the platform.${tails === null ? "" : ` ${tails}`}`,
    ),
    table: dataTable(
      "Cost and p99 of the ranked options",
      [
        { label: "Option", heading: true, value: ({ option }: RankedAnswer) => option.title },
        { label: "Cost", numeric: true, value: ({ spread }) => formatUsd(spread.totalUsd.mean) },
        { label: "Range", unbroken: true, value: ({ spread }) => usdRange(spread.totalUsd) },
        {
          label: "p99",
          numeric: true,
          value: ({ option, spread }) => p99Text(option.target, spread.p99Ms.p50),
        },
        {
          label: "Range",
          unbroken: true,
          value: ({ option, spread }) => p99Range(option.target, spread.p99Ms),
        },
        { label: "On the front", value: (row) => (front.includes(row) ? "yes" : "no") },
      ],
      rows,
    ),
  });
}

/** Room for "$500,000" and a gap. */
const TICK_PX = 100;

function draw(
  rows: readonly RankedAnswer[],
  front: readonly RankedAnswer[],
  answer: Answer,
  styleOf: (option: RankedAnswer["option"]) => OptionStyle,
  width: number,
): Element {
  const narrow = width < 560;
  const usd = ({ spread }: RankedAnswer) => spread.totalUsd.mean;
  const ms = ({ spread }: RankedAnswer) => spread.p99Ms.p50;
  const stroke = ({ option }: RankedAnswer) => styleOf(option).hue;
  const slo = answer.scenario.p99SloMs;
  const spans = rows.flatMap(({ spread }) => [spread.totalUsd.p5, spread.totalUsd.p95, spread.totalUsd.mean]);
  const [least, most] = [Math.min(...spans), Math.max(...spans)];
  const highest = Math.max(...rows.map(({ spread }) => spread.p99Ms.p95).filter(Number.isFinite), 0);
  return Plot.plot({
    width,
    height: narrow ? 320 : 380,
    marginLeft: 60,
    marginRight: 24,
    marginBottom: 40,
    x: {
      type: "log",
      label: `dollars over ${horizonText(answer)} →`,
      tickFormat: (x: number) => formatUsd(x, 1),
      ...(least > 0 ? { ticks: logTicks(least, most, Math.max(2, Math.floor(width / TICK_PX))) } : {}),
      grid: true,
    },
    y: {
      type: "log",
      label: "↑ p99, ms",
      tickFormat: (y: number) => y.toLocaleString("en-US"),
      ticks: 5,
      grid: true,
    },
    marks: [
      slo !== null && slo < highest * 4
        ? Plot.ruleY([slo], { stroke: "var(--verdict-worse)", strokeDasharray: "4,3" })
        : null,
      slo !== null && slo < highest * 4
        ? Plot.text([slo], {
            y: (y: number) => y,
            text: (y: number) => `p99 at most ${latencyText(y)}`,
            frameAnchor: "right",
            textAnchor: "end",
            dy: -7,
            fill: "var(--verdict-worse)",
          })
        : null,
      Plot.line(front, {
        x: usd,
        y: ms,
        curve: "step-after",
        stroke: "var(--theme-foreground-muted)",
        strokeWidth: 1.5,
      }),
      Plot.ruleY(rows, {
        y: ms,
        x1: ({ spread }: RankedAnswer) => spread.totalUsd.p5,
        x2: ({ spread }: RankedAnswer) => spread.totalUsd.p95,
        stroke,
        strokeOpacity: 0.45,
      }),
      Plot.ruleX(
        // Nobody knows the range of a tail that was not seen.
        rows.filter(
          ({ option, spread }) =>
            option.target.tail.state === "measured" && Number.isFinite(spread.p99Ms.p95),
        ),
        {
          x: usd,
          y1: ({ spread }: RankedAnswer) => spread.p99Ms.p5,
          y2: ({ spread }: RankedAnswer) => spread.p99Ms.p95,
          stroke,
          strokeOpacity: 0.45,
        },
      ),
      ...rows.map((row) =>
        Plot.dot([row], {
          x: usd,
          y: ms,
          r: front.includes(row) ? 6 : 4,
          symbol: styleOf(row.option).symbol,
          fill: front.includes(row) ? stroke(row) : "var(--theme-background)",
          stroke: stroke(row),
          strokeWidth: 1.5,
          title: `${row.option.title}\n${formatUsd(usd(row))}, p99 ${p99Text(row.option.target, ms(row))}`,
        }),
      ),
    ],
  });
}
