import { html } from "htl";
import { formatShare, formatUsd } from "../../model/format.js";
import type { Answer, RankedAnswer } from "../../report/answer.js";
import { usdRange } from "../../report/answer-rows.js";
import { horizonText } from "../../report/decision-sentences.js";
import { RUNG_COLUMNS } from "../../report/ladder.js";
import { optionNotes } from "../../report/option-notes.js";
import { breakEvenText } from "../../report/option-rows.js";
import { isModelled, p99Range, p99Short, tailSentence } from "../../report/tail.js";
import { optionTags } from "../../report/what-if.js";
import { capital } from "../../report/words.js";
import { codeText } from "../code-text.js";
import { dataTable } from "../data-table.js";

/** The workload's page has all columns; beside the form there is room for these. */
const SHOWN = ["course", "target", "a request", "over today", "work", "pays, requests a month"] as const;

/** What each course takes and gives, from today upwards. */
export function coursesTable({ advice, reason }: Answer): HTMLElement {
  if (advice === null || advice.rungs.length === 0)
    return html`<p>${reason || "Without a verdict there is no course."}</p>`;
  return dataTable(
    "Each course stands for its best target; gains are of one request on the machine that was measured",
    SHOWN.map((label) => ({
      label: capital(label),
      heading: label === "course",
      value: (cells: readonly string[]) => cells[RUNG_COLUMNS.indexOf(label)],
    })),
    advice.rungs,
  );
}

/** Every option that meets the requirements, cheapest first. */
export function optionsTable(answer: Answer): HTMLElement {
  const { ranked, draws, subject } = answer;
  if (ranked.length === 0)
    return html`<p>No option meets the requirements; what fails is listed under “Excluded”.</p>`;
  const tails = tailSentence(
    ranked.map(({ option }) => option.target),
    subject.id,
  );
  const { notes, of: notesOf } = optionNotes(answer);
  const table = dataTable(
    `${draws.toLocaleString("en-US")} draws; ranges hold nine of ten, from the 5th to the 95th percentile`,
    [
      { label: "Option", heading: true, value: (row) => name(row, subject.baseline) },
      {
        label: `Cost in ${horizonText(answer)}`,
        numeric: true,
        value: ({ spread: { totalUsd } }) =>
          html`${formatUsd(totalUsd.mean)}<small>${usdRange(totalUsd)}</small>`,
      },
      {
        label: "Bill a month",
        numeric: true,
        value: ({ spread: { billUsd } }) =>
          html`${formatUsd(billUsd.mean)}<small>${usdRange(billUsd)}</small>`,
      },
      { label: "p99", numeric: true, value: p99Cell },
      { label: "Cheapest in", numeric: true, value: ({ cheapest }) => formatShare(cheapest) },
      { label: "Fastest in", numeric: true, value: ({ fastest }) => formatShare(fastest) },
      { label: "Pays back", value: ({ breakEven, option }) => breakEvenText(breakEven, option.isToday) },
      { label: "Notes", value: (row) => notesOf(row).join(", ") || "–" },
    ],
    ranked,
  );
  return html`<div class="options">${table}${
    notes.length === 0
      ? null
      : html`<ol class="option-notes">${notes.map((note) => html`<li>${note}</li>`)}</ol>`
  }${tails === null ? null : html`<p class="remark">${codeText(tails)}</p>`}</div>`;
}

/** A modelled tail has no range, and what its model is stands once, below the table. */
function p99Cell({ option: { target }, spread: { p99Ms } }: RankedAnswer): unknown {
  const text = p99Short(target, p99Ms.p50);
  return !isModelled(target) ? html`${text}<small>${p99Range(target, p99Ms)}</small>` : text;
}

function name({ option }: RankedAnswer, baseline: string): unknown {
  const tags = optionTags(option, baseline);
  return html`${capital(option.title)}${tags.length > 0 ? html` <small>${tags.join("; ")}</small>` : null}`;
}
