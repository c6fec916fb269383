import { html } from "htl";
import type { UnmeasuredCell } from "../../model/summary.js";
import type { WorkloadView } from "./view.js";

const STATE: Readonly<Record<UnmeasuredCell["state"], string>> = {
  unavailable: "cannot run on this machine",
  failed: "failed",
  mismatch: "gave a wrong output",
  cut: "was not reached",
  software: "has no real GPU here",
};

/** The targets without numbers, why, and the command that would change that. */
export function unmeasured({ unmeasured }: WorkloadView): Node {
  if (unmeasured.length === 0) return document.createDocumentFragment();
  return html`<aside class="warnings" aria-label="Not measured"><h2>Not measured</h2><ul>${unmeasured.map(
    ({ target, cell }) => html`<li><strong>${target.title}</strong> ${STATE[cell.state]}: ${cell.reason}.
      ${cell.enable ? html`To enable it: <code>${cell.enable}</code>` : null}</li>`,
  )}</ul></aside>`;
}
