import { html } from "htl";
import type { MeasuredSummary } from "../model/summary.js";
import { whereStandInsSpend } from "../report/built-in.js";
import { methodFinding, storeFinding } from "../report/extent.js";
import type { Term } from "../report/glossary.js";
import { liveFinding } from "../report/live-finding.js";
import { withTerms } from "./term.js";

/** What a page opens with: its finding. */
export function lead(finding: string, terms: readonly Term[] = []): HTMLElement {
  return html`<p class="lead"><strong>${withTerms(finding, terms)}</strong></p>`;
}

export const methodLead = (run: MeasuredSummary): HTMLElement =>
  lead(methodFinding(run), ["workload", "target"]);

export const storeLead = (run: MeasuredSummary): HTMLElement =>
  lead(storeFinding(run), ["workload", "target"]);

export const liveLead = (run: MeasuredSummary): HTMLElement => lead(liveFinding(run), ["workload"]);

export function profileLead({ workloads }: MeasuredSummary): Node {
  const finding = whereStandInsSpend(workloads);
  return finding === null
    ? document.createDocumentFragment()
    : lead(finding, ["workload", "glue", "compute", "io"]);
}
