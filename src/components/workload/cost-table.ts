import { html } from "htl";
import type { Decided } from "../../model/decision/subject.js";
import { formatUsd, usdText } from "../../model/format.js";
import { BILL_COLUMNS, billRows } from "../../report/bill-text.js";
import { type CostOfTarget, costOfTargets } from "../../report/cost-of-targets.js";
import { costFinding } from "../../report/workload.js";
import { dataTable } from "../data-table.js";

/** What a thousand requests are billed, and every bill unfolded. */
export function costTable({ advice }: Decided): HTMLElement {
  const rows = costOfTargets(advice);
  return html`<div class="costs">
    <h3>${costFinding(rows)}</h3>
    ${dataTable(
      "Platform bill of each target that qualifies, on the platform where it costs least in all",
      [
        { label: "Target", heading: true, value: ({ title }: CostOfTarget) => title },
        { label: "Platform", value: ({ platform }) => platform },
        { label: "Per 1,000 requests", numeric: true, value: ({ per1000Usd }) => formatUsd(per1000Usd, 3) },
        { label: "A month", numeric: true, value: ({ bill }) => usdText(bill.totalUsd) },
      ],
      rows,
    )}
    <p class="remark">Means over the draws of these conditions, servers and cold starts included; people’s hours are not. The <a class="carries-query" href="../method.html#a-published-cost-table-recomputed">method page</a> recomputes a published cost table.</p>
    <details><summary>Each bill: quantity × price</summary>${rows.map(unfolded)}</details>
  </div>`;
}

function unfolded({ title, platform, bill }: CostOfTarget): HTMLElement {
  const columns = BILL_COLUMNS.map((label, i) => ({
    label,
    heading: i === 0,
    numeric: i > 0 && i < 4,
    value: (row: readonly string[]) => row[i],
  }));
  return html`<div>${dataTable(`${title} on ${platform}, a month`, columns, billRows(bill))}
    ${bill.notes.length === 0 ? null : html`<ul>${bill.notes.map((note) => html`<li>${note}</li>`)}</ul>`}</div>`;
}
