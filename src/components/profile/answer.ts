import { html } from "htl";
import { formatBytes, formatMs, formatShare } from "../../model/format.js";
import type { TraceAttribution } from "../../model/traces/result.js";
import { deviceSentence } from "../../report/device-use.js";
import { attributionOf, headline, standfirst } from "../../report/profile.js";
import { startUpSentence } from "../../report/start-up.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { bucketLegend } from "../legend.js";
import type { ProfileResult } from "./protocol.js";
import { threadPicker } from "./thread-picker.js";

/** Which file it is. */
export function profilePlace({ name, sizeBytes }: ProfileResult, formatTitle: string): string {
  return `${name}: ${formatTitle}${sizeBytes === null ? "" : `, ${formatBytes(sizeBytes, 3)}`}`;
}

/**
 * Where the time goes, in one sentence and one bar.
 *
 * @param caption what the bar is of
 */
export function bucketSection(
  { attribution, extras }: ProfileResult,
  caption = `The profiled interval by bucket: ${formatMs(attribution.wallMs)}`,
): HTMLElement {
  return html`<section class="profile-buckets">
    <h2>${headline(attribution, extras)}</h2>
    <p>${standfirst(attribution, extras)}</p>
    <div class="today">${bucketLegend()}${bucketBar(attributionOf(attribution))}
      <p class="bar-caption">${caption}</p></div>
  </section>`;
}

/**
 * How the profile was taken, and what to keep in mind about it.
 *
 * @param chooseThread called with the name of the thread that the clock is to show; null where it can't be chosen
 */
export function profileFacts(
  { attribution, extras: { boundary } }: ProfileResult,
  chooseThread: ((name: string) => void) | null = null,
): HTMLElement {
  const { producer, wallMs, coverage, waiting, hiddenMs } = attribution;
  const facts: readonly (readonly [string, string] | null)[] = [
    ["Written by", producer ?? "not said in the file"],
    ["Wall time", formatMs(wallMs)],
    samplesFact(attribution),
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
    ${reading(attribution)}
    ${threadPicker(attribution.threads, chooseThread)}
    ${warningList(attribution.warnings)}
  </div>`;
}

/** How many samples, how far apart, or what there is instead: a term and its value. */
export function samplesFact({ sampled, samples, intervalMs }: TraceAttribution): readonly [string, string] {
  if (samples === null) {
    const how = sampled === null ? "not said in the file" : sampled ? "samples, not counted" : "every event";
    return ["Recorded", how];
  }
  const apart = intervalMs === null ? "" : `, one each ${formatMs(intervalMs, 2)}`;
  return ["Samples", `${samples.toLocaleString("en-US")}${apart}`];
}

/** What the clock shows, and in which direction this kind of profile is wrong. */
export function reading(attribution: TraceAttribution, startUp = startUpSentence(attribution)): HTMLElement {
  const { clock, bias } = attribution;
  const device = deviceSentence(attribution);
  return html`<dl class="reading">
    <div><dt>Clock</dt><dd>${clock}</dd></div>
    ${startUp === null ? null : html`<div><dt>Start-up</dt><dd>${startUp}</dd></div>`}
    ${device === null ? null : html`<div><dt>Device</dt><dd>It ${device}.</dd></div>`}
    ${bias === null ? null : html`<div><dt>Known bias</dt><dd>${bias}</dd></div>`}
  </dl>`;
}

function warningList(warnings: readonly string[]): HTMLElement | null {
  if (warnings.length === 0) return null;
  return html`<aside class="warnings" aria-label="Warnings"><h3>Odd in this file</h3>
    <ul>${warnings.map((text) => html`<li>${text}</li>`)}</ul></aside>`;
}
