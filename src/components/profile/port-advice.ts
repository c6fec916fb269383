import { html } from "htl";
import { BUCKETS } from "../../model/buckets.js";
import type { EvidenceSubject } from "../../model/evidence-gate.js";
import { TODAY } from "../../model/forecast/as-workload.js";
import type { ForecastInput } from "../../model/forecast/input.js";
import {
  formatEstimateMs,
  formatIntervalMs,
  formatMs,
  formatRatio,
  formatShare,
  formatUsd,
} from "../../model/format.js";
import { evidenceLines } from "../../report/evidence-gate.js";
import { ARRAY_CODE, IN_PROSE } from "../../report/profile.js";
import { chosenOption, mustMove, titleOf } from "../../report/review.js";
import { named } from "../../report/words.js";
import { dataTable } from "../data-table.js";
import type { PortView } from "./port-view.js";

/** The same advice as for a measured workload, from a forecast; every sentence says so. */
export function portAdvice(view: PortView, subject: EvidenceSubject): HTMLElement {
  const { unpriced } = view;
  const { gate } = view.forecast;
  const caveats = html`<ul class="open-gates">${evidenceLines(gate, subject).map((line) => html`<li>${line}</li>`)}</ul>`;
  if (gate.state === "unsound" && gate.excludes === "all") {
    return html`<div class="port-advice" aria-live="polite">
      <h3 class="port-verdict">No verdict: this profile cannot carry one.</h3>
      ${caveats}
    </div>`;
  }
  return html`<div class="port-advice" aria-live="polite">
    ${gate.state === "sound" ? null : caveats}
    <h3 class="port-verdict">${adviceTitle(view)}</h3>
    <p class="remark">This advice rests on a forecast, not on a measurement. A port counts as faster where its whole 80 % interval lies below today’s time. Nobody has compared their outputs.</p>
    ${unpriced ? html`<p class="remark">Ranked by latency: cost needs today’s peak memory, which no profile says. State it above.</p>` : null}
    ${sentences(view)}
    ${optionTable(view)}
    ${doubts(view)}
    ${openGates(view)}
    <p>To settle it, measure: add the pipeline as a workload (CONTRIBUTING.md says how), or record the port with <code>npx portolan profile</code>.</p>
  </div>`;
}

/** The verdict in one line. */
function adviceTitle({ workload: { workload, targets }, advice }: PortView): string {
  switch (advice.state) {
    case "recommended": {
      const target = named({ title: titleOf(advice.target, targets) });
      if (mustMove({ workload, advice }))
        return `It cannot stay; by the forecast, ${target} is the best of what is left.`;
      const ratio = chosenOption(advice)?.cell.ratio;
      return `By the forecast, port it to ${target}${ratio ? `: ${formatRatio(ratio)}` : ""}.`;
    }
    case "stay":
      return "By the forecast, leave it where it is.";
    case "none-eligible":
      return "No target meets these conditions, as far as the forecast can tell.";
    case "no-baseline":
      return "No advice without today’s time.";
  }
}

/** The first sentence is about today, which was profiled; the others are forecasts. */
function sentences({ advice, input }: PortView): HTMLElement {
  if (advice.state === "no-baseline") return html`<p>${advice.reason}</p>`;
  const [, change, price] = advice.reasons;
  return html`<ol class="reasons">
    <li>Today your pipeline takes ${formatMs(input.wallMs)} per request, as profiled, and the largest part, ${largestToday(input)}.</li><li>Forecast: ${change}</li><li>Forecast: ${price}</li></ol>`;
}

/** "84 % or 1.2 s, is interpreter glue" */
function largestToday({ bucketMs, waitingMs, unfollowedMs, wallMs, arraysOnly }: ForecastInput): string {
  const parts: readonly (readonly [number, string])[] = [
    ...BUCKETS.map(
      (bucket) =>
        [bucketMs[bucket], bucket === "compute" && arraysOnly ? ARRAY_CODE : IN_PROSE[bucket]] as const,
    ),
    [waitingMs - unfollowedMs, "waiting, which no port shortens"],
    [unfollowedMs, "waiting while other threads or processes may work"],
    [bucketMs.unattributed - waitingMs, IN_PROSE.unattributed],
  ];
  const [ms, words] = parts.reduce((largest, part) => (part[0] > largest[0] ? part : largest));
  return `${formatShare(wallMs > 0 ? ms / wallMs : 0)} or ${formatMs(ms, 2)}, is ${words}`;
}

function optionTable({ advice, workload }: PortView): HTMLElement | null {
  if (advice.state !== "recommended" && advice.state !== "stay") return null;
  const options = [...advice.order, ...advice.dominated.map(({ option }) => option)];
  type Row = (typeof options)[number];
  return dataTable(
    "Options in order of preference; all but today’s are forecasts",
    [
      { label: "Option", heading: true, value: ({ target }: Row) => titleOf(target.id, workload.targets) },
      {
        label: "One request",
        numeric: true,
        value: ({ target, latencyMs }) =>
          target.id === TODAY ? formatEstimateMs(latencyMs) : `forecast ${formatEstimateMs(latencyMs)}`,
      },
      {
        label: "80 % interval",
        unbroken: true,
        value: ({ target, latencyMs }) => (target.id === TODAY ? "as profiled" : formatIntervalMs(latencyMs)),
      },
      {
        label: "Cost per 1,000",
        numeric: true,
        value: ({ cost }) => (cost.state === "priced" ? formatUsd(cost.usd.value) : "unknown"),
      },
      {
        label: "Standing",
        value: ({ target }) => {
          const by = advice.dominated.find(({ option }) => option.target.id === target.id)?.by;
          if (by) return `worse in everything than ${by.target.title}`;
          return target.id === advice.target ? "advised" : target.id === advice.runnerUp ? "runner-up" : "";
        },
      },
    ],
    options,
  );
}

function doubts({ advice }: PortView): HTMLElement | null {
  if (advice.state !== "recommended" && advice.state !== "stay") return null;
  const { level, doubts } = advice.confidence;
  return html`<dl class="standing"><div><dt>Confidence</dt><dd><strong>${level}</strong>
    ${doubts.length === 0 ? html`<p>Nothing speaks against it but that it is a forecast.</p>` : html`<ul>${doubts.map((doubt) => html`<li>${doubt}</li>`)}</ul>`}</dd></div></dl>`;
}

/** What a gate excluded, in its own words. */
function openGates({ advice, workload }: PortView): HTMLElement | null {
  const failed = advice.gates.filter(({ passed }) => passed === "no");
  if (failed.length === 0) return null;
  return html`<details><summary>What is out, and why</summary><ul class="open-gates">${failed.map(
    ({ target, gate, evidence }) =>
      html`<li><strong>${titleOf(target, workload.targets)}</strong>, ${gate}: ${evidence}.</li>`,
  )}</ul></details>`;
}
