import { html } from "htl";
import { BUCKETS } from "../../model/buckets.js";
import type { TargetEvidence } from "../../model/decision/evidence.js";
import type { Decided } from "../../model/decision/subject.js";
import { formatEstimateMs } from "../../model/format.js";
import { rungSentences } from "../../report/ladder.js";
import { SHEET_COLUMNS, type SheetRow, sheetGroups } from "../../report/sheet.js";
import { BUCKET_FILL } from "../bucket-style.js";
import { pageSource } from "../evidence-source.js";

/** With more targets than these the table gets smaller: a sheet is one. */
const ROOMY = 8;

/** What ends the first sheet of a printed page: every target with what it takes and brings. A screen has it in sections. */
export function paperSheet(decided: Decided): HTMLElement {
  const groups = sheetGroups(decided);
  const times = groups.flatMap(({ rows }) => rows.map(({ target }) => target.wallMs.value));
  const longest = Math.max(...times);
  return html`<section class="paper-sheet" aria-label="Every target on one sheet">
    <table class=${times.length > ROOMY ? "dense" : ""}>
      <thead><tr>${SHEET_COLUMNS.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
      ${groups.map(
        ({
          heading,
          rows,
        }) => html`<tbody><tr><th class="group" scope="rowgroup" colspan=${SHEET_COLUMNS.length}>${heading}</th></tr>
        ${rows.map((row) => line(row, longest))}</tbody>`,
      )}
    </table>
    <ul>${rungSentences(decided.advice).map((sentence) => html`<li>${sentence}</li>`)}</ul>
    <p class="figure-source">${pageSource()?.text ?? ""}${pageSource() ? "." : ""}</p>
  </section>`;
}

function line(row: SheetRow, longest: number): HTMLElement {
  const { target, chosen, platform, overToday, pays, per1000, requirements } = row;
  return html`<tr class=${chosen ? "chosen" : ""}>
    <th scope="row">${target.title}${platform && html`<small>${platform}</small>`}</th>
    <td><span class="time">${bar(target, longest)}${formatEstimateMs(target.wallMs)}</span></td>
    ${[overToday, pays, per1000, requirements].map((text) => html`<td>${text}</td>`)}
  </tr>`;
}

/** As long as its time, split by bucket; what no span claims is left white. */
function bar({ wallMs, bucketShares }: TargetEvidence, longest: number): HTMLElement {
  return html`<span class="time-bar" aria-hidden="true" style=${{ width: `${(75 * wallMs.value) / longest}%` }}>${BUCKETS.map(
    (bucket) =>
      html`<i style=${{ width: `${100 * bucketShares[bucket]}%`, background: BUCKET_FILL[bucket] }}></i>`,
  )}</span>`;
}
