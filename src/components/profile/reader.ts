import { RULE_LIMIT_MS, tooSlow } from "../../model/traces/rules/match.js";
import type { ProfileFile, Reply, Request, RuleTexts, Shown } from "./protocol.js";

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

/** A profile, or two to compare. */
export type Sources = readonly [ProfileFile, ProfileFile?];

export interface ReaderEvents {
  readonly onState: (state: ReaderState) => void;
  readonly onResult: (result: Shown, sources: Sources) => void;
  /** What is wrong with the rules, or null when they are right. */
  readonly onRules: (message: string | null) => void;
}

/**
 * Reads a file, or two to compare, at a time, in a worker of its own. The worker of the last valid result stays alive until
 * another file has been read, so that a damaged or cancelled one costs nothing.
 */
export class ProfileReader {
  readonly #events: ReaderEvents;
  #rules: RuleTexts;
  /** The file that the page shows, and the worker that holds its profile; null once a rule made it stop. */
  #current: { readonly worker: Worker | null; readonly sources: Sources } | null = null;
  #pending: { readonly worker: Worker; readonly sources: Sources } | null = null;
  #limit: ReturnType<typeof setTimeout> | undefined;

  constructor(rules: RuleTexts, events: ReaderEvents) {
    this.#rules = rules;
    this.#events = events;
  }

  /** What is shown, by the names of its files; null where nothing is. */
  get shown(): string | null {
    return this.#current && namesOf(this.#current.sources);
  }

  /** Whether something is shown, or on its way. */
  get isUsed(): boolean {
    return this.#current !== null || this.#pending !== null;
  }

  read(sources: Sources): void {
    this.#start(sources);
  }

  /** Compares what is shown with another file. */
  compareWith(file: File): void {
    if (this.#current) this.#start([this.#current.sources[0], { file }]);
  }

  /** Shows another thread of the same file. */
  setThread(thread: string): void {
    if (this.#current) this.#start([{ file: this.#current.sources[0].file, thread }]);
  }

  /** Forgets what is shown and what is being read. */
  clear(): void {
    this.#pending?.worker.terminate();
    this.#current?.worker?.terminate();
    this.#pending = null;
    this.#current = null;
    this.#events.onState({ state: "idle" });
  }

  #start(sources: Sources): void {
    this.#pending?.worker.terminate();
    // Framework bundles the module that this names.
    const worker = new Worker(import.meta.resolve("./worker.js"), { type: "module" });
    this.#pending = { worker, sources };
    const name = namesOf(sources);
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => this.#hear(worker, sources, data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(
        worker,
        name,
        `${name} could not be read: ${event.message || "the worker stopped, perhaps for lack of memory"}`,
      );
    });
    this.#events.onState({ state: "reading", name, loadedBytes: 0, totalBytes: bytesOf(sources) });
    this.#send(worker, { kind: "read", files: filesOf(sources), rules: this.#rules });
  }

  cancel(): void {
    if (!this.#pending) return;
    const { worker, sources } = this.#pending;
    worker.terminate();
    this.#pending = null;
    this.#events.onState({ state: "cancelled", name: namesOf(sources) });
  }

  /** Attributes the shown profile anew, and every later one, under these rules. */
  setOwnRules(own: string): void {
    this.#rules = { ...this.#rules, own };
    if (this.#current?.worker) this.#send(this.#current.worker, { kind: "attribute", rules: this.#rules });
    else if (this.#current) this.#start(this.#current.sources);
  }

  #send(worker: Worker, request: Request): void {
    worker.postMessage(request);
  }

  #hear(worker: Worker, sources: Sources, reply: Reply): void {
    const pending = this.#pending?.worker === worker;
    if (!pending && this.#current?.worker !== worker) return;
    const name = namesOf(sources);
    const totalBytes = bytesOf(sources);
    switch (reply.kind) {
      case "reading":
        this.#events.onState({
          state: "reading",
          name,
          loadedBytes: bytesOf(sources.slice(0, reply.at)) + reply.loadedBytes,
          totalBytes,
        });
        break;
      case "parsing":
        this.#events.onState({ state: "parsing", name, totalBytes });
        break;
      case "result":
        if (pending) this.#settle(worker, sources);
        this.#events.onRules(null);
        this.#events.onResult(reply.result, sources);
        if (pending) this.#events.onState({ state: "done", name });
        break;
      case "trying": {
        clearTimeout(this.#limit);
        const { rule } = reply;
        if (rule !== null) this.#limit = setTimeout(() => this.#stop(worker, sources, rule), RULE_LIMIT_MS);
        break;
      }
      case "file-failed":
        this.#fail(worker, reply.name, reply.message);
        break;
      case "rules-failed":
        this.#rulesFailed(worker, name, reply.message);
        break;
    }
  }

  #rulesFailed(worker: Worker, name: string, message: string): void {
    this.#events.onRules(message);
    if (this.#pending?.worker === worker)
      this.#fail(worker, name, `${name} was read, but your rules are wrong.\n${message}`);
  }

  /** The result that is shown stands; other rules read its file again. */
  #stop(worker: Worker, sources: Sources, rule: string): void {
    worker.terminate();
    if (this.#current?.worker === worker) this.#current = { worker: null, sources };
    this.#rulesFailed(worker, namesOf(sources), tooSlow(rule));
  }

  #settle(worker: Worker, sources: Sources): void {
    this.#current?.worker?.terminate();
    this.#current = { worker, sources };
    this.#pending = null;
  }

  #fail(worker: Worker, name: string, message: string): void {
    worker.terminate();
    if (this.#pending?.worker === worker) this.#pending = null;
    if (this.#current?.worker === worker) this.#current = null;
    this.#events.onState({ state: "failed", name, message });
  }
}

const filesOf = (sources: readonly (ProfileFile | undefined)[]): ProfileFile[] =>
  sources.filter((source) => source !== undefined);

const bytesOf = (sources: readonly (ProfileFile | undefined)[]): number =>
  filesOf(sources).reduce((sum, { file }) => sum + file.size, 0);

const namesOf = (sources: Sources): string =>
  filesOf(sources)
    .map(({ file }) => file.name)
    .join(" and ");
