import { html } from "htl";
import { recomputePublishedTable } from "../../model/cost/hidden-cost-formula.js";
import { formatTimesRange, formatUsd } from "../../model/format.js";
import { dataTable } from "../data-table.js";

/** An article's cost column beside what its own formula yields, and what follows from the comparison. */
export function articleCosts(): HTMLElement {
  const rows = recomputePublishedTable();
  const ratios = rows.map(({ ratio }) => ratio);
  const range = formatTimesRange(Math.min(...ratios), Math.max(...ratios));
  const table = dataTable(
    "Dollars per 1,000 inferences, cold starts included",
    [
      { label: "Model", value: ({ model }) => model, heading: true },
      { label: "Runtime", value: ({ runtime }) => runtime },
      { label: "Published", value: ({ publishedUsd }) => asPrinted(publishedUsd), numeric: true },
      { label: "Recomputed", value: ({ recomputedUsd }) => formatUsd(recomputedUsd), numeric: true },
      { label: "Published ÷ recomputed", value: ({ ratio }) => `${Math.round(ratio)}×`, numeric: true },
    ],
    rows,
  );
  return html`<div>${table}
    <p>The published figures are ${range} what the formula yields, each by a factor of its own, so no one slip explains
      them: they did not come from the formula, nothing in this report rests on them, and every cost that Portolan shows
      is a measured quantity times a stated price.</p>
  </div>`;
}

/** With the digits that the article gives, none added. */
function asPrinted(usd: number): string {
  return formatUsd(usd, String(usd).replace(/^0\.0*/, "").length);
}
