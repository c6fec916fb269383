import { html } from "htl";
import { type Term, termId, termsIn } from "../report/glossary.js";

/** A term of art: a link to what it means, which `explainTerms` shows beside it. */
export function term(id: Term, text: string): HTMLElement {
  return html`<a class="term" href=${`#${termId(id)}`}>${text}</a>`;
}

/** A sentence in which each of the terms is one where it first stands. */
export function withTerms(text: string, terms: readonly Term[]): (string | HTMLElement)[] {
  return termsIn(text, terms).map((part) => (part.term === null ? part.text : term(part.term, part.text)));
}
