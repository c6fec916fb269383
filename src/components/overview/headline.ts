import { html } from "htl";
import { adviceHeadline, adviceStandfirst, conditionsSentence } from "../../report/advice-table.js";
import type { Found } from "../decisions.js";
import { withTerms } from "../term.js";

/** The answer over all subjects; that of earlier conditions stays, greyed, until the new one is there. */
export function answer({ whole, isSettled }: Found): HTMLElement {
  const stale = whole !== null && !isSettled ? "stale" : "";
  return html`<header class=${`answer ${stale}`} aria-live="polite" aria-busy=${String(!isSettled)}>
    <h1>${whole ? adviceHeadline(whole.answers, whole.scenario) : "…"}</h1>
    ${whole && html`<p>${withTerms([...adviceStandfirst(whole.answers), conditionsSentence(whole.scenario)].join(" "), ["course", "slice"])}</p>`}
  </header>`;
}
