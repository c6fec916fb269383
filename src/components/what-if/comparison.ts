import { html } from "htl";
import { formatShare, formatUsd } from "../../model/format.js";
import { breakEvenText } from "../../report/option-rows.js";
import type { Answer } from "./answer.js";
import { CONFIDENCE, horizonText, latency, leaderOf, recommendation, usdSpan } from "./findings.js";
import { type AsideColumn, type LeftOut, MOST_COMPARED } from "./set-aside.js";

interface ComparisonEvents {
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

/** The scenario on the page beside up to three that were set aside, and those of the address that cannot be compared. */
export function comparison(
  current: Answer,
  aside: readonly AsideColumn[],
  events: ComparisonEvents,
): HTMLElement {
  const answered = aside.filter((one) => one.state === "answered");
  const full = answered.length >= MOST_COMPARED;
  const save = html`<button type="button" disabled=${full} onclick=${events.onSave}>Set this scenario aside</button>`;
  return html`<div class="comparison">
    <p class="remark">Up to three scenarios can be set aside. They are kept in this page’s address, after the #, so that a link carries them.${full ? " Remove one to set another aside." : ""}</p>
    ${save}
    ${answered.length === 0 ? null : sideBySide(current, answered, events)}
    ${leftOutList(
      aside.filter((one) => one.state === "left out"),
      events,
    )}
  </div>`;
}

function sideBySide(
  current: Answer,
  answered: readonly Extract<AsideColumn, { state: "answered" }>[],
  events: ComparisonEvents,
): HTMLElement {
  const columns = [current, ...answered.map(({ answer }) => answer)];
  const title = ({ scenario }: Answer) => scenario.title || "What-if";
  return html`<div class="table-frame" role="region" tabindex="0" aria-label="Scenarios side by side"><table>
    <caption>Scenarios side by side, each with its own recommendation</caption>
    <thead><tr><td></td><th scope="col">${title(current)}<small>on this page</small></th>${answered.map(
      ({ answer, index }) =>
        html`<th scope="col">${title(answer)}<small class="column-actions">${actions(title(answer), index, events)}</small></th>`,
    )}</tr></thead>
    <tbody>${ROWS.map(
      ([label, read]) =>
        html`<tr><th scope="row">${label}</th>${columns.map((answer) => html`<td>${read(answer)}</td>`)}</tr>`,
    )}</tbody>
  </table></div>`;
}

/** None is dropped in silence: each says what is wrong with it, and can be opened to be put right. */
function leftOutList(leftOut: readonly LeftOut[], events: ComparisonEvents): HTMLElement | null {
  if (leftOut.length === 0) return null;
  return html`<div class="left-out"><p>Not compared, though still in the address:</p><ul>${leftOut.map(
    ({ title, reason, index }) =>
      html`<li><strong>${title || "What-if"}</strong>: ${reason}. <span class="column-actions">${actions(title, index, events)}</span></li>`,
  )}</ul></div>`;
}

function actions(title: string, index: number, { onOpen, onRemove }: ComparisonEvents): HTMLElement[] {
  return [
    html`<button type="button" aria-label=${`Open ${title}`} onclick=${() => onOpen(index)}>Open</button>`,
    html`<button type="button" aria-label=${`Remove ${title}`} onclick=${() => onRemove(index)}>Remove</button>`,
  ];
}
