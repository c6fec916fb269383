import { html } from "htl";
import { BUCKET_LABEL, BUCKETS_AND_REST } from "../../model/buckets.js";
import { formatMs, formatShare } from "../../model/format.js";
import type { Attribution } from "../../model/summary.js";
import { BUCKET_FILL, BUCKET_INK, BUCKET_SHORT } from "../bucket-style.js";

/** Narrower than this share, a part of the bar has no room for its name; the list below the bar names it. */
const ROOM_FOR_NAME = 0.16;

/** One request as a bar of its buckets. It is markup and not a drawing: it reads aloud, prints and reflows. */
export function bucketBar({ bucketMs, wallMs }: Attribution): HTMLElement {
  const parts = BUCKETS_AND_REST.map((bucket) => {
    const ms = bucketMs[bucket];
    return { bucket, ms, share: wallMs > 0 ? ms / wallMs : 0 };
  }).filter(({ share }) => share >= 0.0005);
  return html`<div class="bucket-bar">
    <ul aria-label="Time by bucket">${parts.map(
      ({ bucket, ms, share }) => html`<li style=${{
        flexGrow: String(share),
        background: BUCKET_FILL[bucket],
        color: BUCKET_INK[bucket],
      }} title=${`${BUCKET_LABEL[bucket]}: ${formatMs(ms, 2)}, ${formatShare(share)}`}>
        <span class=${share < ROOM_FOR_NAME ? "visually-hidden" : ""}>${BUCKET_SHORT[bucket]} ${formatShare(share)}</span>
      </li>`,
    )}</ul>
    ${smallParts(parts.filter(({ share }) => share < ROOM_FOR_NAME))}
  </div>`;
}

type Part = { readonly bucket: keyof typeof BUCKET_SHORT; readonly share: number };

function smallParts(parts: readonly Part[]): HTMLElement | null {
  if (parts.length === 0) return null;
  return html`<p class="small-parts" aria-hidden="true">${parts.map(
    ({ bucket, share }) =>
      html`<span><span class="swatch" style=${{ background: BUCKET_FILL[bucket] }}></span>${BUCKET_SHORT[bucket]} ${formatShare(share)}</span>`,
  )}</p>`;
}
