import { html } from "htl";
import { headline, standfirst } from "../findings/headline.js";
import type { Reviewed } from "../findings/review.js";

export function answer(reviewed: readonly Reviewed[]): HTMLElement {
  return html`<header class="answer" aria-live="polite">
    <h1>${headline(reviewed)}</h1>
    <p>${standfirst(reviewed).join(" ")}</p>
  </header>`;
}
