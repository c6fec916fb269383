import * as Plot from "@observablehq/plot";
import { formatEstimateMs, formatIntervalMs, formatMs } from "../../model/format.js";
import type { MeasuredTarget } from "../../model/measured-target.js";
import type { ColdPhase } from "../../model/run-file.js";
import { COLD_PHASE_LABEL, COLD_PHASE_ORDER } from "../../report/cold-phases.js";
import { figureCode } from "../../report/figure-code.js";
import { coldQuery } from "../../report/figure-queries.js";
import { coldFinding } from "../../report/workload.js";
import { type Column, dataTable } from "../data-table.js";
import { figure } from "../figure.js";
import { legend } from "../legend.js";
import { responsive } from "../responsive.js";
import type { WorkloadView } from "../workload/view.js";
import { barLayout } from "./bar-layout.js";
import { type PhaseRow, phaseRows } from "./chart-rows.js";

const PHASE_FILL = Object.fromEntries(
  COLD_PHASE_ORDER.map((phase, i) => [phase, `var(--phase-${i + 1})`]),
) as Readonly<Record<ColdPhase, string>>;

/** From spawning a process to its first result, by phase. */
export function coldChart({ measured, summary, workload }: WorkloadView): HTMLElement {
  const sorted = [...measured].sort((a, b) => a.cell.coldTotalMs.value - b.cell.coldTotalMs.value);
  return figure({
    id: "cold-start",
    title: coldFinding(measured),
    subtitle: "From spawning a fresh process to its first result, by phase",
    unit: "milliseconds",
    query: coldQuery(summary.runId, workload.id),
    code: figureCode("coldChart", workload.id),
    legend: phaseLegend(),
    chart: responsive((width) => phaseBars(sorted, width)),
    description: `Cold start by phase, in milliseconds. ${sorted
      .map(({ target, cell }) => `${target.title}: ${formatEstimateMs(cell.coldTotalMs)}.`)
      .join(" ")}`,
    caption:
      "The bars are medians of each phase, the figures medians of the whole, so the two may differ a little.",
    table: phaseTable(sorted),
  });
}

export const phaseLegend = (): HTMLElement =>
  legend(COLD_PHASE_ORDER.map((phase) => ({ label: COLD_PHASE_LABEL[phase], colour: PHASE_FILL[phase] })));

/** One bar a target, in the order given. */
export function phaseBars(measured: readonly MeasuredTarget[], width: number): Element {
  const rows = phaseRows(measured);
  const ends = new Map<string, number>();
  for (const { target, ms } of rows) ends.set(target, (ends.get(target) ?? 0) + ms);
  return Plot.plot({
    ...barLayout(
      measured.map(({ target }) => target.title),
      width,
    ),
    x: { label: "milliseconds to the first result →", grid: true, nice: true },
    marks: [
      Plot.barX(rows, {
        x: "ms",
        y: "target",
        fill: ({ phase }: PhaseRow) => PHASE_FILL[phase],
        insetRight: 0.5,
        title: ({ target, phase, ms }: PhaseRow) =>
          `${target}, ${COLD_PHASE_LABEL[phase]}: ${formatMs(ms, 2)}`,
      }),
      Plot.text(measured, {
        x: ({ target }: MeasuredTarget) => ends.get(target.title) ?? 0,
        y: ({ target }: MeasuredTarget) => target.title,
        text: ({ cell }: MeasuredTarget) => formatEstimateMs(cell.coldTotalMs),
        textAnchor: "start",
        dx: 6,
        fontWeight: 600,
        fontSize: 12.5,
      }),
      Plot.ruleX([0]),
    ],
  });
}

/** @param more columns after the target's name */
export function phaseTable<Row extends MeasuredTarget>(
  measured: readonly Row[],
  more: readonly Column<Row>[] = [],
): HTMLElement {
  return dataTable<Row>(
    "Cold start by phase",
    [
      { label: "Target", heading: true, value: ({ target }) => target.title },
      ...more,
      {
        label: "Median of the whole",
        numeric: true,
        value: ({ cell }) => formatEstimateMs(cell.coldTotalMs),
      },
      { label: "95 % interval", value: ({ cell }) => formatIntervalMs(cell.coldTotalMs) },
      ...COLD_PHASE_ORDER.map((phase) => ({
        label: COLD_PHASE_LABEL[phase],
        numeric: true,
        value: ({ cell }: Row) => (cell.coldMs[phase] > 0 ? formatMs(cell.coldMs[phase], 2) : "none"),
      })),
    ],
    measured,
  );
}
