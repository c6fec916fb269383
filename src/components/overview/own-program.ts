import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";
import { standInsSentence } from "../../report/built-in.js";
import { withQuery } from "../inputs/carry-query.js";
import { withTerms } from "../term.js";

/** Whose workloads these are, and where the reader's own program goes. */
export function ownProgram({ workloads }: MeasuredSummary): HTMLElement {
  const sentence = standInsSentence(workloads);
  return html`<p class="own-program">${sentence && withTerms(`${sentence} `, ["workload"])}Where yours goes:
    <a class="carries-query" href=${withQuery("./profile.html")}>drop a profile</a> of it,
    record it with <code>npx portolan profile -- python pipeline.py</code>,
    or have it measured like these with <code>npx portolan workload new my-pipeline</code>.</p>`;
}
