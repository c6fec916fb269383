import { html } from "htl";

/** A screen reader hears what has settled, not every step of a slider. */
const SETTLED_MS = 900;

interface StatusLine {
  readonly element: HTMLElement;
  /** Announces a sentence once nothing newer is to be announced; nothing is said twice in a row. */
  say(sentence: string): void;
}

/** The one place of the page that a screen reader listens to. */
export function statusLine(settledMs = SETTLED_MS): StatusLine {
  const element = html`<p class="visually-hidden" role="status"></p>` as HTMLElement;
  let timer = 0;
  let last = "";
  return {
    element,
    say(sentence) {
      clearTimeout(timer);
      if (sentence === "" || sentence === last) return;
      timer = window.setTimeout(() => {
        last = sentence;
        element.textContent = sentence;
      }, settledMs);
    },
  };
}
