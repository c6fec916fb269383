import { html } from "htl";

const FLAG = /(--[\w-]+)/;

/** Text with its `commands` as code. A flag stays whole: a browser would break it after its hyphens. */
export function codeText(text: string): unknown[] {
  return text
    .split("`")
    .map((part, i) => (i % 2 === 1 ? html`<code>${part.split(FLAG).map(word)}</code>` : part));
}

const word = (text: string, i: number): unknown =>
  i % 2 === 1 ? html`<span class="flag">${text}</span>` : text;
