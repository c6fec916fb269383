import { html } from "htl";
import { formatBytes, formatMs, formatShare } from "../../model/format.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { bucketLegend } from "../legend.js";
import { attributionOf, headline, standfirst } from "./findings.js";
import type { ProfileResult } from "./protocol.js";

/** Where the time goes, in one sentence and one bar. */
export function answer({ name, sizeBytes, attribution }: ProfileResult, formatTitle: string): HTMLElement {
  const size = sizeBytes === null ? "" : `, ${formatBytes(sizeBytes, 3)}`;
  return html`<header class="answer profile-answer">
    <p class="place">${name}: ${formatTitle}${size}</p>
    <h2>${headline(attribution)}</h2>
    <p>${standfirst(attribution)}</p>
    <div class="today">${bucketLegend()}${bucketBar(attributionOf(attribution))}
      <p class="bar-caption">The profiled interval by bucket: ${formatMs(attribution.wallMs)}</p></div>
  </header>`;
}

/** How the profile was taken, and what to keep in mind about it. */
export function profileFacts({ attribution, extras: { boundary } }: ProfileResult): HTMLElement {
  const { producer, wallMs, samples, intervalMs, coverage, waiting, hiddenMs } = attribution;
  const facts: readonly (readonly [string, string] | null)[] = [
    ["Written by", producer ?? "not said in the file"],
    ["Wall time", formatMs(wallMs)],
    samples === null
      ? ["Recorded", "every event"]
      : [
          "Samples",
          `${samples.toLocaleString("en-US")}${intervalMs === null ? "" : `, one each ${formatMs(intervalMs, 2)}`}`,
        ],
    ["Attributed", formatShare(coverage)],
    waiting.ms > 0 ? ["Waiting", `${formatMs(waiting.ms)}, ${formatShare(waiting.share)}`] : null,
    hiddenMs > 0 ? ["Hidden behind other work", formatMs(hiddenMs)] : null,
    boundary
      ? [
          "Calls into the engine",
          `${boundary.calls.toLocaleString("en-US")}${boundary.bytes === null ? "" : `, ${formatBytes(boundary.bytes)} each`}`,
        ]
      : null,
  ];
  return html`<div>
    <dl class="facts">${facts
      .filter((fact) => fact !== null)
      .map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    <dl class="reading">
      <div><dt>Clock</dt><dd>${attribution.clock}</dd></div>
      ${attribution.bias === null ? null : html`<div><dt>Known bias</dt><dd>${attribution.bias}</dd></div>`}
    </dl>
    ${warningList(attribution.warnings)}
  </div>`;
}

function warningList(warnings: readonly string[]): HTMLElement | null {
  if (warnings.length === 0) return null;
  return html`<aside class="warnings" aria-label="Warnings"><h3>Odd in this file</h3>
    <ul>${warnings.map((text) => html`<li>${text}</li>`)}</ul></aside>`;
}
