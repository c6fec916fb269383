import { html } from "htl";
import { BUCKET_LABEL, BUCKETS_AND_REST } from "../model/buckets.js";
import type { Term } from "../report/glossary.js";
import { BUCKET_FILL } from "./bucket-style.js";
import { term } from "./term.js";

interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly meaning?: string;
  /** The entry of the glossary that explains it, instead. */
  readonly explained?: Term;
  /** What the chart draws, where it is not a filled area. */
  readonly symbol?: string;
}

export function legend(entries: readonly LegendEntry[]): HTMLElement {
  return html`<ul class="legend">${entries.map(
    ({ label, colour, meaning, explained, symbol }) =>
      html`<li title=${explained ? null : (meaning ?? label)}>${mark(colour, symbol)}${explained ? term(explained, label) : label}</li>`,
  )}</ul>`;
}

function mark(colour: string, symbol: string | undefined): HTMLElement {
  return symbol === undefined
    ? html`<span class="swatch" style=${{ background: colour }}></span>`
    : html`<span class="symbol" style=${{ color: colour }} aria-hidden="true">${symbol}</span>`;
}

export function bucketLegend(): HTMLElement {
  return legend(
    BUCKETS_AND_REST.map((bucket) => ({
      label: BUCKET_LABEL[bucket],
      colour: BUCKET_FILL[bucket],
      explained: bucket,
    })),
  );
}
