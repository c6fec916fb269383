import { html } from "htl";
import { CROSSING_HOSTS, CROSSING_SIDES, type CrossingSide, WAYS } from "../../model/boundary/ways.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { boundaryFinding, fittedCurves, isBatched, SIDE_NAME } from "../../report/boundary.js";
import { BOUNDARY_CLAIMS } from "../../report/claims/boundary.js";
import { claimsTable } from "../claims/claims-table.js";
import { lead } from "../lead.js";
import { batchChart } from "./batch-chart.js";
import { crossingCosts, crossingGaps, crossingsMissing } from "./cost-table.js";
import { crossingChart } from "./crossing-chart.js";

/** What the page opens with. */
export function boundaryLead({ crossings }: MeasuredSummary): HTMLElement {
  return lead(boundaryFinding(fittedCurves(crossings)));
}

/** Everything measured of the boundaries, by side; the command where nothing was. */
export function boundaryPage(summary: MeasuredSummary): HTMLElement {
  const { crossings } = summary;
  const curves = fittedCurves(crossings);
  if (curves.length === 0) return html`<div>${crossingsMissing()}${crossingGaps(crossings)}</div>`;
  const charts = (side: CrossingSide) =>
    CROSSING_HOSTS.filter((host) =>
      curves.some((curve) => curve.host === host && WAYS[curve.way].side === side),
    ).map((host) => crossingChart(side, host, curves, summary.runId));
  const batched = CROSSING_HOSTS.filter((host) =>
    curves.some((curve) => curve.host === host && isBatched(curve)),
  );
  return html`<div>
    <h2>Many small calls</h2>
    ${batched.map((host) => batchChart(host, curves, summary.runId))}
    ${CROSSING_SIDES.map((side) => {
      const found = charts(side);
      return found.length > 0 ? html`<h2>To ${SIDE_NAME[side]}</h2>${found}` : null;
    })}
    <h2>What has been published</h2>
    ${claimsTable(BOUNDARY_CLAIMS, summary)}
    <h2>Each way’s cost</h2>
    ${crossingCosts(curves)}
    ${crossings.some(({ missing }) => missing) ? html`<h2>Not measured here</h2>` : null}
    ${crossingGaps(crossings)}
  </div>`;
}
