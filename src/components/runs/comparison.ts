import { html } from "htl";
import { compareRuns } from "../../model/runs/compare-runs.js";
import {
  comparedRows,
  comparisonFinding,
  confidenceText,
  incomparableText,
  leftOutTexts,
  NO_DIFFERENCE,
  warningText,
} from "../../report/runs/compare-runs.js";
import { differenceRows } from "../../report/runs/fingerprint.js";
import { dataTable } from "../data-table.js";
import { effectFigure, ratioDomain } from "./effect-figure.js";
import type { RunsView } from "./view.js";

/** What `pairForm` chose of the runs, side by side: what came of it, what to mind, a figure for each workload, and in what their conditions differ. */
export function runComparison({ runs }: RunsView, chosen: Readonly<Record<string, string>>): HTMLElement {
  const byId = (id: string | undefined) => runs.find(({ runId }) => runId === id)!;
  const [a, b] = [byId(chosen.a), byId(chosen.b)];
  const comparison = compareRuns(a, b);
  if (comparison.state === "incomparable") return html`<p role="status">${incomparableText(comparison)}.</p>`;
  if (a.runId === b.runId) return html`<p role="status">A and B are the same run: choose two.</p>`;
  const rows = comparedRows(comparison);
  const domain = ratioDomain(rows);
  const workloads = [...new Set(rows.map(({ cell }) => cell.workload))];
  const { warnings, differences } = comparison;
  const leftOut = leftOutTexts(comparison);
  return html`<div>
    <p role="status"><strong>${comparisonFinding(comparison)}</strong></p>
    ${
      warnings.length === 0
        ? null
        : html`<ul class="evidence-remarks">${warnings.map((one) => html`<li>${warningText(one, comparison)}</li>`)}</ul>`
    }
    ${workloads.map((id) =>
      effectFigure(
        rows.filter(({ cell }) => cell.workload === id),
        domain,
      ),
    )}
    ${rows.length === 0 ? null : html`<p class="remark">${confidenceText(comparison)}</p>`}
    <h3>What differs in the conditions</h3>
    ${
      differences.length === 0
        ? html`<p>${NO_DIFFERENCE}</p>`
        : dataTable(
            "Conditions of the two runs, where they differ",
            [
              { label: "Condition", heading: true, value: ({ what }) => what },
              { label: "A", value: ({ a }) => a },
              { label: "B", value: ({ b }) => b },
            ],
            differenceRows(differences),
          )
    }
    ${
      leftOut.length === 0
        ? null
        : html`<details><summary>What can’t be compared, and why</summary><ul>${leftOut.map((one) => html`<li>${one}</li>`)}</ul></details>`
    }
  </div>`;
}
