import { html } from "htl";
import { type ShownAnswer, shownAnswer } from "../../model/shown-answer.js";
import {
  ABSENT_REQUEST,
  answerFinding,
  callsSentence,
  jsonText,
  type LineRow,
  type ListedRows,
  lineRows,
  referenceSentence,
  type SegmentRow,
  segmentRows,
} from "../../report/answered.js";
import { type Column, dataTable } from "../data-table.js";
import { heardWave } from "./heard-wave.js";
import { readPicture } from "./read-picture.js";
import type { ShownRequest } from "./request.js";
import type { WorkloadView } from "./view.js";

/** What a request was answered with, over the request itself where this site has it; nothing where no answer was kept. */
export function answered({ workload }: WorkloadView, request: ShownRequest | null): Node {
  if (workload.answer === undefined) return document.createDocumentFragment();
  const answer = shownAnswer(workload.answer);
  return html`<section class="answered">
    <h2 id="what-it-answered">What it answered</h2>
    ${workload.calls ? html`<p>${callsSentence(workload.calls)}</p>` : null}
    ${drawn(answer, answerFinding(answer, workload.resultBytes), request)}
    ${request === null ? html`<p class="remark">${ABSENT_REQUEST}</p>` : null}
    <p class="remark">${referenceSentence(workload)} <a href="#how-far-to-trust-this">how far they differ</a>.</p>
  </section>`;
}

function drawn(answer: ShownAnswer, finding: string, request: ShownRequest | null): HTMLElement {
  switch (answer.kind) {
    case "lines": {
      if (request?.kind !== "picture")
        return alone(finding, request, linesTable(lineRows(answer.lines, null)));
      return readPicture(finding, answer.lines, request, linesTable(lineRows(answer.lines, request)));
    }
    case "segments": {
      const table = segmentsTable(segmentRows(answer.segments));
      const drawing = request?.kind === "sound" ? heardWave(finding, answer.segments, request, table) : null;
      return drawing ?? alone(finding, request, table);
    }
    case "json":
      return alone(finding, request, json(answer.text));
  }
}

/** An answer with nothing drawn of it, under its request. */
function alone(finding: string, request: ShownRequest | null, answer: HTMLElement): HTMLElement {
  return html`<div><h3>${finding}</h3>${request && asIs(request)}${answer}</div>`;
}

function asIs({ kind, url }: ShownRequest): HTMLElement {
  return kind === "picture"
    ? html`<img class="request" src=${url} alt="The picture of the request">`
    : html`<audio controls preload="metadata" src=${url} aria-label="The recording of the request"></audio>`;
}

const linesTable = (rows: ListedRows<LineRow>) =>
  capped("What was read", rows, [
    { label: "Number", heading: true, value: ({ number }) => number },
    { label: "Text", value: ({ text }) => html`<bdi class="as-read">${text}</bdi>` },
    { label: "Confidence", numeric: true, value: ({ confidence }) => confidence },
    { label: "Left, top, right, bottom, in pixels", unbroken: true, value: ({ place }) => place },
  ]);

const segmentsTable = (rows: ListedRows<SegmentRow>) =>
  capped("What was heard", rows, [
    { label: "Number", heading: true, value: ({ number }) => number },
    { label: "From", numeric: true, value: ({ from }) => from },
    { label: "To", numeric: true, value: ({ to }) => to },
    { label: "Length", numeric: true, value: ({ length }) => length },
  ]);

function capped<Row>(
  caption: string,
  { rows, more }: ListedRows<Row>,
  columns: readonly Column<Row>[],
): HTMLElement {
  return html`<div>${dataTable(caption, columns, rows)}${more === null ? null : html`<p class="remark">${more}</p>`}</div>`;
}

function json(lines: readonly string[]): HTMLElement {
  const { shown, whole } = jsonText(lines);
  const text = (content: string) => html`<pre class="json" tabindex="0">${content}</pre>`;
  if (whole === null) return text(shown);
  return html`<div>${text(shown)}<details><summary>${whole.label}</summary>${text(whole.text)}</details></div>`;
}
