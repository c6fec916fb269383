import { html } from "htl";
import { ladderOf, type Rung } from "../../model/decision/ladder.js";
import type { Decided } from "../../model/decision/subject.js";
import { formatEstimateMs } from "../../model/format.js";
import type { WorkloadSummary } from "../../model/summary.js";
import { gainText } from "../../report/advice.js";
import {
  creditText,
  hoursText,
  paysText,
  RUNG_COLUMNS,
  rungRows,
  rungSentences,
  STEP,
  settingsOf,
} from "../../report/ladder.js";
import { listed, named } from "../../report/words.js";
import { dataTable } from "../data-table.js";

/** In order of effort: what each course takes, and what it adds to the step before. */
export function ladder({ advice, subject }: Decided): HTMLElement {
  const rungs = ladderOf(advice);
  const longest = Math.max(...rungs.map(({ target }) => target.wallMs.value));
  return html`<section class="ladder" aria-label="The courses in order of effort">
    <ol>${rungs.map((rung) => step(rung, longest, subject.workload))}</ol>
    <ul class="findings">${rungSentences(advice).map((sentence) => html`<li>${sentence}</li>`)}</ul>
    <details><summary>The steps as a table</summary>${dataTable(
      "Courses in order of effort",
      RUNG_COLUMNS.map((label, i) => ({
        label,
        heading: i === 0,
        value: (row: readonly string[]) => row[i],
      })),
      rungRows(advice),
    )}</details>
  </section>`;
}

function step(rung: Rung, longest: number, workload: WorkloadSummary): HTMLElement {
  const { course, target, others, added, overToday } = rung;
  const credit = creditText(rung);
  const searched = [target, ...others].flatMap((one) => {
    const settings = settingsOf(one.target, workload);
    return settings ? [{ title: one.title, ...settings }] : [];
  });
  const facts = [
    ["Over the step before", added && gainText(added, target.basis)],
    ["Over today", course === "setting" ? null : overToday && gainText(overToday, target.basis)],
    ["On as many threads", credit],
    ["Work", hoursText(rung)],
    ["Pays, requests a month", paysText(rung)],
  ].filter(([, value]) => value !== null && value !== "–");
  return html`<li class=${`rung ${course}`}>
    <div class="rung-name"><h3>${STEP[course]}</h3><p>${target.title}</p></div>
    <div class="rung-time"><span style=${{ width: `${(100 * target.wallMs.value) / longest}%` }}></span><strong>${formatEstimateMs(target.wallMs)}</strong></div>
    <dl class="changes">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    ${others.length === 0 ? null : html`<p class="why">Also measured: ${listed(others.map((one) => `${named(one)} ${formatEstimateMs(one.wallMs)}`))}.</p>`}
    ${searched.map(
      ({ title, text, code }) =>
        html`<div class="settings"><p class="why">${title}: ${text}</p>${code === "" ? null : html`<pre><code>${code}</code></pre>`}</div>`,
    )}
  </li>`;
}
