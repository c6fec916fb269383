import { parseHTML } from "linkedom";
import { afterAll, beforeAll } from "vitest";

/** Charts are as wide as their place; here every place is so wide, CSS pixels. */
const WIDTH = 640;

class PlacedObserver {
  readonly #onSize: ResizeObserverCallback;
  constructor(onSize: ResizeObserverCallback) {
    this.#onSize = onSize;
  }
  observe(): void {
    const size = { contentRect: { width: WIDTH } } as ResizeObserverEntry;
    queueMicrotask(() => this.#onSize([size], this as unknown as ResizeObserver));
  }
}

class BlindObserver {
  observe(): void {}
}

/** Gives this test file the parts of a browser that the components draw with. */
export function useDom(): void {
  const { window } = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
    window: typeof globalThis;
  };
  const { document, Node, NodeList, Element, HTMLElement, HTMLSelectElement, Event, CustomEvent } = window;
  letChoose(HTMLSelectElement);
  const parts: Readonly<Record<string, unknown>> = {
    ...{ document, Node, NodeList, Element, HTMLElement, HTMLSelectElement, Event, CustomEvent },
    window: globalThis,
    addEventListener() {},
    // linkedom has none; htl asks whether a value is one.
    HTMLCollection: class {},
    location: new URL("http://127.0.0.1:3000/index.html"),
    ResizeObserver: PlacedObserver,
    IntersectionObserver: BlindObserver,
  };
  const before = new Map(Object.keys(parts).map((name) => [name, Reflect.get(globalThis, name)]));
  beforeAll(() => {
    for (const [name, part] of Object.entries(parts))
      Object.defineProperty(globalThis, name, { value: part, configurable: true, writable: true });
  });
  afterAll(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  });
}

/** linkedom's select can be read only. */
function letChoose({ prototype }: typeof HTMLSelectElement): void {
  const options = (select: HTMLSelectElement) => [...select.querySelectorAll("option")];
  const chosen = new WeakMap<HTMLSelectElement, string>();
  Object.defineProperty(prototype, "value", {
    configurable: true,
    get(this: HTMLSelectElement) {
      const [first] = options(this);
      const selected = options(this).find((option) => option.hasAttribute("selected")) ?? first;
      return chosen.get(this) ?? selected?.getAttribute("value") ?? "";
    },
    set(this: HTMLSelectElement, value: string) {
      if (options(this).some((option) => option.getAttribute("value") === value)) chosen.set(this, value);
    },
  });
}
