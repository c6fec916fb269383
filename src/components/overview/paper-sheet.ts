import { html } from "htl";
import { baselineCell } from "../../model/rules.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { ADVICE_COLUMNS, adviceRows } from "../../report/advice-table.js";
import { gainRows, gainTitle } from "../../report/gains.js";
import { whereTimeGoes } from "../../report/today.js";
import { bucketBar } from "../charts/bucket-bar.js";
import type { Found } from "../decisions.js";
import { pageSource } from "../evidence-source.js";
import { bucketLegend } from "../legend.js";

/** With more subjects than these the table gets smaller: a sheet is one. */
const ROOMY = 8;

/** What ends the first sheet of the printed overview: where the time goes and what to do, of every subject. */
export function paperSheet({ whole }: Found, summary: MeasuredSummary): Node {
  if (whole === null) return document.createDocumentFragment();
  const { answers } = whole;
  const [title, ...columns] = ADVICE_COLUMNS;
  return html`<section class="paper-sheet" aria-label="Every answer on one sheet">
    <h2>${whereTimeGoes(summary.workloads) ?? "No workload has a baseline."}</h2>
    ${bucketLegend()}
    <table class=${answers.length > ROOMY ? "dense" : ""}>
      <thead><tr><td>${title}</td>${columns.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
      <tbody>${adviceRows(answers).map(([name, ...cells], i) => {
        const baseline = baselineCell(answers[i]!.subject.workload);
        return html`<tr><th scope="row">${name}${baseline && bucketBar(baseline.attribution)}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
      })}</tbody>
    </table>
    <p>${gainTitle(gainRows(summary))}.</p>
    <p class="figure-source">${pageSource()?.text ?? ""}${pageSource() ? "." : ""}</p>
  </section>`;
}
