import { html } from "htl";
import { breakEvenText } from "../../model/decision/option-rows.js";
import { formatShare, formatUsd } from "../../model/format.js";
import type { Answer } from "./answer.js";
import { CONFIDENCE, horizonText, latency, leaderOf, recommendation, usdSpan } from "./findings.js";
import { MOST_SAVED } from "./scenario-address.js";

export interface ComparisonEvents {
  readonly onSave: () => void;
  readonly onOpen: (index: number) => void;
  readonly onRemove: (index: number) => void;
}

type Row = readonly [label: string, read: (answer: Answer) => string];

const ROWS: readonly Row[] = [
  ["Workload", ({ workload }) => workload.title],
  ["Requests a month", ({ scenario }) => readRange(scenario.requestsPerMonth)],
  ["Recommendation", recommendation],
  [
    "Confidence",
    ({ verdict }) =>
      verdict.state === "none" || verdict.rival === null
        ? CONFIDENCE[verdict.state]
        : `${formatShare(verdict.probability)}, ${CONFIDENCE[verdict.state]}`,
  ],
  ["Bill a month", ofLeader(({ spread: { billUsd } }) => `${formatUsd(billUsd.mean)} (${usdSpan(billUsd)})`)],
  [
    "Cost over the horizon",
    (answer) =>
      ofLeader(({ spread: { totalUsd } }) => `${formatUsd(totalUsd.mean)}, ${horizonText(answer.scenario)}`)(
        answer,
      ),
  ],
  ["p99", ofLeader(({ spread: { p99Ms } }) => latency(p99Ms.p50))],
  ["Pays back", ofLeader(({ breakEven, option }) => breakEvenText(breakEven, option.isToday))],
];

function readRange(range: Answer["scenario"]["requestsPerMonth"]): string {
  const text = (value: number) => value.toLocaleString("en-US");
  if (range.kind === "value") return text(range.value);
  return range.kind === "triangle"
    ? `${text(range.mode)} (${text(range.min)} to ${text(range.max)})`
    : `${text(range.p5)} to ${text(range.p95)}`;
}

function ofLeader(read: (leader: Answer["ranked"][number]) => string): (answer: Answer) => string {
  return (answer) => {
    const leader = leaderOf(answer);
    return leader === null ? "—" : read(leader);
  };
}

/** The scenario on the page beside up to three that were set aside. */
export function comparison(current: Answer, saved: readonly Answer[], events: ComparisonEvents): HTMLElement {
  const full = saved.length >= MOST_SAVED;
  const save = html`<button type="button" disabled=${full} onclick=${events.onSave}>Set this scenario aside</button>`;
  const columns = [current, ...saved];
  return html`<div class="comparison">
    <p class="remark">Up to three scenarios can be set aside. They are kept in this page’s address, after the #, so that a link carries them.${full ? " Remove one to set another aside." : ""}</p>
    ${save}
    ${
      saved.length === 0
        ? null
        : html`<div class="table-frame" role="region" tabindex="0" aria-label="Scenarios side by side"><table>
      <caption>Scenarios side by side, each with its own recommendation</caption>
      <thead><tr><td></td>${columns.map(
        (answer, i) =>
          html`<th scope="col">${answer.scenario.title || "What-if"}${
            i === 0
              ? html`<small>on this page</small>`
              : html`<small class="column-actions">
          <button type="button" onclick=${() => events.onOpen(i - 1)}>Open</button>
          <button type="button" aria-label=${`Remove ${answer.scenario.title}`} onclick=${() => events.onRemove(i - 1)}>Remove</button></small>`
          }</th>`,
      )}</tr></thead>
      <tbody>${ROWS.map(
        ([label, read]) =>
          html`<tr><th scope="row">${label}</th>${columns.map((answer) => html`<td>${read(answer)}</td>`)}</tr>`,
      )}</tbody>
    </table></div>`
    }
  </div>`;
}
