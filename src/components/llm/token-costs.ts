import { html } from "htl";
import { decideAbout, measuredSubjects } from "../../model/decision/subject.js";
import { formatUsd } from "../../model/format.js";
import type { PriceBook } from "../../model/prices/price.js";
import { PRESETS, type Preset } from "../../model/scenario/presets.js";
import type { MeasuredSummary } from "../../model/summary.js";
import { conversationsOf } from "../../report/llm/engines.js";
import { type TokenCost, tokenCostFinding, tokenCosts } from "../../report/llm/token-costs.js";
import { dataTable } from "../data-table.js";

/** A million tokens of each engine under the conditions of a chat, beside what an API asks for them. */
export function tokenCostTable(summary: MeasuredSummary, prices: PriceBook): HTMLElement {
  const conversations = conversationsOf(summary);
  const about = ({ scenario }: Preset) =>
    conversations.find(({ workload }) => workload.id === scenario.workload);
  const preset = PRESETS.find((one) => about(one) !== undefined);
  const conversation = preset && about(preset);
  const subject = measuredSubjects(summary).find(({ workload }) => workload.id === conversation?.workload.id);
  if (!preset || !conversation || !subject)
    return html`<div><p>What tokens cost here is told where a language model was measured.</p></div>`;
  const { scenario } = preset;
  const decided = decideAbout(subject, prices, scenario);
  if (decided.state !== "decided")
    return html`<div><p>There is nothing to compare under these conditions: ${decided.state}.</p></div>`;
  const costs = tokenCosts(conversation.workload, decided.advice, conversation.rows[0]!.generation, prices);
  return html`<div><p><strong>${tokenCostFinding(costs)}</strong> The conditions are those of the preset “${scenario.title}”: ${scenario.summary}</p>
    ${dataTable(
      "A million tokens that are said, the prompts that they answer included",
      [
        { label: "Engine", heading: true, value: ({ what }: TokenCost) => what },
        { label: "Where", value: ({ where }) => where },
        {
          label: "Per million tokens",
          numeric: true,
          value: ({ perMillionUsd }) => formatUsd(perMillionUsd),
        },
        { label: "From", value: ({ source }) => source },
      ],
      costs,
    )}
    <p class="remark">An API’s model has billions of parameters and says what makes sense; the model here has 37 million and says noise. So the first rows show what serving costs at this size, and which platform bills it least, and not that it would replace the API.</p></div>`;
}
