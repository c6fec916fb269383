import { RULE_LIMIT_MS, tooSlow } from "../../model/traces/rules/match.js";
import type { ProfileResult, Reply, Request, RuleTexts } from "./protocol.js";

/** What the reader of profiles is doing, as the page shows it. */
export type ReaderState =
  | { readonly state: "idle" }
  | {
      readonly state: "reading";
      readonly name: string;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  | { readonly state: "parsing"; readonly name: string; readonly totalBytes: number }
  | { readonly state: "done"; readonly name: string }
  | { readonly state: "cancelled"; readonly name: string }
  | { readonly state: "failed"; readonly name: string; readonly message: string };

interface Source {
  readonly file: File;
  /** The request's thread, where the reader chose one. */
  readonly thread?: string;
}

export interface ReaderEvents {
  readonly onState: (state: ReaderState) => void;
  readonly onResult: (result: ProfileResult) => void;
  /** What is wrong with the rules, or null when they are right. */
  readonly onRules: (message: string | null) => void;
}

/**
 * Reads one file at a time, each in a worker of its own. The worker of the last valid profile stays alive until
 * another file has been read, so that a damaged or cancelled one costs nothing.
 */
export class ProfileReader {
  readonly #events: ReaderEvents;
  #rules: RuleTexts;
  /** The file that the page shows, and the worker that holds its profile; null once a rule made it stop. */
  #current: { readonly worker: Worker | null; readonly source: Source } | null = null;
  #pending: { readonly worker: Worker; readonly source: Source } | null = null;
  #limit: ReturnType<typeof setTimeout> | undefined;

  constructor(rules: RuleTexts, events: ReaderEvents) {
    this.#rules = rules;
    this.#events = events;
  }

  /** Whether a valid profile is shown. */
  get hasResult(): boolean {
    return this.#current !== null;
  }

  read(file: File): void {
    this.#start({ file });
  }

  /** Shows another thread of the same file. */
  setThread(thread: string): void {
    if (this.#current) this.#start({ ...this.#current.source, thread });
  }

  #start(source: Source): void {
    const { file, thread } = source;
    this.#pending?.worker.terminate();
    // Framework bundles the module that this names.
    const worker = new Worker(import.meta.resolve("./worker.js"), { type: "module" });
    this.#pending = { worker, source };
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.#hear(worker, source, data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(
        worker,
        file,
        `${file.name} could not be read: ${event.message || "the worker stopped, perhaps for lack of memory"}`,
      );
    });
    this.#events.onState({ state: "reading", name: file.name, loadedBytes: 0, totalBytes: file.size });
    this.#send(worker, { kind: "read", file, thread, rules: this.#rules });
  }

  cancel(): void {
    if (!this.#pending) return;
    const { worker, source } = this.#pending;
    worker.terminate();
    this.#pending = null;
    this.#events.onState({ state: "cancelled", name: source.file.name });
  }

  /** Attributes the shown profile anew, and every later one, under these rules. */
  setOwnRules(own: string): void {
    this.#rules = { ...this.#rules, own };
    if (this.#current?.worker) this.#send(this.#current.worker, { kind: "attribute", rules: this.#rules });
    else if (this.#current) this.#start(this.#current.source);
  }

  #send(worker: Worker, request: Request): void {
    worker.postMessage(request);
  }

  #hear(worker: Worker, source: Source, reply: Reply): void {
    const pending = this.#pending?.worker === worker;
    if (!pending && this.#current?.worker !== worker) return;
    const { file } = source;
    const { name, size } = file;
    switch (reply.kind) {
      case "reading":
        this.#events.onState({ state: "reading", name, loadedBytes: reply.loadedBytes, totalBytes: size });
        break;
      case "parsing":
        this.#events.onState({ state: "parsing", name, totalBytes: size });
        break;
      case "result":
        if (pending) this.#settle(worker, source);
        this.#events.onRules(null);
        this.#events.onResult(reply.result);
        if (pending) this.#events.onState({ state: "done", name });
        break;
      case "trying": {
        clearTimeout(this.#limit);
        const { rule } = reply;
        if (rule !== null) this.#limit = setTimeout(() => this.#stop(worker, source, rule), RULE_LIMIT_MS);
        break;
      }
      case "file-failed":
        this.#fail(worker, file, reply.message);
        break;
      case "rules-failed":
        this.#rulesFailed(worker, file, reply.message);
        break;
    }
  }

  #rulesFailed(worker: Worker, file: File, message: string): void {
    this.#events.onRules(message);
    if (this.#pending?.worker === worker)
      this.#fail(worker, file, `${file.name} was read, but your rules are wrong.\n${message}`);
  }

  /** The result that is shown stands; other rules read its file again. */
  #stop(worker: Worker, source: Source, rule: string): void {
    worker.terminate();
    if (this.#current?.worker === worker) this.#current = { worker: null, source };
    this.#rulesFailed(worker, source.file, tooSlow(rule));
  }

  #settle(worker: Worker, source: Source): void {
    this.#current?.worker?.terminate();
    this.#current = { worker, source };
    this.#pending = null;
  }

  #fail(worker: Worker, { name }: File, message: string): void {
    worker.terminate();
    if (this.#pending?.worker === worker) this.#pending = null;
    if (this.#current?.worker === worker) this.#current = null;
    this.#events.onState({ state: "failed", name, message });
  }
}
