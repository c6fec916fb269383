const DRAWN = "observablehq-loading.drawn";
const CONTROL = "summary, button";

/**
 * A reader may open or press something in a part that was drawn when the site was built, before scripts have taken it over. The
 * press is kept, and done on what takes the part's place: it must neither be lost nor undone.
 */
export function keepPresses(): void {
  const drawn = [...document.querySelectorAll(DRAWN)];
  for (const part of drawn) part.addEventListener("click", (event) => keep(part, event));
  // Seen where the page is measured.
  performance.mark("presses-kept");
}

function keep(part: Element, event: Event): void {
  const control = event.target instanceof Element ? event.target.closest(CONTROL) : null;
  const cell = part.parentElement;
  if (control === null || cell === null) return;
  const at = [...part.querySelectorAll(CONTROL)].indexOf(control);
  const label = control.textContent;
  // What is open already is closed by the same press: only the last state counts.
  const wasOpen = control.closest("details")?.open ?? false;
  const taken = new MutationObserver(() => {
    if (part.isConnected) return;
    taken.disconnect();
    const same = [...cell.querySelectorAll<HTMLElement>(CONTROL)][at];
    if (same?.textContent !== label) return;
    if (control.matches("summary")) {
      const details = same.closest("details");
      if (details !== null) details.open = !wasOpen;
    } else same.click();
  });
  taken.observe(cell, { childList: true });
}
