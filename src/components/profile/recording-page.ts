import { html } from "htl";
import { BUCKET_LABEL, BUCKETS_AND_REST, type BucketOrUnattributed } from "../../model/buckets.js";
import { formatMs, formatShare } from "../../model/format.js";
import type { Evidence, RecordedAttribution, RecordingSummary } from "../../model/recording.js";
import type { Summary } from "../../model/summary.js";
import { attributionOf, headline, standfirst } from "../../report/profile.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { dataTable } from "../data-table.js";
import { bucketLegend } from "../legend.js";
import { icicleFigure } from "./icicle-figure.js";
import { portSection } from "./port-section.js";
import { profiledResult, unprofiledResult } from "./recorded-result.js";
import { recordingFacts } from "./recording-facts.js";
import { icicleSection, priorSection, rulesBehind } from "./report.js";

const EVIDENCE: Readonly<Record<Evidence, string>> = {
  marked: "the pipeline’s own marks",
  sampled: "a sampling profiler",
  traced: "a tracing profiler",
};

/** The page of a pipeline that `portolan profile` recorded. */
export function recordingPage(recording: RecordingSummary, summary: Summary): HTMLElement {
  const best = recording.attributions[0];
  return html`<div class="recording-page">
    ${top(recording, best)}
    ${recordingFacts(recording, best)}
    ${best ? evidence(recording, best, summary) : html`<p>The recording ended before any profile was attributed, so there is no split and no forecast.</p>`}
  </div>`;
}

function top(recording: RecordingSummary, best: RecordedAttribution | undefined): HTMLElement {
  const place = html`<p class="place">Recorded on ${recording.startedAt.slice(0, 10)}: <code>${recording.command.join(" ")}</code></p>`;
  if (!best)
    return html`<header class="answer">${place}<h1>${recording.title} takes ${formatMs(recording.wallMs.median)}.</h1></header>`;
  const { attribution, extras } = unprofiledResult(recording, best);
  return html`<header class="answer">
    ${place}
    <h1>${headline(attribution, extras)}</h1>
    <p>${standfirst(attribution, extras)}</p>
    <div class="today">${bucketLegend()}${bucketBar(attributionOf(attribution))}
      <p class="bar-caption">One execution by bucket, as ${EVIDENCE[best.evidence]} saw it. ${best.scaling}</p></div>
  </header>`;
}

function evidence(recording: RecordingSummary, best: RecordedAttribution, summary: Summary): HTMLElement {
  const profiled = profiledResult(recording, best);
  const unprofiled = unprofiledResult(recording, best);
  const ports = portSection(summary, recording.id);
  ports.show(unprofiled);
  return html`<div>
    ${icicleSection(profiled)}
    ${others(recording)}
    ${priorSection(unprofiled)}
    <section><h2>The rules behind it</h2>${rulesBehind(profiled, null)}</section>
    ${ports.element}
  </div>`;
}

/** What the other looks at the same pipeline saw. */
function others(recording: RecordingSummary): HTMLElement | null {
  const { attributions } = recording;
  if (attributions.length < 2) return null;
  type Row = RecordedAttribution;
  const bucket = (name: BucketOrUnattributed) => ({
    label: BUCKET_LABEL[name],
    numeric: true,
    value: ({ buckets }: Row) => formatShare(buckets[name].share),
  });
  return html`<section><h2>How the evidence agrees</h2>
    ${dataTable(
      "Shares of the wall time by what saw them, best evidence first",
      [
        { label: "Seen by", heading: true, value: ({ evidence }: Row) => EVIDENCE[evidence] },
        ...BUCKETS_AND_REST.map(bucket),
        { label: "Known bias", value: ({ attribution }) => attribution.bias ?? "none known" },
      ],
      attributions,
    )}
    ${attributions.slice(1).map(
      (
        recorded,
      ) => html`<details class="other-evidence"><summary>Where the time goes, as ${EVIDENCE[recorded.evidence]} saw it</summary>
        ${icicleFigure(profiledResult(recording, recorded))}</details>`,
    )}
  </section>`;
}
