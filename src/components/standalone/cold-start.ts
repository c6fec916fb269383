import { html } from "htl";
import { formatEstimateMs } from "../../model/format.js";
import type { Placed } from "../../model/standalone/roles.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { LEDGER } from "../../report/claims/ledger.js";
import { coldQuery } from "../../report/figure-queries.js";
import {
  ABOUT_STARTS,
  aheadSentences,
  type Starts,
  startFinding,
  startsFinding,
  startsOf,
} from "../../report/standalone/cold-start.js";
import { STANDALONE_COMMAND } from "../../report/standalone/command.js";
import { phaseBars, phaseLegend, phaseTable } from "../charts/cold-chart.js";
import { claimsTable } from "../claims/claims-table.js";
import { figure } from "../figure.js";
import { lead } from "../lead.js";
import { responsive } from "../responsive.js";
import { howToMeasure } from "./how-to-measure.js";

/** What the page opens with. */
export const coldStartLead = (summary: MeasuredSummary): HTMLElement =>
  lead(startsFinding(summary), ["workload"]);

/** A start in every way that was measured, by phase; the command where none was. */
export function coldStarts(summary: MeasuredSummary): HTMLElement {
  const all = startsOf(summary);
  return all.length > 0
    ? html`<div>${all.map((starts) => startFigure(starts, summary))}</div>`
    : howToMeasure();
}

function startFigure(starts: Starts, summary: MeasuredSummary): HTMLElement {
  const { workload, starts: rows } = starts;
  return figure({
    id: `start-${workload.id}`,
    title: startFinding(starts),
    subtitle: "From spawning a fresh process to its first result, by phase",
    unit: "milliseconds",
    query: coldQuery(summary.runId, workload.id),
    legend: phaseLegend(),
    chart: responsive((width) => phaseBars(rows, width)),
    description: `Cold start, in milliseconds. ${rows
      .map(({ target, role, cell }) => `${target.title}, ${role}: ${formatEstimateMs(cell.coldTotalMs)}.`)
      .join(" ")}`,
    caption:
      "The bars are medians of each phase, the figures medians of the whole, so the two may differ a little. Where the module alone can say that it has started, compiling it counts as starting the process.",
    table: phaseTable<Placed>(rows, [{ label: "What it is", value: ({ role }) => role }]),
  });
}

/** What compiling ahead saves of a start, by runtime and workload. */
export function savedByAhead(summary: MeasuredSummary): HTMLElement {
  const sentences = aheadSentences(summary);
  return sentences.length === 0
    ? html`<div><p>No runtime was measured both ways here: <code>${STANDALONE_COMMAND}</code></p></div>`
    : html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

/** What articles say of starts, beside what this run measured. */
export const startClaims = (summary: MeasuredSummary): HTMLElement =>
  claimsTable(
    LEDGER.filter(({ id }) => ABOUT_STARTS.includes(id)),
    summary,
  );
