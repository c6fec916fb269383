/** Shows what a term means beside it: under the pointer, with the focus, and where it is touched. */

const TERM = 'a[href^="#term-"]';
/** The pointer may cross the gap between a term and its explanation. */
const GRACE_MS = 200;
/** A pointer that only passes opens nothing. */
const REST_MS = 120;
const MARGIN_PX = 8;
/** A page that is drawn again and again is looked through no more often. */
const LIST_MS = 500;

let isListening = false;

/** Once for a page. Without scripts a term is a link to the list at the page's end. */
export function explainTerms(): void {
  if (isListening) return;
  isListening = true;
  const tip = new Tip();
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "touch") tip.approach(termOf(target), REST_MS);
  });
  document.addEventListener("focusin", ({ target }) => {
    const term = termOf(target);
    if (term?.matches(":focus-visible")) tip.approach(term, 0);
  });
  document.addEventListener("focusout", () => tip.approach(null, GRACE_MS));
  document.addEventListener("click", (event) => {
    const term = termOf(event.target);
    if (term) event.preventDefault();
    tip.approach(term, 0);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") tip.hide();
  });
  addEventListener("scroll", () => tip.follow(), { passive: true });
  keepList();
}

const termOf = (target: EventTarget | null): HTMLAnchorElement | null =>
  target instanceof Element ? target.closest<HTMLAnchorElement>(TERM) : null;

class Tip {
  readonly #element = document.createElement("div");
  #shown: HTMLAnchorElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#element.id = "term-tip";
    this.#element.role = "tooltip";
    this.#element.popover = "manual";
    this.#element.addEventListener("pointerenter", () => clearTimeout(this.#timer));
  }

  /** Shows a term's meaning, or hides what is shown, unless something else happens first. */
  approach(term: HTMLAnchorElement | null, afterMs: number): void {
    clearTimeout(this.#timer);
    if (term === this.#shown) return;
    this.#timer = setTimeout(() => (term ? this.#show(term) : this.hide()), term ? afterMs : GRACE_MS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    if (this.#shown === null) return;
    this.#shown.removeAttribute("aria-describedby");
    this.#shown = null;
    this.#element.hidePopover();
  }

  /** Stays beside its term, as long as that is seen. */
  follow(): void {
    const box = this.#shown?.getBoundingClientRect();
    if (!this.#shown || !box) return;
    if (box.bottom < 0 || box.top > innerHeight) this.hide();
    else this.#place(this.#shown);
  }

  #show(term: HTMLAnchorElement): void {
    this.hide();
    const meaning = document.querySelector(`${term.getAttribute("href")} dd`)?.textContent;
    if (!meaning) return;
    this.#element.textContent = meaning;
    if (!this.#element.isConnected) document.querySelector("main")?.append(this.#element);
    this.#shown = term;
    term.setAttribute("aria-describedby", this.#element.id);
    this.#element.showPopover();
    this.#place(term);
  }

  /** Below the term, above it where there is no room; never over the window's edge. */
  #place(term: HTMLAnchorElement): void {
    const [{ left, top, bottom }] = term.getClientRects() as unknown as [DOMRect];
    const { width, height } = this.#element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const isBelow = bottom + height + MARGIN_PX <= clientHeight;
    const x = Math.max(MARGIN_PX, Math.min(left, clientWidth - width - MARGIN_PX));
    this.#element.style.left = `${x}px`;
    this.#element.style.top = `${isBelow ? bottom + 4 : Math.max(MARGIN_PX, top - height - 4)}px`;
  }
}

/** The list at the page's end holds the terms that the page uses now. */
function keepList(): void {
  const list = document.querySelector<HTMLElement>("#glossary");
  const main = document.querySelector("main");
  if (!list || !main) return;
  const look = () => {
    const used = new Set(Array.from(main.querySelectorAll(TERM), (term) => term.getAttribute("href")));
    for (const entry of list.querySelectorAll<HTMLElement>("dl > div"))
      entry.hidden = !used.has(`#${entry.id}`);
    list.hidden = used.size === 0;
  };
  let waits = false;
  const lookSoon = () => {
    if (waits) return;
    waits = true;
    setTimeout(() => {
      waits = false;
      look();
    }, LIST_MS);
  };
  new MutationObserver(lookSoon).observe(main, { childList: true, subtree: true });
  addEventListener("beforeprint", look);
}
