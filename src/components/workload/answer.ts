import { html } from "htl";
import type { Advice } from "../../model/advice.js";
import {
  formatBytes,
  formatEstimateMs,
  formatIntervalMs,
  formatRatio,
  formatUsd,
} from "../../model/format.js";
import { chosenOption, mustMove, titleOf } from "../../report/review.js";
import { listed, named } from "../../report/words.js";
import { bucketBar } from "../charts/bucket-bar.js";
import { bucketLegend } from "../legend.js";
import { perRequestRemark, whatIfAddress } from "../what-if/link.js";
import type { WorkloadView } from "./view.js";

/** The advice in one line, its three sentences, and how sure it is. */
export function answer(view: WorkloadView): HTMLElement {
  const { workload, advice, baseline, summary } = view;
  return html`<header class="answer" aria-live="polite">
    <p class="place">${workload.title}: ${workload.sizeLabel}, ${workload.model.name}</p>
    <h1>${title(view)}</h1>
    ${
      baseline
        ? html`<div class="today">${bucketLegend()}${bucketBar(baseline.attribution)}
      <p class="bar-caption">One request on ${titleOf(baseline.target, summary.targets)} today: ${formatEstimateMs(baseline.p50Ms)}</p></div>`
        : null
    }
    ${sentences(advice)}
    ${advice.state === "recommended" ? perRequestRemark(whatIfAddress(view)) : null}
    ${standing(view)}
  </header>`;
}

function title({ workload, advice, summary: { targets } }: WorkloadView): string {
  switch (advice.state) {
    case "recommended": {
      const target = named({ title: titleOf(advice.target, targets) });
      if (mustMove({ workload, advice })) return `It cannot stay; ${target} is the best of what is left.`;
      const ratio = chosenOption(advice)?.cell.ratio;
      return `Port it to ${target}${ratio ? `: ${formatRatio(ratio)}` : ""}.`;
    }
    case "stay":
      return `Stay with ${titleOf(advice.target, targets)}.`;
    case "none-eligible":
      return "No target meets these conditions.";
    case "no-baseline":
      return "No advice without a baseline.";
  }
}

function sentences(advice: Advice): HTMLElement {
  if (advice.state === "no-baseline") return html`<p>${advice.reason}</p>`;
  return html`<ol class="reasons">${advice.reasons.map((reason) => html`<li>${reason}</li>`)}</ol>`;
}

function standing({ advice, summary, options }: WorkloadView): HTMLElement | null {
  if (advice.state !== "recommended" && advice.state !== "stay") return null;
  const { confidence } = advice;
  const runnerUp = options.find(({ target }) => target.id === advice.runnerUp);
  const dominated = listed(
    advice.dominated.map(({ option, by }) => `${named(option.target)} (by ${by.target.title})`),
  );
  return html`<dl class="standing">
    <div><dt>Confidence</dt><dd><strong>${confidence.level}</strong>
      ${doubts(confidence.doubts)}</dd></div>
    <div><dt>${advice.state === "stay" ? "Closest challenger" : "Runner-up"}</dt><dd>${
      runnerUp
        ? html`<strong>${runnerUp.target.title}</strong><p>${formatEstimateMs(runnerUp.latencyMs)} (${formatIntervalMs(runnerUp.latencyMs)})${
            runnerUp.cost.state === "priced" ? `, ${formatUsd(runnerUp.cost.usd.value)} per 1,000` : ""
          }${runnerUp.memoryBytes === null ? "" : `, ${formatBytes(runnerUp.memoryBytes, 2)}`}</p>`
        : `none of the ${summary.targets.length} targets is left`
    }</dd></div>
    ${dominated ? html`<div><dt>No better in latency, cost, memory and cold start than another</dt><dd>${dominated}</dd></div>` : null}
    ${advice.notes.length > 0 ? html`<div><dt>Left open</dt><dd><ul>${advice.notes.map((note) => html`<li>${note}</li>`)}</ul></dd></div>` : null}
  </dl>`;
}

const DOUBTS_SHOWN = 3;

function doubts(all: readonly string[]): HTMLElement {
  if (all.length === 0) return html`<p>Nothing in the run speaks against it.</p>`;
  const list = (items: readonly string[]) => html`<ul>${items.map((doubt) => html`<li>${doubt}</li>`)}</ul>`;
  const rest = all.slice(DOUBTS_SHOWN);
  if (rest.length === 0) return list(all);
  return html`<div>${list(all.slice(0, DOUBTS_SHOWN))}
    <details><summary>${rest.length} more</summary>${list(rest)}</details></div>`;
}
