import type { Summary } from "../model/summary.js";
import { carryQuery } from "./inputs/carry-query.js";

/** Names the run in the page's footer, and lets the frame's links carry the reader's conditions on. */
export function runFooter(summary: Summary): void {
  carryQuery();
  const place = document.querySelector("#run-id");
  if (!place) return;
  place.textContent =
    summary.state === "measured" ? `Suite ${summary.suiteVersion}, run ${summary.runId}.` : "No run yet.";
}
