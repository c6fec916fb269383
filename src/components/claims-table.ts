import { html } from "htl";
import type { MeasuredSummary } from "../model/summary.js";
import { type CheckedClaim, type Claim, checkClaim } from "../report/claims/claim.js";
import { claimsFinding, testText } from "../report/claims/text.js";
import { dataTable } from "./data-table.js";

/** Published figures beside what this run measured of each, with a verdict. */
export function claimsTable(claims: readonly Claim[], summary: MeasuredSummary): HTMLElement {
  const checked = claims.map((claim) => checkClaim(claim, summary));
  return dataTable(
    claimsFinding(checked),
    [
      {
        label: "Published",
        heading: true,
        value: ({ claim }: CheckedClaim) => html`<span class="sentence">${claim.says}</span>`,
      },
      { label: "Here", value: hereText },
      { label: "Verdict", unbroken: true, value: ({ verdict }) => verdict },
      { label: "Source", value: ({ claim }) => `${claim.source}, ${claim.id}` },
    ],
    checked,
  );
}

function hereText({ tests, claim }: CheckedClaim): HTMLElement {
  if (tests.length === 0)
    return html`<span>not measured here: <code>${claim.command}</code>${claim.needs ? `, ${claim.needs}` : ""}</span>`;
  return html`<ul class="plain">${tests.map((test) => html`<li>${testText(test)}</li>`)}</ul>`;
}
