import { html } from "htl";

const WAYS = [
  ["what-if-inputs", "The inputs"],
  ["section-options", "Options"],
  ["section-flips", "What would change it"],
] as const;

/** From the answer to what a reader does next, past all that lies between. */
export function ways(exports: Node): HTMLElement {
  return html`<div class="ways"><nav aria-label="On this page">${WAYS.map(
    ([id, label]) => html`<a href=${`#${id}`} ${{ onclick: (event: Event) => goTo(event, id) }}>${label}</a>`,
  )}</nav>${exports}</div>`;
}

/** The fragment holds the scenarios that are set aside, so that a link must not put another in its place. */
function goTo(event: Event, id: string): void {
  const target = document.getElementById(id);
  if (target === null) return;
  event.preventDefault();
  if (target instanceof HTMLDetailsElement) target.open = true;
  target.scrollIntoView({ block: "start" });
  const focusable = target.querySelector<HTMLElement>("summary, button, select, input");
  focusable?.focus({ preventScroll: true });
}
