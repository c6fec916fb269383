import { separateProfiles } from "../../src/model/engine-profile.ts";
import { parseOutputs } from "../../src/model/outputs.ts";
import type { MeasuredWorker } from "../harness/measure-worker.ts";
import type { BrowserMessage, PageMessage } from "../worker/browser.ts";
import type { Job } from "../worker/job.ts";
import type { Command, Reply, SampleBatch } from "../worker/protocol.ts";

/** The page was hidden while a worker ran: a browser slows down what nobody sees. */
export class Hidden extends Error {
  constructor() {
    super("the page was hidden while it ran, which slows a browser down");
  }
}
export class Stopped extends Error {}
export class TimedOut extends Error {}

interface Options {
  readonly timeoutMs: number;
  readonly onSamples: (batch: SampleBatch) => void;
}

type ReplyOf<T extends Reply["type"]> = Extract<Reply, { type: T }>;

/** A dedicated worker of a page, from its start to its end: one for each process of the plan, so that none outlives its row. */
export class PageWorker implements MeasuredWorker {
  readonly #worker: Worker;
  readonly #onSamples: (batch: SampleBatch) => void;
  readonly #startedAtMs = performance.timeOrigin + performance.now();
  readonly #limit: ReturnType<typeof setTimeout>;
  readonly #replies: BrowserMessage[] = [];
  #failure: Error | null = null;
  #wake: () => void = () => {};

  constructor(script: string, job: Job, { timeoutMs, onSamples }: Options) {
    this.#onSamples = onSamples;
    this.#worker = new Worker(script, { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<BrowserMessage>) => {
      this.#replies.push(data);
      this.#wake();
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end(new Error(event.message || "the worker could not be loaded, or ended for lack of memory"));
    });
    this.#worker.addEventListener("messageerror", () =>
      this.end(new Error("the worker sent what could not be read")),
    );
    this.#limit = setTimeout(() => this.end(new TimedOut(`no end after ${timeoutMs / 1e3} s`)), timeoutMs);
    this.#tell({ job });
  }

  async opened() {
    const { at } = await this.#next("started");
    const { type: _, ...phases } = await this.#next("opened");
    return { spawnMs: Math.max(0, Number(at) / 1e6 - this.#startedAtMs), ...phases };
  }

  warm(parameters: Extract<Command, { command: "warm" }>["parameters"]) {
    return this.#ask({ command: "warm", parameters }, "warm-done");
  }

  async outputs() {
    this.#tell({ command: "outputs", path: "" });
    const { bytes } = await this.#next("saved");
    await this.#next("outputs");
    return parseOutputs(bytes);
  }

  async profile(iterations: number) {
    const { runMs, calls, printed, times } = await this.#ask(
      { command: "profile", prefix: "", iterations },
      "profile",
    );
    return times ? { runMs, times } : { runMs, calls, texts: separateProfiles(printed ?? "") };
  }

  /** Ends it, whatever it is doing; whoever waits for it hears of `reason`. */
  end(reason: Error): void {
    clearTimeout(this.#limit);
    this.#worker.terminate();
    this.#failure ??= reason;
    this.#wake();
  }

  #ask<T extends Reply["type"]>(command: Command, type: T): Promise<ReplyOf<T>> {
    this.#tell(command);
    return this.#next(type);
  }

  #tell(message: PageMessage): void {
    this.#worker.postMessage(message);
  }

  async #next<T extends BrowserMessage["type"]>(type: T): Promise<Extract<BrowserMessage, { type: T }>> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      const message = this.#replies.shift();
      if (message === undefined)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      else if (message.type === "error") throw new Error(message.message);
      else if (message.type === "samples") this.#onSamples(message);
      else if (message.type === type) return message as Extract<BrowserMessage, { type: T }>;
      else throw new Error(`the worker sent "${message.type}" where "${type}" was due`);
    }
  }
}
