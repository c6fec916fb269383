import type { Summary } from "../model/summary.js";
import { runLine } from "../report/run-line.js";
import { runSource } from "../report/source.js";
import "./data-failure.js";
import { setPageSource } from "./evidence-source.js";
import { explainTerms } from "./explain-terms.js";
import { carryQuery } from "./inputs/carry-query.js";

/** Names the run in the page's footer and under its figures, lets links carry the reader's conditions on, and terms explain themselves. */
export function runFooter(summary: Summary): void {
  setPageSource(summary.state === "measured" ? runSource(summary) : null);
  carryQuery();
  explainTerms();
  const place = document.querySelector("#run-id");
  if (!place) return;
  place.textContent =
    summary.state === "measured" ? runLine(summary.suiteVersion, summary.runId) : "No run yet.";
}
