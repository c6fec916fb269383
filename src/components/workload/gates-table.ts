import { html } from "htl";
import type { GateFinding } from "../../model/decision/gates.js";
import type { Decided } from "../../model/decision/subject.js";
import { askedGates, GATE_HEAD, GATE_MARK, gatesOfTargets, openGates } from "../../report/gates.js";
import { listed } from "../../report/words.js";
import { dataTable } from "../data-table.js";

/** Which target meets which requirement; the evidence is in the table beneath, and on hovering. */
export function gatesTable({ decision }: Decided): HTMLElement {
  const rows = gatesOfTargets(decision);
  const gates = askedGates(rows);
  const all = rows.flatMap(({ option, findings }) => findings.map((finding) => ({ option, ...finding })));
  const open = openGates(rows);
  const leader = decision.verdict.state === "none" ? null : decision.verdict.leader;
  return html`<div class="gates">
    <div class="table-frame" role="region" tabindex="0" aria-label="Requirements by target"><table>
      <caption>A target that fails one is out, whatever its speed; each stands on the platform where it costs least.</caption>
      <thead><tr><th scope="col">Target</th>${gates.map((gate) => html`<th scope="col">${GATE_HEAD[gate]}</th>`)}</tr></thead>
      <tbody>${rows.map(
        ({
          option,
          findings,
        }) => html`<tr class=${option === leader ? "chosen" : ""}><th scope="row">${option.target.title}<small>${option.platform.title}</small></th>
          ${gates.map((gate) => mark(findings.find((finding) => finding.gate === gate)))}</tr>`,
      )}</tbody>
    </table></div>
    ${open.length > 0 ? html`<ul class="open-gates">${open.map(({ gate, evidence, options }) => html`<li><strong>${GATE_HEAD[gate]}</strong> of ${listed(options)}: ${evidence}.</li>`)}</ul>` : null}
    <details><summary>The evidence of every requirement</summary>${dataTable(
      "Requirements and their evidence",
      [
        { label: "Option", heading: true, value: ({ option }: (typeof all)[number]) => option.title },
        { label: "Requirement", value: ({ gate }) => GATE_HEAD[gate] },
        { label: "Met", value: ({ passed }) => GATE_MARK[passed] },
        { label: "Evidence", value: ({ evidence }) => evidence },
      ],
      all,
    )}</details>
  </div>`;
}

function mark(finding: GateFinding | undefined): HTMLElement {
  if (!finding) return html`<td class="gate"><span class="quiet" title="not asked of it">–</span></td>`;
  return html`<td class=${`gate ${finding.passed}`} title=${finding.evidence}>${GATE_MARK[finding.passed]}</td>`;
}
