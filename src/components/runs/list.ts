import { html } from "htl";
import type { ListedRun } from "../../model/runs/runs-file.js";
import { cappedText, RUN_COLUMNS, runsFinding } from "../../report/runs/runs-list.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";
import type { RunsView } from "./view.js";

/** So many are seen without unfolding anything. */
const SHOWN = 12;

/** What the page opens with. */
export const runsLead = ({ runs, usual }: RunsView): HTMLElement =>
  html`<p class="lead"><strong>${codeText(runsFinding(runs, usual))}</strong></p>`;

/** The runs, newest first. */
export function runsList({ runs, total }: RunsView): HTMLElement {
  const newest = [...runs].reverse();
  const columns = RUN_COLUMNS.map(({ label, text }, i) => ({
    label,
    value: i === 0 ? (run: ListedRun) => html`<span class="unbroken">${text(run)}</span>` : text,
    ...(i === 0 ? { heading: true } : label === "Cells" ? { numeric: true } : { unbroken: label === "Run" }),
  }));
  const older = newest.slice(SHOWN);
  const capped = cappedText(runs.length, total);
  return html`<div>
    ${dataTable("Runs, newest first", columns, newest.slice(0, SHOWN))}
    ${older.length === 0 ? null : html`<details><summary>${older.length} older</summary>${dataTable("Older runs", columns, older)}</details>`}
    ${capped === null ? null : html`<p class="remark">${codeText(capped)}</p>`}
  </div>`;
}
