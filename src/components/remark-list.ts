import { html } from "htl";
import type { EvidenceRemark } from "../report/evidence-gate.js";

/** What keeps a profile from carrying a verdict, and the command that would give one that does; nothing for none. */
export function remarkList(remarks: readonly EvidenceRemark[]): HTMLElement {
  if (remarks.length === 0) return html`<div hidden></div>`;
  return html`<ul class="evidence-remarks">${remarks.map(
    ({ reason, remedy, command }) =>
      html`<li>${reason} ${remedy}${command === null ? "." : html`: <code>${command}</code>`}</li>`,
  )}</ul>`;
}
