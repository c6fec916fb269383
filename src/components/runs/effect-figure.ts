import * as Plot from "@observablehq/plot";
import { EFFECT_VERDICTS, type EffectVerdict } from "../../model/runs/effect.js";
import {
  BUCKET_COLUMNS,
  COMPARED_COLUMNS,
  type ComparedRow,
  changeText,
  effectTitle,
  verdictCounts,
} from "../../report/runs/compare-runs.js";
import { effectText } from "../../report/runs/effect.js";
import { barLayout } from "../charts/bar-layout.js";
import { timesAxis } from "../charts/log-ticks.js";
import { dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { responsive } from "../responsive.js";
import { VERDICT_STYLE, verdictLegend } from "./verdict-style.js";

/**
 * One workload in two runs: how many times as long a request takes in B, by target.
 *
 * @param domain of the axis, the same for all workloads
 */
export function effectFigure(rows: readonly ComparedRow[], domain: [number, number]): HTMLElement {
  const verdicts = new Set(rows.map(({ cell }) => cell.wallMs.verdict));
  return figure({
    id: `runs-${rows[0]!.cell.workload.toLowerCase().replaceAll(/[^a-z\d]+/g, "-")}`,
    title: effectTitle(rows),
    subtitle: "Median of a warm request in B over that in A, by target",
    unit: "times as long",
    source: null,
    chart: responsive((width) => draw(rows, domain, width)),
    legend: verdictLegend(EFFECT_VERDICTS.filter((verdict) => verdicts.has(verdict))),
    description: `${verdictCounts(rows.map(({ cell }) => cell.wallMs))}. ${rows.map(describe).join(". ")}.`,
    caption:
      "With 95 % intervals, on a logarithmic scale; right of 1× B is slower. An interval may leave 1× out and its cell be undecided: verdicts are corrected for the number of cells.",
    table: dataTable(
      `${rows[0]!.workload} in both runs`,
      [...COMPARED_COLUMNS.slice(1), ...BUCKET_COLUMNS].map(({ label, text }, i) => ({
        label,
        value: text,
        ...(i === 0 ? { heading: true } : { numeric: /^\W?\d/.test(text(rows[0]!)), unbroken: true }),
      })),
      rows,
    ),
  });
}

const describe = ({ target, cell: { wallMs } }: ComparedRow): string =>
  `${target}: ${changeText(wallMs)}, ${effectText(wallMs)}`;

/** From the least to the most that any interval reaches. */
export function ratioDomain(rows: readonly ComparedRow[]): [number, number] {
  const ends = rows.flatMap(({ cell: { wallMs } }) => [
    wallMs.ratio,
    ...(wallMs.interval ? [wallMs.interval.low, wallMs.interval.high] : []),
  ]);
  return [Math.min(...ends, 0.95) / 1.05, Math.max(...ends, 1.05) * 1.05];
}

function draw(rows: readonly ComparedRow[], domain: [number, number], width: number): Element {
  const y = ({ target }: ComparedRow) => target;
  const colour = ({ cell }: ComparedRow) => VERDICT_STYLE[cell.wallMs.verdict].colour;
  const marked = (verdict: EffectVerdict) => rows.filter(({ cell }) => cell.wallMs.verdict === verdict);
  return Plot.plot({
    ...barLayout(rows.map(y), width),
    marginRight: 16,
    x: timesAxis("times as long in B →", domain, width),
    marks: [
      Plot.ruleX([1], { stroke: "var(--theme-foreground-muted)" }),
      Plot.ruleY(
        rows.filter(({ cell }) => cell.wallMs.interval !== null),
        {
          y,
          x1: ({ cell }: ComparedRow) => cell.wallMs.interval!.low,
          x2: ({ cell }: ComparedRow) => cell.wallMs.interval!.high,
          stroke: colour,
          strokeWidth: 2,
        },
      ),
      ...EFFECT_VERDICTS.map((verdict) =>
        Plot.dot(marked(verdict), {
          y,
          x: ({ cell }: ComparedRow) => cell.wallMs.ratio,
          r: 4.5,
          symbol: VERDICT_STYLE[verdict].symbol as "circle",
          fill: verdict === "undecided" ? "none" : VERDICT_STYLE[verdict].colour,
          stroke: VERDICT_STYLE[verdict].colour,
          title: describe,
        }),
      ),
    ],
  });
}
