import { html } from "htl";
import type { Option } from "../../model/advice.js";
import {
  formatBytes,
  formatEstimateMs,
  formatIntervalMs,
  formatMs,
  formatRatio,
  formatUsd,
} from "../../model/format.js";
import { baselineCell } from "../../model/rules.js";
import type { MeasuredCell, MeasuredSummary } from "../../model/summary.js";
import { chosenOption, mustMove, type Reviewed, titleOf } from "../../report/review.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { dataTable } from "../data-table.js";
import { withQuery } from "../inputs/carry-query.js";
import { bucketLegend } from "../legend.js";

/** One row for each workload: where its time goes today, what to do, and what that changes. */
export function workloadRows(summary: MeasuredSummary, reviewed: readonly Reviewed[]): HTMLElement {
  return html`<section class="workloads" aria-label="Workloads">
    ${bucketLegend()}
    <ol>${reviewed.map((entry) => row(summary, entry))}</ol>
    <details><summary>All of this as a table</summary>${table(summary, reviewed)}</details>
  </section>`;
}

function row(summary: MeasuredSummary, { workload, advice }: Reviewed): HTMLElement {
  const baseline = baselineCell(workload);
  const chosen = chosenOption(advice);
  return html`<li class="workload">
    <div class="workload-name">
      <h3><a class="carries-query" href=${withQuery(`./workload/${workload.id}.html`)}>${workload.title}</a></h3>
      <p>${workload.sizeLabel}</p>
    </div>
    <div class="workload-today">
      ${baseline ? bucketBar(baseline.attribution) : html`<p class="quiet">No baseline measured.</p>`}
      ${baseline ? html`<p class="bar-total" title=${`95 % interval ${formatIntervalMs(baseline.p50Ms)}`}>${formatEstimateMs(baseline.p50Ms)} <span>on ${titleOf(baseline.target, summary.targets)}</span></p>` : null}
    </div>
    <div class="workload-advice">
      <p class="verdict">${verdict(summary, { workload, advice })}</p>
      ${why({ workload, advice })}
      ${chosen ? changes(chosen, baseline, baselineOption(advice, workload.baseline)) : null}
    </div>
  </li>`;
}

/** "→ Native" and the gain; the arrow is the voyage, the anchor stays in port. */
function verdict(summary: MeasuredSummary, { advice }: Reviewed): HTMLElement {
  switch (advice.state) {
    case "recommended": {
      const ratio = chosenOption(advice)?.cell.ratio;
      return html`<span><strong><span class="course" aria-hidden="true">→</span> ${titleOf(advice.target, summary.targets)}</strong>
        <span class="gain">${ratio ? formatRatio(ratio) : "not compared with the baseline"}</span>
        <span class=${`confidence ${advice.confidence.level}`} title=${advice.confidence.doubts.join("\n")}>${advice.confidence.level} confidence</span></span>`;
    }
    case "stay":
      return html`<span><strong><span class="course" aria-hidden="true">⚓︎</span> Stay with ${titleOf(advice.target, summary.targets)}</strong>
        <span class=${`confidence ${advice.confidence.level}`} title=${advice.confidence.doubts.join("\n")}>${advice.confidence.level} confidence</span></span>`;
    case "none-eligible":
      return html`<span><strong>No target meets these conditions</strong> <span class="gain">${advice.reasons[1]}</span></span>`;
    case "no-baseline":
      return html`<span><strong>No advice</strong> <span class="gain">${advice.reason}</span></span>`;
  }
}

/** Where no gain speaks for itself: what keeps the workload, or drives it away. */
function why(entry: Reviewed): HTMLElement | null {
  const { advice } = entry;
  if (advice.state !== "stay" && advice.state !== "recommended") return null;
  return advice.state === "stay" || mustMove(entry) ? html`<p class="why">${advice.reasons[1]}</p>` : null;
}

function baselineOption(advice: Reviewed["advice"], baseline: string | null): Option | null {
  if (advice.state !== "recommended" && advice.state !== "stay") return null;
  const options = [...advice.order, ...advice.dominated.map(({ option }) => option)];
  return options.find(({ target }) => target.id === baseline) ?? null;
}

function changes(chosen: Option, baseline: MeasuredCell | null, stay: Option | null): HTMLElement {
  const moved = baseline !== null && chosen.cell.target !== baseline.target;
  const from = (text: string | null) =>
    moved && text !== null ? html`<span class="before">${text}</span>` : null;
  return html`<dl class="changes">
    <div><dt>Time</dt><dd>${from(baseline && formatEstimateMs(baseline.p50Ms))}${formatEstimateMs(chosen.latencyMs)}</dd></div>
    <div><dt>Cost per 1,000</dt><dd>${from(stay && cost(stay))}${cost(chosen)}</dd></div>
    <div><dt>Peak memory</dt><dd>${from(baseline && memory(baseline.peakRssBytes))}${memory(chosen.memoryBytes)}</dd></div>
    <div><dt>Cold start</dt><dd>${from(baseline && formatMs(baseline.coldTotalMs.value, 2))}${formatMs(chosen.coldMs, 2)}</dd></div>
  </dl>`;
}

function cost({ cost }: Option): string {
  return cost.state === "priced" ? formatUsd(cost.usd.value) : "not billed";
}

function memory(bytes: number | null): string {
  return bytes === null ? "unknown" : formatBytes(bytes, 2);
}

function table(summary: MeasuredSummary, reviewed: readonly Reviewed[]): HTMLElement {
  const rows = reviewed.map((entry) => ({
    ...entry,
    baseline: baselineCell(entry.workload),
    chosen: chosenOption(entry.advice),
  }));
  type Row = (typeof rows)[number];
  const bucket = (label: string, name: "interpreter" | "compute" | "io" | "unattributed") => ({
    label,
    numeric: true,
    value: ({ baseline }: Row) => (baseline ? formatMs(baseline.attribution.bucketMs[name], 2) : "—"),
  });
  return dataTable(
    "Today and the advice, by workload",
    [
      { label: "Workload", heading: true, value: ({ workload }) => workload.title },
      {
        label: "Today",
        numeric: true,
        value: ({ baseline }) => (baseline ? formatEstimateMs(baseline.p50Ms) : "—"),
      },
      bucket("Interpreter", "interpreter"),
      bucket("Compute", "compute"),
      bucket("IO", "io"),
      bucket("Rest", "unattributed"),
      {
        label: "Advice",
        value: ({ chosen, advice }) => (chosen ? titleOf(chosen.target.id, summary.targets) : advice.state),
      },
      { label: "Gain", value: ({ chosen }) => (chosen?.cell.ratio ? formatRatio(chosen.cell.ratio) : "—") },
      { label: "Cost per 1,000", numeric: true, value: ({ chosen }) => (chosen ? cost(chosen) : "—") },
      {
        label: "Peak memory",
        numeric: true,
        value: ({ chosen }) => (chosen ? memory(chosen.memoryBytes) : "—"),
      },
      {
        label: "Cold start",
        numeric: true,
        value: ({ chosen }) => (chosen ? formatMs(chosen.coldMs, 2) : "—"),
      },
    ],
    rows,
  );
}
