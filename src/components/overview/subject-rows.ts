import { html } from "htl";
import type { Subject } from "../../model/decision/subject.js";
import { formatEstimateMs, formatIntervalMs } from "../../model/format.js";
import type { RecordingListing } from "../../model/recording-listing.js";
import { baselineCell } from "../../model/rules.js";
import { type AdviceRow, adviceRow } from "../../report/advice-row.js";
import { ADVICE_COLUMNS, adviceRows } from "../../report/advice-table.js";
import { titleOf } from "../../report/words.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { dataTable } from "../data-table.js";
import type { Entry, Found } from "../decisions.js";
import { withQuery } from "../inputs/carry-query.js";
import { todayFigure } from "./today-figure.js";

/** One row for each workload of the run: where its time goes today, and the answer about it. */
export function workloadRows({ entries }: Found): HTMLElement {
  const measured = entries.filter(({ subject }) => subject.kind === "measured");
  return todayFigure(
    measured.map(({ subject }) => subject),
    html`<section class="workloads" aria-label="Workloads">
      <ol>${measured.map((entry) => {
        const { id, sizeLabel } = entry.subject.workload;
        return row(entry, `./workload/${id}.html`, sizeLabel);
      })}</ol>
    </section>`,
  );
}

/** The same for every pipeline that this team recorded; nothing where it recorded none. */
export function pipelineRows({ entries }: Found, recordings: readonly RecordingListing[]): Node {
  if (recordings.length === 0) return document.createDocumentFragment();
  const own = recordings.map((recording) => {
    const path = `./recording/${recording.id}.html`;
    const entry = entries.find(
      ({ subject }) => subject.kind === "profiled" && subject.workload.id === recording.id,
    );
    const recorded = `recorded ${recording.startedAt.slice(0, 10)}, ${recording.interpreter}`;
    return entry
      ? row(entry, path, `${recorded}; every port is a forecast`)
      : html`<li class="workload">${name(recording.title, path, `${recorded}; it ended before its profile`)}</li>`;
  });
  return html`<section class="workloads recordings" aria-labelledby="own-pipelines">
    <h2 id="own-pipelines">Your own pipelines</h2>
    <ol>${own}</ol>
  </section>`;
}

/** All answers as a table, once they are there. */
export function adviceTable({ whole }: Found): Node {
  if (whole === null) return document.createDocumentFragment();
  const columns = ADVICE_COLUMNS.map((label, i) => ({
    label,
    heading: i === 0,
    value: (cells: readonly string[]) => cells[i],
  }));
  return html`<details class="on-screen"><summary>All of this as a table</summary>${dataTable(
    "Today, the fastest that qualifies, and what to do",
    columns,
    adviceRows(whole.answers),
  )}</details>`;
}

function row({ subject, answer, stale }: Entry, path: string, remark: string): HTMLElement {
  return html`<li class="workload">
    ${name(subject.workload.title, path, remark)}
    <div class="workload-today">${today(subject)}</div>
    <div class=${`workload-advice ${stale ? "stale" : ""}`} aria-busy=${String(answer === null || stale)}>${
      answer === null ? html`<p class="verdict">…</p>` : advice(adviceRow(answer))
    }</div>
  </li>`;
}

const name = (title: string, path: string, remark: string) => html`<div class="workload-name">
  <h3><a class="carries-query" href=${withQuery(path)}>${title}</a></h3>
  <p>${remark}</p>
</div>`;

function today({ workload, targets }: Subject): HTMLElement | HTMLElement[] {
  const baseline = baselineCell(workload);
  if (baseline === null) return html`<p class="quiet">No baseline measured.</p>`;
  const { p50Ms, attribution, target } = baseline;
  const interval = p50Ms.low < p50Ms.high ? `95 % interval ${formatIntervalMs(p50Ms)}` : "";
  return [
    bucketBar(attribution),
    html`<p class="bar-total" title=${interval}>${formatEstimateMs(p50Ms)} <span>${titleOf(target, targets)}</span></p>`,
  ];
}

/** The arrow is the voyage, the anchor stays in port. */
const MARK: Readonly<Record<AdviceRow["bearing"], string>> = { stay: "⚓︎", leave: "→", undecided: "?" };

function advice({ bearing, verdict, facts, confidence, notes }: AdviceRow): HTMLElement {
  return html`<div>
    <p class="verdict"><strong><span class="course" aria-hidden="true">${MARK[bearing]}</span> ${verdict}</strong></p>
    <dl class="changes">${facts.map(
      ({ term, value, detail }, i) => html`<div><dt>${term}</dt><dd>${value}
        ${detail === "" ? null : html`<small>${detail}</small>`}
        ${i === 0 && confidence ? html`<small class=${`confidence ${confidence.level}`} title=${confidence.why}>${confidence.level} confidence</small>` : null}</dd></div>`,
    )}</dl>
    ${notes.map((note) => html`<p class="why">${note}</p>`)}
  </div>`;
}
