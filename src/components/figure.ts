import { html } from "htl";

interface FigureParts {
  /** The finding, as a sentence computed from the data. */
  readonly title: string;
  readonly chart: Element;
  /** What the chart shows, for whoever cannot see it. */
  readonly description: string;
  /** How to read it: units, intervals, scales. */
  readonly caption?: unknown;
  /** The numbers behind the chart. */
  readonly table: Element;
  readonly legend?: Element;
  /** What unfolds the table. */
  readonly tableLabel?: string;
  /** The table matters as much as the chart. */
  readonly open?: boolean;
}

/** A chart under a heading that states its finding, over the table that it was drawn from. */
export function figure({
  title,
  chart,
  description,
  caption,
  table,
  legend,
  tableLabel = "The numbers behind this chart",
  open,
}: FigureParts): HTMLElement {
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", description);
  return html`<figure class="finding">
    <h3>${title}</h3>
    ${legend ?? null}
    <div class="chart-frame">${chart}</div>
    ${caption ? html`<figcaption>${caption}</figcaption>` : null}
    <details open=${open ?? false}><summary>${tableLabel}</summary>${table}</details>
  </figure>`;
}
