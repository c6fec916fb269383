import { html } from "htl";
import type { CrossingCurve } from "../../model/boundary/curves.js";
import { WAYS } from "../../model/boundary/ways.js";
import { formatMs, formatShare } from "../../model/format.js";
import { boundaryGaps, type FittedCurve, fitText, HOST_NAME } from "../../report/boundary.js";
import { dataTable } from "../data-table.js";

/** Every way that was measured, with what is fitted to it and how well. */
export function crossingCosts(curves: readonly FittedCurve[]): HTMLElement {
  return dataTable(
    "What each way across costs",
    [
      { label: "Way", heading: true, value: ({ way }: FittedCurve) => WAYS[way].title },
      { label: "Where", value: ({ engine, adapter }) => (adapter ? `${engine}, ${adapter.name}` : engine) },
      { label: "What one crossing does", value: ({ way }) => WAYS[way].does },
      { label: "Cost", value: costText },
      { label: "Error of the fit", numeric: true, value: ({ fit }) => (fit ? formatShare(fit.error) : "–") },
    ],
    curves,
  );
}

function costText({ fit, bySize, adapter, host }: FittedCurve): string {
  if (fit) return fitText(fit);
  if (adapter?.software) return `not fitted: software imitates the GPU of ${HOST_NAME[host]}`;
  return formatMs(bySize[0]!.ms, 2);
}

/** What was not measured, with what would change that; nothing where all was. */
export function crossingGaps(curves: readonly CrossingCurve[]): Node {
  const gaps = boundaryGaps(curves);
  if (gaps.length === 0) return document.createDocumentFragment();
  return html`<ul>${gaps.map(
    ({ what, reason, enable }) =>
      html`<li><strong>${what}</strong>: ${reason}. To change that: <code>${enable}</code></li>`,
  )}</ul>`;
}

/** Stands for the figures of a run that did not look. */
export function crossingsMissing(): HTMLElement {
  return html`<div><p>This run did not measure what crossing a boundary costs. In Node it takes a few seconds, in a browser
    some more:</p><pre><code>npx portolan measure --boundary
npx portolan measure --set browser</code></pre></div>`;
}
