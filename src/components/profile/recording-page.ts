import { html } from "htl";
import { BUCKET_LABEL, BUCKETS_AND_REST, type BucketOrUnattributed } from "../../model/buckets.js";
import { formatMs, formatShare } from "../../model/format.js";
import type { PriceBook } from "../../model/prices/price.js";
import type { Evidence, RecordedAttribution, RecordingSummary } from "../../model/recording.js";
import type { Summary } from "../../model/summary.js";
import { CHILD_CAPTION, CHILD_COLUMNS } from "../../report/children.js";
import { dataTable } from "../data-table.js";
import { bucketSection } from "./answer.js";
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

interface RecordingPageParts {
  readonly recording: RecordingSummary;
  readonly summary: Summary;
  readonly book: PriceBook;
}

/** The page of a pipeline that `portolan profile` recorded. */
export function recordingPage({ recording, summary, book }: RecordingPageParts): HTMLElement {
  const best = recording.attributions[0];
  const place = html`<p class="place">Recorded on ${recording.startedAt.slice(0, 10)}: <code>${recording.command.join(" ")}</code></p>`;
  if (!best)
    return html`<div class="recording-page">
      <header class="answer">${place}<h1>${recording.title} takes ${formatMs(recording.wallMs.median)}.</h1></header>
      ${recordingFacts(recording, best)}
      <p>The recording ended before any profile was attributed, so there is no split and no forecast.</p>
    </div>`;
  const profiled = profiledResult(recording, best);
  const unprofiled = unprofiledResult(recording, best);
  const ports = portSection({ summary, book, root: "../", level: 1 });
  ports.show(unprofiled);
  return html`<div class="recording-page">
    <header class="answer">${place}${ports.verdict}</header>
    ${bucketSection(unprofiled, `${recording.attached ? `${formatMs(recording.wallMs.median)} of ${recording.attached.place}` : "One execution"} by bucket, as ${EVIDENCE[best.evidence]} saw it. ${best.scaling}`)}
    ${recordingFacts(recording, best)}
    ${icicleSection(profiled)}
    ${children(recording)}
    ${others(recording)}
    ${priorSection(unprofiled)}
    <section><h2>The rules behind it</h2>${rulesBehind(profiled, null)}</section>
    ${ports.forecast}
  </div>`;
}

/** The processes and threads that the profiler followed beside the request's. */
function children({ attributions }: RecordingSummary): HTMLElement | null {
  const seen = attributions.find((recorded) => recorded.children.length > 0);
  if (!seen) return null;
  const columns = CHILD_COLUMNS.map((column, i) => ({ ...column, heading: i === 0, numeric: i > 0 }));
  return html`<section><h2>What it started</h2>${dataTable(CHILD_CAPTION, columns, seen.children)}</section>`;
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
        ${icicleFigure(profiledResult(recording, recorded), `frames-${recorded.evidence}`)}</details>`,
    )}
  </section>`;
}
