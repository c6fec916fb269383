import { html } from "htl";
import type { UnmeasuredCell } from "../../model/summary.js";
import type { WorkloadView } from "./view.js";

const STATE: Readonly<Record<UnmeasuredCell["state"], string>> = {
  unavailable: "cannot run on this machine",
  skipped: "was left out",
  failed: "failed",
  mismatch: "gave a wrong output",
  cut: "was not reached",
  software: "has no real GPU here",
};

/** Of several. */
const STATES: typeof STATE = {
  ...STATE,
  skipped: "were left out",
  mismatch: "gave wrong outputs",
  cut: "were not reached",
  software: "have no real GPU here",
};

/** Targets of one reason are told in one line, in their order. */
function alike(cells: WorkloadView["unmeasured"]): { titles: string[]; cell: UnmeasuredCell }[] {
  const lines = new Map<string, { titles: string[]; cell: UnmeasuredCell }>();
  for (const { target, cell } of cells) {
    const key = `${cell.state} ${cell.reason} ${cell.enable}`;
    const line = lines.get(key) ?? { titles: [], cell };
    line.titles.push(target.title);
    lines.set(key, line);
  }
  return [...lines.values()];
}

/** The targets without numbers, why, and the command that would change that. */
export function unmeasured({ unmeasured }: WorkloadView): Node {
  if (unmeasured.length === 0) return document.createDocumentFragment();
  return html`<aside class="warnings" aria-label="Not measured"><h2>Not measured</h2><ul>${alike(
    unmeasured,
  ).map(
    ({ titles, cell }) => html`<li><strong>${titles.join(", ")}</strong> ${
      titles.length > 1 ? STATES[cell.state] : STATE[cell.state]
    }: ${cell.reason}.
      ${cell.enable ? html`To enable it: <code>${cell.enable}</code>` : null}</li>`,
  )}</ul></aside>`;
}
