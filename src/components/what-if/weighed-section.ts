import { html } from "htl";
import { formatMs, formatShare, formatUsd } from "../../model/format.js";
import { dataTable } from "../data-table.js";
import type { WeighedList } from "./weighed-list.js";

/** Below this an option is nobody's first choice. */
const SHOWN = 0.005;

/** Who would choose what, if cost were not all. */
export function weighedSection(list: WeighedList | null): HTMLElement {
  if (list === null) return html`<p>Nothing is ranked, or staying has no price to measure by.</p>`;
  const { anchors, rows } = list;
  const shown = rows.filter(({ first }) => first >= SHOWN);
  const share = (value: number | undefined) => (value === undefined ? "—" : formatShare(value));
  return html`<div>
    <p>The ranking above goes by cost. Weigh cost, p99 and cold start in every possible way, and each option below
    comes first for this share of the weightings.</p>
    ${dataTable(
      `Worthless is ${formatUsd(anchors.totalUsd)} in total (twice what staying costs), a p99 of ${formatMs(anchors.p99Ms)}, a cold request of ${formatMs(anchors.coldMs)}; the scales do not depend on the options`,
      [
        { label: "Option", heading: true, value: ({ title }) => title },
        { label: "First in", numeric: true, value: ({ first }) => formatShare(first) },
        { label: "Among three", numeric: true, value: ({ firstThree }) => formatShare(firstThree) },
        {
          label: "Suits a weight of cost",
          numeric: true,
          value: ({ centralWeights }) => share(centralWeights?.totalUsd),
        },
        { label: "p99", numeric: true, value: ({ centralWeights }) => share(centralWeights?.p99Ms) },
        { label: "Cold start", numeric: true, value: ({ centralWeights }) => share(centralWeights?.coldMs) },
        {
          label: "Best for such a reader in",
          numeric: true,
          value: ({ confidence }) => share(confidence ?? undefined),
        },
      ],
      shown,
    )}
  </div>`;
}
