import * as Plot from "@observablehq/plot";
import { html } from "htl";
import { ladderOf, type Rung } from "../../model/decision/ladder.js";
import type { Decided } from "../../model/decision/subject.js";
import { formatEstimateMs } from "../../model/format.js";
import type { WorkloadSummary } from "../../model/summary.js";
import { gainText } from "../../report/advice.js";
import { decidedCode } from "../../report/figure-code.js";
import { latencyQuery } from "../../report/figure-queries.js";
import {
  creditText,
  hoursText,
  ladderTitle,
  paysText,
  RUNG_COLUMNS,
  rungRows,
  rungSentences,
  STEP,
  settingsOf,
} from "../../report/ladder.js";
import { listed, named } from "../../report/words.js";
import { barLayout } from "../charts/bar-layout.js";
import { dataTable } from "../data-table.js";
import { pageSource } from "../evidence-source.js";
import { figure } from "../figure.js";

/** In order of effort: what each course takes, and what it adds to the step before. */
export function ladder({ advice, subject, decision }: Decided): HTMLElement {
  const rungs = ladderOf(advice);
  const longest = Math.max(...rungs.map(({ target }) => target.wallMs.value));
  const title = ladderTitle(advice);
  const runId = pageSource()?.runId;
  const others = rungSentences(advice).filter((sentence) => sentence !== title);
  return figure({
    id: "ladder",
    title,
    subtitle: "Time of one request at each step, in order of effort",
    unit: "milliseconds",
    readable: true,
    chart: html`<div class="ladder">
      <ol>${rungs.map((rung) => step(rung, longest, subject.workload))}</ol>
      <ul class="findings">${others.map((sentence) => html`<li>${sentence}</li>`)}</ul>
    </div>`,
    picture: (width) => drawing(rungs, width),
    description: rungs
      .map(({ course, target }) => `${STEP[course]}, ${target.title}: ${formatEstimateMs(target.wallMs)}.`)
      .join(" "),
    tableLabel: "The steps as a table",
    table: dataTable(
      "Courses in order of effort",
      RUNG_COLUMNS.map((label, i) => ({
        label,
        heading: i === 0,
        value: (row: readonly string[]) => row[i],
      })),
      rungRows(advice),
    ),
    code: decidedCode("ladder", subject.workload.id, decision.scenario),
    ...(subject.kind === "measured" && runId ? { query: latencyQuery(runId, subject.workload.id) } : {}),
  });
}

/** Without the words, for the files. */
function drawing(rungs: readonly Rung[], width: number): Element {
  const bars = rungs.map(({ course, target }) => ({
    name: `${STEP[course]}: ${target.title}`,
    ms: target.wallMs.value,
    label: formatEstimateMs(target.wallMs),
    fill: course === "plain" || course === "stay" ? "var(--theme-foreground-faint)" : "var(--verdict-better)",
  }));
  return Plot.plot({
    ...barLayout(
      bars.map(({ name }) => name),
      width,
    ),
    x: { label: "milliseconds per request →", grid: true, nice: true },
    marks: [
      Plot.barX(bars, { x: "ms", y: "name", fill: "fill" }),
      Plot.text(bars, { x: "ms", y: "name", text: "label", textAnchor: "start", dx: 6, fontWeight: 600 }),
      Plot.ruleX([0]),
    ],
  });
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
