import { html } from "htl";
import { formatShare, formatUsd } from "../../model/format.js";
import { breakEvenText } from "../../report/option-rows.js";
import { dataTable } from "../data-table.js";
import type { Answer, RankedAnswer } from "./answer.js";
import { horizonText, latency, msSpan, usdSpan } from "./findings.js";

/** Every option that meets the requirements, cheapest first. */
export function optionsTable({ ranked, scenario, draws }: Answer): HTMLElement {
  if (ranked.length === 0)
    return html`<p>No option meets the requirements; what fails is listed under “Excluded”.</p>`;
  return dataTable(
    `${draws.toLocaleString("en-US")} draws; ranges are the 5th to the 95th percentile`,
    [
      { label: "Option", heading: true, value: name },
      {
        label: `Cost over ${horizonText(scenario)}`,
        numeric: true,
        value: ({ spread: { totalUsd } }) =>
          html`${formatUsd(totalUsd.mean)}<small>${usdSpan(totalUsd)}</small>`,
      },
      {
        label: "Bill a month",
        numeric: true,
        value: ({ spread: { billUsd } }) =>
          html`${formatUsd(billUsd.mean)}<small>${usdSpan(billUsd)}</small>`,
      },
      {
        label: "p99",
        numeric: true,
        value: ({ spread: { p99Ms } }) => html`${latency(p99Ms.p50)}<small>${msSpan(p99Ms)}</small>`,
      },
      { label: "Cheapest in", numeric: true, value: ({ cheapest }) => formatShare(cheapest) },
      { label: "Fastest in", numeric: true, value: ({ fastest }) => formatShare(fastest) },
      {
        label: "Pays back",
        unbroken: true,
        value: ({ breakEven, option }) => breakEvenText(breakEven, option.isToday),
      },
      { label: "Left open, or no better than", value: remarks },
    ],
    ranked,
  );
}

function name({ option }: RankedAnswer): unknown {
  const tags = [
    option.isToday ? "runs today" : null,
    option.target.basis === "forecast" ? "forecast, not measured" : null,
  ].filter((tag) => tag !== null);
  return tags.length > 0 ? html`${option.title} <small>${tags.join("; ")}</small>` : option.title;
}

function remarks({ gates, dominatedBy }: RankedAnswer): unknown {
  const open = gates.filter(({ passed }) => passed === "unknown").map(({ evidence }) => evidence);
  const worse =
    dominatedBy === null ? [] : [`no better in total cost, p99 and cold start than ${dominatedBy.title}`];
  return html`<small class="remarks">${[...worse, ...open].join("; ") || "—"}</small>`;
}
