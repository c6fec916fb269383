import { html } from "htl";
import { seedBillOf } from "../../model/advice/seed-bill.js";
import type { Option } from "../../model/advice.js";
import type { BillLine } from "../../model/cost/bill.js";
import { formatShare, formatUsd } from "../../model/format.js";
import { plural } from "../../report/bill-text.js";
import { costFinding } from "../../report/workload.js";
import { dataTable } from "../data-table.js";
import { chosenTarget, type WorkloadView } from "./view.js";

/** Cost per 1,000 requests, the seed's own arithmetic beside it, and every bill unfolded. */
export function costTable(view: WorkloadView): HTMLElement {
  const { options, inputs } = view;
  const chosen = chosenTarget(view);
  return html`<div class="costs">
    <h3>${costFinding(options)}</h3>
    ${dataTable(
      `AWS Lambda, x86, us-east-1, per 1,000 requests, with ${formatShare(inputs.coldShare)} cold`,
      [
        {
          label: "Target",
          heading: true,
          value: ({ target }: Option) => (target.id === chosen ? `${target.title} (advised)` : target.title),
        },
        { label: "Cost per 1,000", numeric: true, value: price },
        { label: "Range", unbroken: true, value: range },
        { label: "Seed 000’s formula", numeric: true, value: seedPrice },
        { label: "Memory billed, and why", value: memoryBilled },
      ],
      options,
    )}
    <p class="remark">The range follows the 95 % interval of the median. Seed 000’s formula bills the peak memory (× 1.4 for Wasm) with a flat 10 % of cold starts of a fixed length; it neither sizes memory for the CPU that the latency needs nor rounds up to whole milliseconds. The <a class="carries-query" href="../method.html#a-published-cost-table-recomputed">method page</a> sets it against its own published table.</p>
    <details><summary>Each bill: quantity × price</summary>${options.map(bill)}</details>
  </div>`;
}

function price({ cost }: Option): string {
  return cost.state === "priced" ? formatUsd(cost.usd.value) : "not billed";
}

function memoryBilled({ cost }: Option): unknown {
  if (cost.state !== "priced") return html`<small>${cost.reason}</small>`;
  return html`${cost.memoryMb.toLocaleString("en-US")} MB <small>${cost.sizedBy}</small>`;
}

function range({ cost }: Option): string {
  if (cost.state !== "priced") return "—";
  const [low, high] = [formatUsd(cost.usd.low), formatUsd(cost.usd.high)];
  return low === high ? "the same" : `${low} to ${high}`;
}

function seedPrice(option: Option): string {
  const cost = seedBillOf(option);
  return cost ? formatUsd(cost.totalUsd) : "unknown";
}

function bill(option: Option): HTMLElement | null {
  if (option.cost.state !== "priced") return null;
  const cost = option.cost.bill;
  return dataTable(
    `${option.target.title}: ${formatUsd(cost.totalUsd, 3)} per 1,000 requests`,
    [
      { label: "Part", heading: true, value: ({ label }: BillLine) => label },
      {
        label: "Quantity",
        numeric: true,
        value: (line) => `${Number(line.quantity.toPrecision(4)).toLocaleString("en-US")} ${plural(line)}`,
      },
      { label: "Price", numeric: true, value: ({ priceUsd, unit }) => `$${decimal(priceUsd)} per ${unit}` },
      { label: "Amount", numeric: true, value: ({ usd }) => (usd === 0 ? "none" : formatUsd(usd, 3)) },
      { label: "Source of the price", value: ({ source }) => source },
    ],
    cost.lines,
  );
}

/** A unit price in full, since rounding it would hide what is multiplied. */
function decimal(usd: number): string {
  return usd.toFixed(12).replace(/0+$/, "");
}
