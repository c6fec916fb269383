/** What only a hand needs waits for one: a page is whole as it was drawn when the site was built. */
import "./data-failure.js";
import { explainTerms } from "./explain-terms.js";
import { keepPresses } from "./kept-press.js";

const SIGNS = [
  ...(["pointermove", "pointerdown", "touchstart", "wheel", "keydown", "focusin", "click"] as const),
  "resize",
] as const;
/** Charts are drawn ahead for a window of 1280 pixels; below this, what is written in them is too small. */
const TOO_NARROW = "(max-width: 760px)";
/** Where the address asks for more than the page: a figure, or other scenarios beside its own. */
const ASKS_FOR_MORE = /^#figure[-=]|\bcompare=/;

let comeNear = () => {};

/** What is done once a hand is there is to be done without one. */
export const needAllNow = (): void => comeNear();

/** Calls once, when a hand first comes near the page. */
function onFirstTouch(call: () => void): void {
  const signs = new AbortController();
  comeNear = () => {
    if (signs.signal.aborted) return;
    signs.abort();
    call();
  };
  for (const sign of SIGNS) addEventListener(sign, comeNear, { signal: signs.signal, passive: true });
}

/**
 * Resolves when a hand first comes near; at once where the page is not whole without its scripts. Cells that wait for it, and those
 * that wait for these, are loaded then (`loaders/site/bundle-pages.ts`).
 */
export async function firstTouch(): Promise<true> {
  if ("isDrawnAhead" in globalThis) return true;
  explainTerms();
  keepPresses();
  if (isWhole()) await new Promise<void>(onFirstTouch);
  // All of it at once, and not one file after the other that names it.
  for (const rest of document.querySelectorAll<HTMLTemplateElement>("template.rest"))
    document.head.append(rest.content);
  return true;
}

const isWhole = (): boolean =>
  document.querySelector("observablehq-loading.drawn") !== null &&
  location.search === "" &&
  !ASKS_FOR_MORE.test(location.hash) &&
  !matchMedia(TOO_NARROW).matches;
