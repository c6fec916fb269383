/** A program that draws pages of a built site without a browser: what it prints is what their scripts display first. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { JSDOM, VirtualConsole } from "jsdom";
import { escaped } from "../../src/report/escaped.ts";

export interface DrawnPage {
  readonly page: string;
  /** Cell id → what it displays, as HTML. */
  readonly cells: Readonly<Record<string, string>>;
  /** Under which conditions it was decided (`src/components/decisions.ts`); null where nothing was. */
  readonly conditions: string | null;
  /** Cells that fail, by what marks their places. */
  readonly problems: readonly { readonly cell: string; readonly message: string }[];
}

export interface DrawAsked {
  readonly folder: string;
  /** A script that makes `drawPage(page)` known. */
  readonly bundle: string;
  /** Paths from the folder, with slashes. */
  readonly pages: readonly string[];
}

/** Charts are as wide as their place: that of a window of 1280 pixels. */
const WIDTH_PX = 720;
const STEP_MS = 20;
/** So many looks without a change, and a page is finished. */
const STILL_LOOKS = 10;
/** The same of one that says it is at work: a worker of it never answers here. */
const BUSY_LOOKS = 150;
const MOST_LOOKS = 3_000;
/** While one page is looked at for changes, others compute. */
const AT_ONCE = 4;

/** The bundle calls it first thing. */
export async function drawPages(): Promise<void> {
  const asked = JSON.parse(process.argv[2]!) as DrawAsked;
  const script = new vm.Script(readFileSync(asked.bundle, "utf8"), { filename: "pages.js" });
  const pages: DrawnPage[] = [];
  const waiting = [...asked.pages];
  const draw = async () => {
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift())
      pages.push(await drawPage(asked.folder, page, script));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, draw));
  // What a page's scripts have begun need not end.
  process.stdout.write(JSON.stringify(pages), () => process.exit());
}

/** Framework keeps what a cell displays, and whether it failed, at the comment that marks its place. */
type Root = Comment & { readonly _nodes?: readonly Node[]; readonly _error?: boolean };

async function drawPage(folder: string, page: string, script: vm.Script): Promise<DrawnPage> {
  const console = new VirtualConsole();
  const dom = new JSDOM(readFileSync(join(folder, page), "utf8"), {
    url: `http://site/${page}`,
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: console,
  });
  const { window } = dom;
  const { document } = window;
  lendBrowser(window, folder);
  script.runInContext(dom.getInternalVMContext());
  await (window as unknown as { drawPage(page: string): Promise<unknown> }).drawPage(page);
  await untilStill(window);
  const roots = rootsOf(document, window);
  const problems: DrawnPage["problems"][number][] = [];
  const cells: Record<string, string> = {};
  for (const root of roots) {
    const id = root.data.slice(1, -1);
    const nodes = root._nodes ?? [];
    if (root._error)
      problems.push({ cell: id, message: nodes.map(({ textContent }) => textContent).join(" ") });
    else if (!nodes.every(isLoading)) cells[id] = nodes.map(htmlOf).join("");
  }
  const conditions = document.documentElement.dataset.drawn ?? null;
  window.close();
  return { page, cells, conditions, problems };
}

const isLoading = (node: Node): boolean => node.nodeName === "OBSERVABLEHQ-LOADING";

function rootsOf(document: Document, window: JSDOM["window"]): Root[] {
  const comments = document.createNodeIterator(document.body, window.NodeFilter.SHOW_COMMENT);
  const roots: Root[] = [];
  for (let node = comments.nextNode(); node; node = comments.nextNode())
    if (/^:[0-9a-f]{8}(?:-\d+)?:$/.test((node as Comment).data)) roots.push(node as Root);
  return roots;
}

/** What was typed, ticked or chosen by a script is in no attribute, and would be lost. */
function htmlOf(node: Node): string {
  if (node.nodeType !== 1) return escaped(node.textContent ?? "");
  const element = node as Element;
  for (const input of [element, ...element.querySelectorAll("*")]) {
    if (input.tagName === "INPUT") {
      const { type, value, checked } = input as HTMLInputElement;
      if (type === "checkbox" || type === "radio") input.toggleAttribute("checked", checked);
      else if (type !== "file") input.setAttribute("value", value);
    } else if (input.tagName === "OPTION") {
      input.toggleAttribute("selected", (input as HTMLOptionElement).selected);
    } else if (input.tagName === "TEXTAREA") input.textContent = (input as HTMLTextAreaElement).value;
  }
  return element.outerHTML;
}

/** By looks and not by a clock: while a page computes, nobody looks. */
async function untilStill(window: JSDOM["window"]): Promise<void> {
  const { document } = window;
  let still = 0;
  const observer = new window.MutationObserver(() => {
    still = 0;
  });
  observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    still++;
    if (still >= (document.querySelector("[aria-busy=true]") ? BUSY_LOOKS : STILL_LOOKS)) break;
  }
  observer.disconnect();
}

/** What a page's scripts ask of a browser and jsdom lacks: files of the site, a layout, and workers, which answer nothing here. */
function lendBrowser(window: JSDOM["window"], folder: string): void {
  const read = (address: string): Uint8Array | null => {
    try {
      return readFileSync(join(folder, decodeURIComponent(new URL(address, window.location.href).pathname)));
    } catch {
      return null;
    }
  };
  Object.assign(window, {
    readOfSite: read,
    structuredClone,
    TextDecoder,
    TextEncoder,
    Response,
    Request,
    Headers,
  });
  // In the page's own realm: what is made there is an Object, an Array, a Promise of the page.
  window.eval(`
    globalThis.fetch = async (address) => {
      const bytes = readOfSite(String(address.url ?? address));
      if (bytes === null) return { ok: false, status: 404, statusText: "Not Found" };
      const text = () => new TextDecoder().decode(bytes);
      return {
        ok: true, status: 200, headers: { get: () => null },
        json: async () => JSON.parse(text()), text: async () => text(),
        arrayBuffer: async () => new Uint8Array(bytes).buffer,
        blob: async () => new Blob([new Uint8Array(bytes)]),
      };
    };
    const size = { width: ${WIDTH_PX}, height: 0 };
    const entry = { contentRect: size, borderBoxSize: [{ inlineSize: size.width, blockSize: 0 }], contentBoxSize: [{ inlineSize: size.width, blockSize: 0 }] };
    globalThis.ResizeObserver = class {
      constructor(callback) { this.callback = callback; }
      observe(target) { queueMicrotask(() => this.callback([{ target, ...entry }], this)); }
      unobserve() {}
      disconnect() {}
    };
    globalThis.IntersectionObserver = class { observe() {} unobserve() {} disconnect() {} };
    globalThis.Worker = class extends EventTarget { postMessage() {} terminate() {} };
    globalThis.matchMedia = () => ({ matches: false, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} });
    globalThis.isDrawnAhead = true;
    globalThis.Blob = class extends Blob {
      constructor(parts = [], options) {
        super(parts, options);
        this.parts = parts;
      }
    };
    // A picture stands in the page itself until there are addresses of blobs; sound has to wait for them.
    URL.createObjectURL = ({ type, parts: [bytes] = [] }) => {
      if (!/^image\\//.test(type) || bytes === undefined) return "data:,";
      let text = "";
      for (const byte of new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength)) text += String.fromCharCode(byte);
      return "data:" + type + ";base64," + btoa(text);
    };
    URL.revokeObjectURL = () => {};
    HTMLElement.prototype.scrollIntoView = () => {};
    globalThis.scrollTo = () => {};
  `);
}
