import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";
import { type CheckedClaim, type Claim, checkClaim } from "../../report/claims/claim.js";
import { claimsFinding, missingText, readingText } from "../../report/claims/text.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";
import { pageOfReport } from "../page-of-report.js";

/** Some of the ledger's figures beside what this run measured of each, with a verdict. */
export function claimsTable(claims: readonly Claim[], summary: MeasuredSummary): HTMLElement {
  const checked = claims.map((claim) => checkClaim(claim, { summary, truth: null }));
  return dataTable(
    claimsFinding(checked),
    [
      {
        label: "Published",
        heading: true,
        value: ({ claim }: CheckedClaim) =>
          html`<span class="sentence">${claim.says}: ${claim.figure}</span>`,
      },
      { label: "Here", value: hereText },
      { label: "Verdict", unbroken: true, value: ({ verdict }) => verdict },
      {
        label: "Source",
        value: ({ claim }) =>
          html`<span>${claim.source.name}, <a href=${`${pageOfReport("claims")}#${claim.id}`}>${claim.id}</a></span>`,
      },
    ],
    checked,
  );
}

function hereText(checked: CheckedClaim): HTMLElement {
  if (checked.readings.length === 0) return html`<span>${codeText(missingText(checked) ?? "–")}</span>`;
  return html`<ul class="plain">${checked.readings.map((reading) => html`<li>${readingText(reading)}</li>`)}</ul>`;
}
