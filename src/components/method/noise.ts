import { html } from "htl";
import type { NoiseCode } from "../../model/statistics/noise.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { dataTable } from "../data-table.js";
import { formatCount } from "./facts.js";

/** By how much two arms of the same target differed, for each workload. */
export function aaTable({ aaPairs, workloads, targets }: MeasuredSummary): HTMLElement {
  if (aaPairs.length === 0) {
    return html`<p>This run has no A/A arm: none of its targets was measured twice, so no noise floor is known.</p>`;
  }
  return dataTable(
    "Two arms of one target: what they differ by is noise",
    [
      {
        label: "Workload",
        value: ({ workload }) => workloads.find(({ id }) => id === workload)?.title ?? workload,
        heading: true,
      },
      { label: "Target", value: ({ target }) => targets.find(({ id }) => id === target)?.title ?? target },
      { label: "Difference of medians", value: ({ difference }) => percent(difference), numeric: true },
    ],
    aaPairs,
  );
}

/** What each flag says, with the bound that raises it (`src/model/statistics/noise.ts`). */
const FLAG_MEANING: Readonly<Record<NoiseCode, string>> = {
  "few-processes": "Fewer than 5 processes: too few to see well how processes differ",
  "cv-above-10pct": "The standard deviation of the requests is above 10 % of their mean",
  "min-max-spread": "A request is more than 50 % above or below the median",
  "short-sample": "The median is below 1 ms, where the clock and the loop weigh more",
  "slow-first-iteration":
    "The first warm request is more than 50 % slower than the rest: the warm-up was short",
  multimodal: "The requests gather around several times (mValue above 2.8)",
  autocorrelated: "Neighbouring requests resemble each other (lag-1 autocorrelation beyond ±0.2)",
  drift: "The last quarter of a process differs from its first by more than 3 %",
  contended: "Less CPU time than the target’s threads could use: something else had the cores",
  "loaded-machine": "The load average is more than half a core above the number of cores",
  outliers: "Requests beyond Tukey’s fences (1.5 and 3 interquartile ranges); all are kept",
};

/** How many measured pairs of workload and target carry each flag. */
export function flagTable({ workloads }: MeasuredSummary): HTMLElement {
  const measured = workloads.flatMap(({ cells }) => cells.filter((cell) => cell.state === "measured"));
  const counts = new Map<NoiseCode, number>();
  for (const { code } of measured.flatMap(({ flags }) => flags))
    counts.set(code, (counts.get(code) ?? 0) + 1);
  const rows = (Object.keys(FLAG_MEANING) as NoiseCode[])
    .map((code) => ({ code, count: counts.get(code) ?? 0 }))
    .sort((a, b) => b.count - a.count);
  return dataTable(
    `Noise flags: how many of ${formatCount(measured.length)} measured pairs of workload and target carry each`,
    [
      {
        label: "Flag",
        value: ({ code }) => html`<code style="white-space: nowrap">${code}</code>`,
        heading: true,
      },
      { label: "Pairs", value: ({ count }) => formatCount(count), numeric: true },
      { label: "What it says", value: ({ code }) => FLAG_MEANING[code].replaceAll(" %", "\u00a0%") },
    ],
    rows,
  );
}

/** "0.42 %": the floor is compared with a band of 3 %, so whole percents are too coarse. */
function percent(share: number): string {
  return `${(share * 100).toLocaleString("en-US", { maximumSignificantDigits: 2 })} %`;
}
