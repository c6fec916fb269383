import { html } from "htl";
import type { Answer } from "../../report/answer.js";
import { scenarioTitles } from "../../report/scenario-titles.js";
import { COMPARISON_ROWS } from "../../report/what-if.js";
import { type AsideColumn, type LeftOut, MOST_COMPARED } from "./set-aside.js";

interface ComparisonEvents {
  readonly onSave: () => void;
  readonly onOpen: (index: number) => void;
  readonly onRemove: (index: number) => void;
}

/** The scenario on the page beside up to three that were set aside, and those of the address that cannot be compared. */
export function comparison(
  current: Answer,
  aside: readonly AsideColumn[],
  events: ComparisonEvents,
): HTMLElement {
  const answered = aside.filter((one) => one.state === "answered");
  const full = answered.length >= MOST_COMPARED;
  const save = html`<button type="button" disabled=${full} ${{ onclick: events.onSave }}>Set this scenario aside</button>`;
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
  const workloads = new Map(columns.map(({ subject }) => [subject.id, subject.title]));
  const titles = scenarioTitles(
    columns.map(({ scenario }) => scenario),
    (id) => workloads.get(id) ?? id,
  );
  return html`<div class="table-frame" role="region" tabindex="0" aria-label="Scenarios side by side"><table>
    <caption>Scenarios side by side, each with its own recommendation</caption>
    <thead><tr><td></td><th scope="col">${titles[0]}<small>on this page</small></th>${answered.map(
      ({ index }, i) =>
        html`<th scope="col">${titles[i + 1]}<small class="column-actions">${actions(titles[i + 1]!, index, events)}</small></th>`,
    )}</tr></thead>
    <tbody>${COMPARISON_ROWS.map(
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
    html`<button type="button" aria-label=${`Open ${title}`} ${{ onclick: () => onOpen(index) }}>Open</button>`,
    html`<button type="button" aria-label=${`Remove ${title}`} ${{ onclick: () => onRemove(index) }}>Remove</button>`,
  ];
}
