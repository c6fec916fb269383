import { html } from "htl";
import type { AdviceInputs } from "../../model/advice.js";
import { headline, standfirst } from "../../report/headline.js";
import type { Reviewed } from "../../report/review.js";
import { overallWhatIfAddress, perRequestRemark } from "../what-if/link.js";

export function answer(reviewed: readonly Reviewed[], inputs: AdviceInputs): HTMLElement {
  return html`<header class="answer" aria-live="polite">
    <h1>${headline(reviewed)}</h1>
    <p>${standfirst(reviewed).join(" ")}</p>
    ${reviewed.some(({ advice }) => advice.state === "recommended") ? perRequestRemark(overallWhatIfAddress(inputs)) : null}
  </header>`;
}
