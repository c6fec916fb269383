import { html } from "htl";
import { servingView } from "../../model/decision/serving-view.js";
import { type Decided, decideAbout, measuredSubjects } from "../../model/decision/subject.js";
import { lengthsOf, tokenCostsOf } from "../../model/decision/token-costs.js";
import type { PriceBook } from "../../model/prices/price.js";
import { exactly } from "../../model/scenario/range.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { EDGE_COLUMNS, EDGE_REMARK, edgeFinding, edgeRows, edgeTexts } from "../../report/llm/edge.js";
import {
  SERVING_COLUMNS,
  servingBasis,
  servingFinding,
  servingRows,
  stallSentence,
} from "../../report/llm/serving.js";
import {
  TOKEN_COST_COLUMNS,
  tokenCostCaption,
  tokenCostFinding,
  tokenCostRows,
} from "../../report/llm/token-costs.js";
import { dataTable } from "../data-table.js";
import type { ChatForms } from "./chat-forms.js";

/** What the forms' conditions come to; each is drawn anew where they change. */
export interface ChatAnswers {
  readonly costs: HTMLElement;
  readonly serving: HTMLElement;
  readonly edge: HTMLElement;
}

export function chatAnswers(forms: ChatForms, summary: MeasuredSummary, book: PriceBook): ChatAnswers {
  const part = () => html`<div aria-live="polite"></div>` as HTMLElement;
  const answers: ChatAnswers = { costs: part(), serving: part(), edge: part() };
  const subject = measuredSubjects(summary).find(({ workload }) => workload.id === forms.workload.id)!;
  const draw = () => {
    const scenario = forms.scenario();
    const full = decideAbout(subject, book, { ...scenario, edgeAnsweredPercent: exactly(0) });
    const hybrid = decideAbout(subject, book, scenario);
    if (full.state !== "decided" || hybrid.state !== "decided") {
      for (const answer of Object.values(answers)) answer.textContent = "There is nothing to compare with.";
      return;
    }
    answers.costs.replaceChildren(costsPart(full, forms));
    answers.serving.replaceChildren(servingPart(full, forms));
    answers.edge.replaceChildren(edgePart(full, hybrid));
  };
  forms.onChange(draw);
  draw();
  return answers;
}

function costsPart({ decision, grounds }: Decided, { preset, workload }: ChatForms): Node {
  const costs = tokenCostsOf(decision, grounds);
  return html`<div><p><strong>${tokenCostFinding(costs)}</strong> All other conditions are those of the preset “${preset.scenario.title}”.</p>
    ${textTable("A million tokens, cheapest first", TOKEN_COST_COLUMNS, tokenCostRows(costs))}
    <p>${tokenCostCaption(lengthsOf(decision))}</p>
    <p class="remark">An API’s model has billions of parameters and says what makes sense; the model here, ${workload.model.name}, says noise. So these rows show what serving costs at its size, and which platform bills it least, and not that it would replace the API.</p></div>`;
}

function servingPart({ decision, grounds }: Decided, forms: ChatForms): Node {
  const asked = forms.serves();
  const view = asked && servingView(grounds, decision.scenario, asked.option, asked);
  if (!view)
    return html`<p>It is told of an engine on a platform that is reserved by the hour, once every field is right.</p>`;
  return html`<div><p><strong>${servingFinding(view)}</strong> ${stallSentence(view)}</p>
    ${textTable(`${view.option.title}, at the peak`, SERVING_COLUMNS, servingRows(view))}
    ${servingBasis(view).map((sentence) => html`<p>${sentence}</p>`)}</div>`;
}

function edgePart(full: Decided, hybrid: Decided): Node {
  const rows = edgeRows(full.decision, hybrid.decision);
  return html`<div><p><strong>${edgeFinding(rows, hybrid.decision)}</strong></p>
    ${textTable("Without a small model → with it, at the centre of every range", EDGE_COLUMNS, edgeTexts(rows))}
    <p>${EDGE_REMARK}</p></div>`;
}

/** Rows of texts, the first of which names the row. */
function textTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  return dataTable(
    caption,
    columns.map((label, i) => ({
      label: i === 0 ? `${label[0]!.toUpperCase()}${label.slice(1)}` : label,
      heading: i === 0,
      numeric: i > 0,
      value: (row: readonly string[]) => row[i],
    })),
    rows,
  );
}
