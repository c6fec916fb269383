import { html } from "htl";
import { BUCKET_LABEL, BUCKETS, type Bucket } from "../../model/buckets.js";
import { formatRatio, formatShare } from "../../model/format.js";
import {
  type Effect,
  type MeasuredEffect,
  RULES,
  type RuleVerdict,
  ruleVerdicts,
} from "../../model/rules.js";
import { ruleFinding } from "../../report/workload.js";
import { BUCKET_FILL } from "../bucket-style.js";
import { dataTable } from "../data-table.js";
import type { WorkloadView } from "./view.js";

const PREDICTION: Readonly<Record<Effect, string>> = {
  helps: "helps",
  nothing: "does nothing",
  worse: "worse",
};

const MEASURED: Readonly<Record<MeasuredEffect, string>> = {
  ...PREDICTION,
  inconclusive: "inconclusive",
  "not comparable": "not compared",
};

/** What the rule of thumb predicts for each bucket, beside what was measured. */
export function ruleTable(view: WorkloadView): HTMLElement {
  const ports = view.measured.filter(({ cell }) => cell !== view.baseline);
  const rows = ports.map(({ target, cell }) => ({
    target,
    cell,
    verdicts: ruleVerdicts(view.workload, cell, target),
  }));
  const all = rows.flatMap(({ verdicts }) => verdicts);
  return html`<div class="rules">
    <h3>${ruleFinding(all)}</h3>
    <div class="table-frame" role="region" tabindex="0" aria-label="Predicted and measured effect by bucket"><table>
      <thead><tr><th scope="col">Target</th>${BUCKETS.map((bucket) => bucketHead(bucket, all))}</tr></thead>
      <tbody>${rows.map(
        ({ target, verdicts }) =>
          html`<tr><th scope="row">${target.title}</th>${verdicts.map((verdict) => {
            const { ratio } = verdict;
            return effectCell(
              verdict,
              ratio ? formatRatio(ratio) : view.baseline ? null : "no baseline was measured",
            );
          })}</tr>`,
      )}</tbody>
    </table></div>
    <details><summary>The rules and where they are from</summary>${dataTable(
      "Rules, most special first",
      [
        { label: "Rule", heading: true, value: ({ id }: (typeof RULES)[number]) => id },
        { label: "Predicts", value: ({ prediction }) => PREDICTION[prediction] },
        { label: "Because", value: ({ reason }) => reason },
        { label: "Source", value: ({ source }) => source },
      ],
      RULES,
    )}</details>
  </div>`;
}

function bucketHead(bucket: Bucket, verdicts: readonly RuleVerdict[]): HTMLElement {
  const share = verdicts.find((verdict) => verdict.bucket === bucket)?.baselineShare ?? null;
  return html`<th scope="col"><span class="swatch" style=${{ background: BUCKET_FILL[bucket] }}></span>${BUCKET_LABEL[bucket]}
    ${share === null ? null : html`<small>${formatShare(share)} of today’s time</small>`}</th>`;
}

function effectCell({ measured, agrees, rule }: RuleVerdict, ratio: string | null): HTMLElement {
  const [mark, word] = agrees === null ? ["–", "undecided"] : agrees ? ["✓", "agrees"] : ["✗", "disagrees"];
  return html`<td class=${`rule ${word}`} title=${rule?.reason ?? "no rule speaks of this bucket"}>
    <span class="mark">${mark} ${word}</span>
    <small>rule: ${rule === null ? "none" : rule.consistentWith.map((effect) => PREDICTION[effect]).join(" or ")}</small>
    <small>measured: ${MEASURED[measured]}${ratio && measured !== "inconclusive" ? `, ${ratio}` : ""}</small>
  </td>`;
}
