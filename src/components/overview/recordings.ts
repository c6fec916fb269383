import { html } from "htl";
import { formatMs } from "../../model/format.js";
import type { RecordingListing } from "../../model/recording-listing.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { withQuery } from "../inputs/carry-query.js";

/** Pipelines that this team recorded, and where to bring another one. */
export function recordedPipelines(recordings: readonly RecordingListing[]): HTMLElement {
  return html`<section class="workloads recordings" aria-label="Recorded pipelines">
    <p>${recordings.length === 0 ? "The workloads above are Portolan’s own. " : ""}<a class="carries-query" href=${withQuery("./profile.html")}>Drop a profile</a> of your pipeline to see its buckets and a forecast of each port, or record it: <code>npx portolan profile -- python pipeline.py</code></p>
    ${recordings.length === 0 ? null : html`<ol>${recordings.map(row)}</ol>`}
  </section>`;
}

function row({ id, title, startedAt, interpreter, wallMs, attribution }: RecordingListing): HTMLElement {
  return html`<li class="workload">
    <div class="workload-name">
      <h3><a class="carries-query" href=${withQuery(`./recording/${id}.html`)}>${title}</a></h3>
      <p>recorded ${startedAt.slice(0, 10)}</p>
    </div>
    <div class="workload-today">
      ${attribution ? bucketBar(attribution) : html`<p class="quiet">No profile was attributed.</p>`}
      <p class="bar-total">${formatMs(wallMs.median)} <span>${interpreter}</span></p>
    </div>
  </li>`;
}
