import { html } from "htl";
import { FEATURE_TITLE, FEATURES, type Feature, KERNELS } from "../../model/features/variants.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { FEATURE_CLAIMS } from "../../report/claims/features.js";
import { PORT_CLAIMS } from "../../report/claims/ports.js";
import { featureGaps, featuresFinding } from "../../report/features.js";
import { claimsTable } from "../claims/claims-table.js";
import { dataTable } from "../data-table.js";
import { lead } from "../lead.js";
import { buildTable } from "./build-table.js";
import { kernelChart } from "./kernel-chart.js";

/** What the page opens with. */
export function featuresLead({ features }: MeasuredSummary): HTMLElement {
  return lead(featuresFinding(features));
}

/** What each feature and tier is worth, and which this machine's engines have; the command where nothing was measured. */
export function featuresPage(summary: MeasuredSummary): HTMLElement {
  const { features } = summary;
  if (features.length === 0)
    return html`<div><p>In Node it takes some ten seconds, in a browser some more:</p><pre><code>npx portolan measure --boundary
npx portolan measure --set browser</code></pre></div>`;
  const gaps = features.flatMap(featureGaps);
  const measured = features.filter(({ kernels }) => kernels.length > 0);
  return html`<div>
    ${KERNELS.flatMap((kernel) => measured.map((row) => kernelChart(row, kernel, summary.runId)))}
    <h2>On a whole model</h2>
    ${buildTable(summary)}
    <h2>What has been published</h2>
    ${claimsTable([...FEATURE_CLAIMS, ...PORT_CLAIMS], summary)}
    <h2>What the engines here have</h2>
    ${dataTable(
      "Features of Wasm, as the engines are without switches",
      [
        { label: "Feature", heading: true, value: (feature: Feature) => FEATURE_TITLE[feature] },
        ...features.map(({ engine, supported }) => ({
          label: engine,
          value: (feature: Feature) =>
            ({ true: "yes", false: "no" })[String(supported[feature])] ?? "unknown",
        })),
      ],
      FEATURES,
    )}
    ${gaps.length > 0 ? html`<h2>Not measured here</h2><ul>${gaps.map((gap) => html`<li>${gap}</li>`)}</ul>` : null}
  </div>`;
}
