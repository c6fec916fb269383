import { html } from "htl";

/** Text with its `commands` as code. */
export function codeText(text: string): unknown[] {
  return text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}
