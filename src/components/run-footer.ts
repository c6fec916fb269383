import type { Summary } from "../model/summary.js";

/** Names the run in the page's footer. */
export function runFooter(summary: Summary): void {
  const place = document.querySelector("#run-id");
  if (!place) return;
  place.textContent =
    summary.state === "measured" ? `Suite ${summary.suiteVersion}, run ${summary.runId}.` : "No run yet.";
}
