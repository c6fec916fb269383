import { html } from "htl";
import type { MeasuredSummary } from "../../model/summary.js";
import { memoryText } from "../../report/machine.js";
import { withTerms } from "../term.js";

/** The run in one strip: where, when, how much, and how much of it is noise. */
export function runFacts(summary: MeasuredSummary): HTMLElement {
  const { environment, parameters } = summary;
  const facts: readonly (readonly [string, string, string?])[] = [
    [
      "Machine",
      `${environment.cpuModel}, ${environment.cores} cores, ${memoryText(environment, 2) ?? "memory not said"}`,
      environment.kernel,
    ],
    ["Measured", formatDate(summary.startedAt), summary.runId],
    [
      "Effort",
      `${summary.effort}: ${summary.processes} processes, ${summary.samples.toLocaleString("en-US")} iterations`,
      `${parameters.processes} processes for each target, ${parameters.slowProcesses} where one is slow`,
    ],
    ["Took", formatElapsed(summary.elapsedMs)],
    ["Noise floor", noiseFloor(summary), "The largest difference seen between two arms of one target"],
  ];
  return html`<dl class="facts">${facts.map(
    ([term, value, title]) =>
      html`<div title=${title ?? ""}><dt>${withTerms(term, ["noisefloor"])}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

export function noiseFloor({ noiseFloor }: MeasuredSummary): string {
  return noiseFloor === null ? "not measured" : `${(noiseFloor * 100).toPrecision(2)} % between equal arms`;
}

/** "21 November 2026, 01:42 UTC" */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  const day = date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  return `${day}, ${time} UTC`;
}

/** "2 min 50 s" */
export function formatElapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
