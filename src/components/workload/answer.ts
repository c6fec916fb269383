import { html } from "htl";
import type { Advice } from "../../model/decision/advice.js";
import { formatEstimateMs } from "../../model/format.js";
import {
  actionSentence,
  cheaperSentence,
  doubtText,
  fastestSentence,
  worthSentence,
} from "../../report/advice.js";
import { reasonOf } from "../../report/decision-sentences.js";
import { titleOf } from "../../report/words.js";
import { bucketBar } from "../charts/bucket-bar.js";
import type { Found } from "../decisions.js";
import { withQuery } from "../inputs/carry-query.js";
import { bucketLegend } from "../legend.js";
import { withTerms } from "../term.js";
import type { WorkloadView } from "./view.js";

/** What to do, what is fastest, from which traffic it pays, and how sure that is. */
export function answer({ workload, baseline, summary }: WorkloadView, { entries }: Found): HTMLElement {
  const [entry] = entries;
  const decided = entry!.answer;
  const waits = decided === null || entry!.stale;
  return html`<header class=${`answer ${entry!.stale ? "stale" : ""}`} aria-live="polite" aria-busy=${String(waits)}>
    <p class="place">${workload.title}: ${workload.sizeLabel}, ${workload.model.name}</p>
    <h1>${decided === null ? "…" : decided.state === "decided" ? actionSentence(decided.advice.action) : "No answer without a baseline."}</h1>
    ${
      baseline
        ? html`<div class="today">${bucketLegend()}${bucketBar(baseline.attribution)}
      <p class="bar-caption">One request of ${titleOf(baseline.target, summary.targets)} today: ${formatEstimateMs(baseline.p50Ms)}</p></div>`
        : null
    }
    ${decided?.state === "decided" ? [sentences(decided.advice), standing(decided.advice)] : null}
    ${decided?.state === "missing" ? html`<p>${decided.reason}</p>` : null}
    <p class="remark"><a class="carries-query" data-about=${workload.id} href=${withQuery("../what-if.html", workload.id)}>What would change this, and what it costs under load</a></p>
  </header>`;
}

function sentences(advice: Advice): HTMLElement {
  const said = [fastestSentence(advice), worthSentence(advice), cheaperSentence(advice)];
  return html`<ol class="reasons">${said
    .filter((sentence) => sentence !== null)
    .map((sentence) => html`<li>${withTerms(sentence, ["slice", "port"])}</li>`)}</ol>`;
}

const DOUBTS_SHOWN = 3;

function standing({ decision, confidence }: Advice): HTMLElement {
  return html`<dl class="standing">
    <div><dt>Why</dt><dd>${reasonOf(decision)}</dd></div>
    ${confidence ? html`<div><dt>Confidence</dt><dd><strong>${confidence.level}</strong> ${doubts(confidence.doubts.map(doubtText))}</dd></div>` : null}
  </dl>`;
}

function doubts(all: readonly string[]): HTMLElement {
  if (all.length === 0) return html`<p>Nothing in the run speaks against it.</p>`;
  const list = (items: readonly string[]) => html`<ul>${items.map((doubt) => html`<li>${doubt}</li>`)}</ul>`;
  const rest = all.slice(DOUBTS_SHOWN);
  if (rest.length === 0) return list(all);
  return html`<div>${list(all.slice(0, DOUBTS_SHOWN))}
    <details><summary>${rest.length} more</summary>${list(rest)}</details></div>`;
}
