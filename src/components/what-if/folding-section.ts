import { html } from "htl";
import type { DrawingQueue } from "./drawing-queue.js";
import { rememberedOpen, rememberOpen } from "./open-sections.js";

interface SectionParts {
  readonly id: string;
  readonly title: string;
  /** Until the reader folds or opens it. */
  readonly open: boolean;
  readonly queue: DrawingQueue;
}

/**
 * A part of the page that says what it found in one line, and folds. It is drawn when it is seen: what is folded costs
 * nothing until it is opened, printed, or drawn ahead.
 */
export class FoldingSection {
  readonly element: HTMLDetailsElement;
  readonly #id: string;
  readonly #queue: DrawingQueue;
  readonly #finding = html`<span class="section-finding"></span>`;
  readonly #place: HTMLElement;
  /** What is not drawn yet. */
  #draw: (() => Node) | null = null;
  /** Opened for paper, not by the reader. */
  #isForPaper = false;

  constructor({ id, title, open, queue }: SectionParts) {
    this.#id = id;
    this.#queue = queue;
    this.#place = html`<div class="section-content" data-section=${id}></div>`;
    this.element =
      html`<details class="what-if-section" id=${`section-${id}`} open=${rememberedOpen(id) ?? open}>
      <summary><h2>${title}</h2>${this.#finding}</summary>${this.#place}
    </details>` as HTMLDetailsElement;
    this.element.addEventListener("toggle", () => {
      if (this.element.open) this.drawNow();
      if (!this.#isForPaper) rememberOpen(id, this.element.open);
    });
  }

  /** Another finding, and what stands below it. */
  put(finding: string, draw: () => Node): void {
    if (this.#finding.textContent !== finding) this.#finding.textContent = finding;
    this.#draw = draw;
    this.#finding.classList.remove("stale");
    if (this.element.open || "isDrawnAhead" in globalThis) this.#queue.add(this.#id, () => this.drawNow());
  }

  /** The finding stays; what is drawn belongs to an earlier scenario until it is drawn anew. */
  stale(): void {
    this.#draw = null;
    this.#finding.classList.add("stale");
    this.#place.classList.add("stale");
  }

  /** Says why there is nothing where something was awaited. */
  fail(message: string): void {
    if (!this.#finding.classList.contains("stale")) return;
    this.put("Not known", () => html`<p class="failure">${message}</p>`);
  }

  drawNow(): void {
    const draw = this.#draw;
    if (draw === null) return;
    this.#draw = null;
    keepOpen(this.#place, () => this.#place.replaceChildren(draw()));
    this.#place.classList.remove("stale");
  }

  /** Takes over what was drawn when the site was built. */
  adopt(drawn: ParentNode): void {
    const of = drawn.querySelector(`#section-${this.#id}`);
    this.#finding.textContent = of?.querySelector(".section-finding")?.textContent ?? "";
    this.#place.replaceChildren(...(of?.querySelector(".section-content")?.childNodes ?? []));
  }

  /** Paper cannot be opened. */
  unfoldForPaper(): void {
    this.drawNow();
    if (this.element.open) return;
    this.#isForPaper = true;
    this.element.open = true;
  }

  foldAfterPaper(): void {
    if (!this.#isForPaper) return;
    this.element.open = false;
    // Its event comes in a later turn.
    setTimeout(() => {
      this.#isForPaper = false;
    });
  }
}

/** What the reader unfolded stays so, and what had the focus keeps it, when a section is drawn again. */
function keepOpen(place: HTMLElement, redraw: () => void): void {
  const open = [...place.querySelectorAll("details")].map((details) => details.open);
  const controls = () => [...place.querySelectorAll<HTMLElement>("summary, select, button, [tabindex]")];
  const focused = controls().indexOf(document.activeElement as HTMLElement);
  redraw();
  const details = place.querySelectorAll("details");
  if (details.length === open.length) for (const [i, one] of details.entries()) one.open = open[i]!;
  if (focused >= 0) controls()[focused]?.focus({ preventScroll: true });
}
