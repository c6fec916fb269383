import { html } from "htl";
import { GATES } from "../../model/advice/gates.js";
import type { Gate, GateResult } from "../../model/advice.js";
import { titleOf } from "../../report/review.js";
import { dataTable } from "../data-table.js";
import { chosenTarget, type WorkloadView } from "./view.js";

const GATE_LABEL: Readonly<Record<Gate, string>> = {
  available: "Runs here",
  output: "Output right",
  reach: "Reach",
  gpu: "GPU",
  memory: "Memory",
  cost: "Priced",
  p99: "p99",
  cold: "Cold start",
};

const MARK: Readonly<Record<GateResult["passed"], string>> = { yes: "✓ yes", no: "✗ no", unknown: "? open" };

/** Which target passes which condition; the evidence is in the table beneath, and on hovering. */
export function gatesTable(view: WorkloadView): HTMLElement {
  const { gates } = view.advice;
  const title = (target: string) => titleOf(target, view.summary.targets);
  const chosen = chosenTarget(view);
  const open = gates.filter((gate) => gate.passed !== "yes");
  return html`<div class="gates">
    <div class="table-frame" role="region" tabindex="0" aria-label="Gates by target"><table>
      <caption>A target that fails one is out, whatever its speed.</caption>
      <thead><tr><th scope="col">Target</th>${GATES.map((gate) => html`<th scope="col">${GATE_LABEL[gate]}</th>`)}</tr></thead>
      <tbody>${view.summary.targets.map(
        ({
          id,
        }) => html`<tr class=${id === chosen ? "chosen" : ""}><th scope="row">${title(id)}${id === chosen ? html`<small>advised</small>` : null}</th>
          ${GATES.map((gate) => mark(gates.find((result) => result.target === id && result.gate === gate)))}</tr>`,
      )}</tbody>
    </table></div>
    ${open.length > 0 ? html`<ul class="open-gates">${open.map((gate) => html`<li><strong>${title(gate.target)}</strong>, ${GATE_LABEL[gate.gate].toLowerCase()}: ${gate.evidence}.</li>`)}</ul>` : null}
    <details><summary>The evidence of every gate</summary>${dataTable(
      "Gates and their evidence",
      [
        { label: "Target", heading: true, value: (gate: GateResult) => title(gate.target) },
        { label: "Gate", value: (gate) => GATE_LABEL[gate.gate] },
        { label: "Passed", value: (gate) => MARK[gate.passed] },
        { label: "Evidence", value: (gate) => gate.evidence },
      ],
      gates,
    )}</details>
  </div>`;
}

function mark(result: GateResult | undefined): HTMLElement {
  if (!result) return html`<td class="gate"><span class="quiet" title="not reached">–</span></td>`;
  return html`<td class=${`gate ${result.passed}`} title=${result.evidence}>${MARK[result.passed]}</td>`;
}
