/** The sections that a dropped profile's page and a recording's have in common. */
import { html } from "htl";
import { profileSource } from "../../report/source.js";
import { icicleFigure } from "./icicle-figure.js";
import { operatorTable } from "./operator-table.js";
import { priorTable } from "./prior-table.js";
import type { ProfileResult } from "./protocol.js";
import { requestFigure } from "./request-figure.js";
import { ruleTimes, unmatchedTable } from "./rule-times.js";

export function icicleSection(result: ProfileResult): HTMLElement {
  return html`<section><h2>Where the time goes</h2>
    ${icicleFigure(result)}
    ${result.attribution.requests && requestFigure(result.attribution.requests, profileSource(result))}
    ${operatorTable(result.extras.operators ?? [])}
  </section>`;
}

export function priorSection({ attribution, extras }: ProfileResult): HTMLElement {
  return html`<section><h2>What the rule says</h2>
    <p>The rule of thumb is where an estimate starts; it knows neither this machine nor these operators. The forecast below does.</p>
    ${priorTable(attribution, extras)}
  </section>`;
}

/** Which rules made the buckets, and what they did not know. */
export function rulesBehind(
  { attribution: { rules, unmatched } }: ProfileResult,
  add: ((suggestion: string) => void) | null,
): HTMLElement {
  return html`<div>${ruleTimes(rules)}${unmatchedTable(unmatched, add)}</div>`;
}
