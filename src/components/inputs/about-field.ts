import { html } from "htl";
import type { Field } from "../../model/scenario/field.js";

/** What a field means, what it allows, and where its default comes from; folded away until asked for. */
export function aboutField(field: Field, byDefault: string): HTMLElement {
  return html`<details class="about-field"><summary aria-label=${`About ${field.label}`}>?</summary>
    <p>${field.help}</p>
    ${allowed(field)}
    <p>Default: ${byDefault === "" ? "none" : byDefault} (${field.source}).</p>
  </details>`;
}

function allowed(field: Field): HTMLElement | null {
  if (field.kind !== "range" && field.kind !== "limit") return null;
  const [least, most] = [field.least, field.most].map((value) =>
    value.toLocaleString("en-US", { maximumFractionDigits: 3 }),
  );
  const notation =
    field.kind === "range"
      ? "A number, a range such as 2..3..6 (least, most likely, most), or 2~6 (5th and 95th percentile)."
      : "A number, or nothing for no limit.";
  return html`<p>${notation} Allowed: ${least} to ${most}.</p>`;
}
