/**
 * Runs in a page of the portable edition, before its own script: a browser gives a page from a disk no other file but by a classic
 * script. So the files that its scripts ask for come in such scripts, beside them or in the page itself, and what is left out
 * is told in place. On a host the same page does the same.
 */
import { NEEDS_SERVER, NOT_IN_THIS_FILE } from "../../../src/report/not-loaded.ts";

/** A file as a script brings it: its text, or its bytes in base64. */
type Kept = { readonly text: string } | { readonly base64: string };

export interface Edition {
  /** From the page to the folder's root: "" or "../". */
  readonly up: string;
  /** Paths from the root of the files that a script beside them brings; null where the page holds all that there is. */
  readonly brought: readonly string[] | null;
  /** Files that the page itself holds, by path from the root. */
  readonly kept: Readonly<Record<string, Kept>>;
}

interface Globals {
  portolanKeep(path: string, file: Kept): void;
  /** Where the page's script would lie in the built site: what it names is beside that. */
  portolanPageUrl: string;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = { json: "application/json", js: "text/javascript" };

class Files {
  readonly #root: string;
  readonly #brought: ReadonlySet<string>;
  readonly #kept: Map<string, Kept>;
  readonly #coming = new Map<string, Promise<void>>();

  constructor({ up, brought, kept }: Edition) {
    this.#root = new URL(up || "./", location.href.replace(/[?#].*$/s, "")).href;
    this.#brought = new Set(brought ?? []);
    this.#kept = new Map(Object.entries(kept));
  }

  get pageUrl(): string {
    return `${this.#root}_page/page.js`;
  }

  keep(path: string, file: Kept): void {
    this.#kept.set(path, file);
  }

  /** The path from the root of a file that this edition has; null of any other. */
  pathOf(address: string): string | null {
    const url = new URL(address, location.href).href.replace(/[?#].*$/s, "");
    const path = url.startsWith(this.#root) ? decodeURIComponent(url.slice(this.#root.length)) : "";
    return this.#kept.has(path) || this.#brought.has(path) ? path : null;
  }

  async read(path: string): Promise<Blob> {
    if (!this.#kept.has(path)) await this.#bring(path);
    const file = this.#kept.get(path)!;
    const type = MEDIA_TYPES[path.split(".").at(-1)!] ?? "application/octet-stream";
    if ("text" in file) return new Blob([file.text], { type });
    return new Blob([Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0))], { type });
  }

  #bring(path: string): Promise<void> {
    let coming = this.#coming.get(path);
    if (coming === undefined) {
      coming = new Promise<void>((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${this.#root}${path.split("/").map(encodeURIComponent).join("/")}.js`;
        script.addEventListener("load", () => resolve());
        script.addEventListener("error", () =>
          reject(new Error(`${path} is missing in this copy of the report`)),
        );
        document.head.append(script);
      });
      this.#coming.set(path, coming);
    }
    return coming;
  }
}

/** Stands in for a worker until its script is there. One that this edition does not have answers nothing. */
function workerOf(files: Files): typeof Worker {
  const Native = globalThis.Worker;
  return class extends EventTarget {
    #worker: Worker | null = null;
    #ended = false;
    readonly #waiting: Parameters<Worker["postMessage"]>[] = [];
    onmessage: ((event: MessageEvent) => void) | null = null;
    onerror: ((event: ErrorEvent) => void) | null = null;

    constructor(address: string | URL) {
      super();
      const path = files.pathOf(String(address));
      if (path === null) return;
      files.read(path).then(
        (script) => this.#start(script),
        (error) => this.#fail(error),
      );
    }

    #start(script: Blob): void {
      if (this.#ended) return;
      const worker = new Native(URL.createObjectURL(script));
      this.#worker = worker;
      worker.addEventListener("message", ({ data }) => this.#tell(new MessageEvent("message", { data })));
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        this.#fail(new Error(event.message));
      });
      for (const message of this.#waiting.splice(0)) worker.postMessage(...message);
    }

    #fail({ message }: Error): void {
      this.#tell(new ErrorEvent("error", { message, cancelable: true }));
    }

    #tell(event: MessageEvent | ErrorEvent): void {
      this.dispatchEvent(event);
      if (event instanceof MessageEvent) this.onmessage?.(event);
      else this.onerror?.(event);
    }

    postMessage(...message: Parameters<Worker["postMessage"]>): void {
      if (this.#worker) this.#worker.postMessage(...message);
      else this.#waiting.push(message);
    }

    terminate(): void {
      this.#ended = true;
      this.#worker?.terminate();
    }
  } as unknown as typeof Worker;
}

function notice(sentence: string): void {
  let place = document.querySelector(".not-loaded");
  if (place === null) {
    place = document.createElement("p");
    place.className = "not-loaded";
    place.setAttribute("role", "status");
    document.querySelector("main")?.prepend(place);
  }
  place.textContent = sentence;
}

/** A browser may refuse a page of a disk another address, even its own with a query. */
function forgiveAddresses(): void {
  for (const name of ["replaceState", "pushState"] as const) {
    const change = history[name].bind(history);
    history[name] = (...of) => {
      try {
        change(...of);
      } catch {
        // The page goes on; its conditions are in no address then.
      }
    };
  }
}

/** Another page is a file beside a folder's page, and nowhere beside a file that stands alone. */
function stayInThisFile(): void {
  addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element | null)?.closest?.("a[href]") as HTMLAnchorElement | null;
      if (!link || /^(?:https?|mailto|blob|data):/.test(link.protocol) || link.hasAttribute("download"))
        return;
      if (link.pathname === location.pathname) return;
      event.preventDefault();
      notice(NOT_IN_THIS_FILE);
      document.querySelector(".not-loaded")?.scrollIntoView({ block: "center" });
    },
    true,
  );
}

export function fromDisk(edition: Edition): void {
  const files = new Files(edition);
  Object.assign(globalThis, {
    portolanKeep: (path, file) => files.keep(path, file),
    portolanPageUrl: files.pageUrl,
  } satisfies Globals);
  const fetched = globalThis.fetch;
  globalThis.fetch = async (asked, options) => {
    const address = String(asked instanceof Request ? asked.url : asked);
    if (/^(?:blob|data):/.test(address)) return fetched(asked, options);
    const path = files.pathOf(address);
    if (path !== null) return new Response(await files.read(path));
    if (/\/_live\//.test(address)) notice(NEEDS_SERVER);
    throw new Error(NEEDS_SERVER);
  };
  globalThis.Worker = workerOf(files);
  forgiveAddresses();
  if (edition.brought === null) stayInThisFile();
}
