import { html } from "htl";
import type { Summary } from "../model/summary.js";

/** Stands in for the whole page (style.css hides the rest) when there is nothing to report. */
function nothingToShow(title: string, explanation: string, command: string): HTMLElement {
  return html`<div class="nothing-to-show">
    <h1>${title}</h1>
    <p>${explanation}</p>
    <pre><code>${command}</code></pre>
  </div>`;
}

/** The notice of a report without a run, or nothing. */
export function emptyNotice(summary: Summary): Node {
  if (summary.state === "measured") return document.createDocumentFragment();
  return nothingToShow(
    "Nothing has been measured yet",
    "This report is drawn from a run on this machine, and there is none. One command measures, builds the report and opens it:",
    summary.command,
  );
}

/** The notice of a workload's page when the run does not hold that workload. */
export function absentNotice(summary: Summary, workload: string): Node {
  if (summary.state === "empty") return emptyNotice(summary);
  if (summary.workloads.some(({ id }) => id === workload)) return document.createDocumentFragment();
  const held = summary.workloads.map(({ title }) => title).join(", ");
  return nothingToShow(
    `This run does not hold ${workload}`,
    `Run ${summary.runId} measured ${held || "no workload"}. To measure every workload anew and build the report:`,
    "npm start -- --fresh",
  );
}
