import { html } from "htl";
import { decideAbout, measuredSubjects } from "../../model/decision/subject.js";
import { formatUsd } from "../../model/format.js";
import type { PriceBook } from "../../model/prices/price.js";
import { DEFAULT_SCENARIO } from "../../model/scenario/scenario.js";
import type { MeasuredSummary, WorkloadSummary } from "../../model/summary.js";
import { LEDGER } from "../../report/claims/ledger.js";
import { costOfTargets } from "../../report/cost-of-targets.js";
import {
  COMPARISON_CLAIMS,
  type ComparedCells,
  type ComparedRow,
  comparedCells,
  comparedRows,
  comparedWorkload,
  comparisonFinding,
} from "../../report/standalone/article.js";
import { STANDALONE_COMMAND } from "../../report/standalone/command.js";
import { naiveText } from "../../report/standalone/runtimes.js";
import { claimsTable } from "../claims/claims-table.js";
import { codeText } from "../code-text.js";
import { type Column, dataTable } from "../data-table.js";
import { lead } from "../lead.js";

/** Where the article computes its costs, and so do we here. */
const PLATFORM = "lambda-x86";

/** What the page opens with. */
export const comparisonLead = (summary: MeasuredSummary): HTMLElement => lead(comparisonFinding(summary));

/** The article's table, each figure below this machine's; the command where the run does not hold its model. */
export function comparisonTable(summary: MeasuredSummary, prices: PriceBook): HTMLElement {
  const workload = comparedWorkload(summary);
  if (workload === null)
    return html`<div><p>This run does not hold MobileNet v2.</p><pre><code>${STANDALONE_COMMAND}</code></pre></div>`;
  const ours = ourCosts(workload, summary, prices);
  const column = (label: string, of: (cells: ComparedCells) => ComparedCells[keyof ComparedCells]) =>
    ({
      label,
      numeric: true,
      value: (row: ComparedRow) => both(of(comparedCells(row))),
    }) satisfies Column<ComparedRow>;
  return html`<div>${dataTable(
    "MobileNet v2 on one thread: this machine above, the article’s figure below",
    [
      { label: "", heading: true, value: name },
      column("Latency", ({ latency }) => latency),
      column("Throughput", ({ throughput }) => throughput),
      column("Peak memory", ({ memory }) => memory),
      column("Cold start", ({ coldStart }) => coldStart),
      column("Its formula, per 1,000", ({ itsCost }) => itsCost),
      {
        label: "Lambda, per 1,000",
        numeric: true,
        value: ({ here }) => (here && ours.get(here.target.id)) ?? "–",
      },
    ],
    comparedRows(workload, summary),
  )}<p class="remark">${codeText(naiveText(summary))} Its formula is applied to this machine’s latency, memory and cold start. The last column is this report’s own cost model on AWS Lambda (x86), under the default conditions; a dash where it does not qualify there, or was not measured. What is not measured here, <code>${STANDALONE_COMMAND}</code> measures, where its runtime is on the machine.</p></div>`;
}

function name({ title, here }: ComparedRow): unknown {
  if (here === null || here.target.title === title) return title;
  return html`<span>${title} <small>${here.target.title}: ${here.role}</small></span>`;
}

const both = ({ here, published }: ComparedCells["latency"]): unknown =>
  published === null ? here : html`<span>${here} <small>${published}</small></span>`;

/** Dollars per 1,000 requests, by target, where a decision about the workload can be had. */
function ourCosts(
  { id }: WorkloadSummary,
  summary: MeasuredSummary,
  prices: PriceBook,
): ReadonlyMap<string, string> {
  const subject = measuredSubjects(summary).find(({ workload }) => workload.id === id)!;
  const decided = decideAbout(subject, prices, { ...DEFAULT_SCENARIO, workload: id, platforms: [PLATFORM] });
  if (decided.state !== "decided") return new Map();
  return new Map(
    costOfTargets(decided.advice).map(({ target, per1000Usd }) => [target, formatUsd(per1000Usd)]),
  );
}

/** What the article claims of it, with verdicts. */
export const comparisonClaims = (summary: MeasuredSummary): HTMLElement =>
  claimsTable(
    LEDGER.filter(({ id }) => COMPARISON_CLAIMS.includes(id)),
    summary,
  );
