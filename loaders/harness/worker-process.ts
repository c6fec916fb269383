import type { EngineSettings } from "../../src/model/run-file.ts";
import { byLine, Child, type Ending, saidOf } from "../child.ts";
import { NO_TELEMETRY } from "../engines/no-telemetry.ts";
import { Interrupted } from "../interruption.ts";
import { plainText } from "../worker/plain-text.ts";
import type {
  BatchCommand,
  Batched,
  Command,
  Opened,
  Reply,
  SampleBatch,
  WarmDone,
  WarmParameters,
} from "../worker/protocol.ts";

/** What a worker in Python is started with besides this process's own. */
export const PYTHON_WORKER_ENVIRONMENT = { ...NO_TELEMETRY, PYTHONDONTWRITEBYTECODE: "1" };

export class WorkerCrash extends Error {}
export class WorkerTimeout extends Error {}

export type Launch =
  | { readonly kind: "node"; readonly script: string; readonly flags?: readonly string[] }
  | {
      readonly kind: "process";
      readonly file: string;
      readonly args: readonly string[];
      readonly env?: Readonly<Record<string, string>> | undefined;
      readonly speaks?: "plain-text" | undefined;
    };

type ReplyOf<T extends Reply["type"]> = Extract<Reply, { type: T }>;

interface WorkerOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly onSamples: (batch: SampleBatch) => void;
}

/** A worker's life as seen from outside: spawn it, ask it, and be sure that it is gone in the end. */
export class WorkerProcess {
  readonly #child: Child;
  readonly #launch: Launch;
  readonly #spawnedAt = process.hrtime.bigint();
  #firstHeardAt = 0n;
  readonly #replies: Reply[] = [];
  readonly #onSamples: (batch: SampleBatch) => void;
  #waiting: (() => void) | null = null;
  #failure: Error | null = null;
  #stdout = "";
  #stderr = "";

  constructor(launch: Launch, job: object, { onSamples, ...options }: WorkerOptions) {
    this.#launch = launch;
    this.#onSamples = onSamples;
    const argument = this.#textOf(job);
    const stderr = (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-4_000);
    };
    const print = (text: string) => {
      this.#stdout += text;
    };
    if (launch.kind === "node") {
      this.#child = new Child(process.execPath, [...(launch.flags ?? []), launch.script, argument], {
        ...options,
        env: { ...NO_TELEMETRY, NODE_OPTIONS: "" },
        output: { stdout: print, stderr },
        onMessage: (message) => this.#takeMessage(message),
      });
    } else {
      const stdout = byLine(
        () => this.#child,
        (line) => {
          const reply = parse(line);
          if (isReply(reply)) this.#take(reply);
          else print(`${line}\n`);
        },
      );
      this.#child = new Child(launch.file, [...launch.args, argument], {
        ...options,
        env: { ...PYTHON_WORKER_ENVIRONMENT, ...launch.env },
        input: true,
        output: { stdout, stderr },
      });
    }
    this.#child.ended.then((ending) => {
      this.#failure ??= this.#failureOf(ending, options.timeoutMs);
      this.#wake();
    });
  }

  #textOf(message: object): string {
    return this.#launch.kind === "process" && this.#launch.speaks === "plain-text"
      ? plainText(message)
      : JSON.stringify(message);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What a Node worker printed: onnxruntime-web's profile is in it. */
  get stdout(): string {
    return this.#stdout;
  }

  /** Waits for the first inference; returns the cold start's phases, spawn included. */
  async opened(): Promise<Opened & { readonly spawnMs: number }> {
    const started = await this.#next("started");
    // Whose clock is its own, as a runtime's of Wasm may be, has begun when it says so.
    const at = started.at === "" ? this.#firstHeardAt : BigInt(started.at);
    const spawnMs = started.spawnMs ?? Math.max(0, Number(at - this.#spawnedAt) / 1e6);
    const { importMs, compileMs, sessionMs, firstInferenceMs } = await this.#next("opened");
    return { spawnMs, importMs, compileMs, sessionMs, firstInferenceMs };
  }

  /** Waits for what a program that is asked once answers. */
  async result(): Promise<unknown> {
    return (await this.#next("result")).value;
  }

  warm(parameters: WarmParameters): Promise<WarmDone> {
    return this.#ask({ command: "warm", parameters }, "warm-done");
  }

  async writeOutputs(path: string): Promise<void> {
    await this.#ask({ command: "outputs", path }, "outputs");
  }

  /** How likely the language model takes a text to be; null of an engine that does not tell. */
  async score(text: Int32Array): Promise<ReplyOf<"scored">["logProbabilities"] | null> {
    const reply = await this.#ask({ command: "score", text: [...text] }, "scored", "refused");
    return reply.type === "refused" ? null : reply.logProbabilities;
  }

  /** One more session in the same process, with settings of its own; a search asks for it. */
  async trial(
    settings: EngineSettings,
  ): Promise<
    { time(requests: number): Promise<number[]>; close(): Promise<void> } | { readonly refused: string }
  > {
    const reply = await this.#ask({ command: "try", settings }, "tried", "refused");
    if (reply.type === "refused") return { refused: reply.reason };
    const { trial } = reply;
    return {
      time: async (requests) => (await this.#ask({ command: "time", trial, requests }, "timed")).wallMs,
      close: async () => {
        await this.#ask({ command: "drop", trial }, "dropped");
      },
    };
  }

  /** The model's call with more and more requests in it; what it took the worker's time for is no part of any other figure. */
  async batch(command: BatchCommand): Promise<Batched> {
    const { points, stopped } = await this.#ask(command, "batched");
    return { points, stopped };
  }

  /** The profiled arm: a second session in the same process, after everything that is timed; null of what has no profiler. */
  async profile(prefix: string, iterations: number): Promise<ReplyOf<"profile"> | null> {
    const reply = await this.#ask({ command: "profile", prefix, iterations }, "profile", "refused");
    return reply.type === "refused" ? null : reply;
  }

  /** Ends the worker, whatever it is doing, and waits until it is gone and its output is complete. */
  async close(): Promise<void> {
    this.#child.kill();
    await this.#child.ended;
  }

  #ask<T extends Reply["type"]>(command: Command, ...types: T[]): Promise<ReplyOf<T>> {
    if (this.#launch.kind === "node") this.#child.send(command);
    else this.#child.write(`${this.#textOf(command)}\n`);
    return this.#next(...types);
  }

  async #next<T extends Reply["type"]>(...types: T[]): Promise<ReplyOf<T>> {
    for (;;) {
      const reply = this.#replies.shift();
      if (reply?.type === "error") throw new WorkerCrash(reply.message);
      if (reply?.type === "samples") this.#onSamples(reply);
      else if (reply && types.some((type) => reply.type === type)) return reply as ReplyOf<T>;
      else if (reply) {
        const due = types.map((type) => `"${type}"`).join(" or ");
        throw new WorkerCrash(`the worker sent "${reply.type}" where ${due} was due`);
      } else if (this.#failure) throw this.#failure;
      else
        await new Promise<void>((resolve) => {
          this.#waiting = resolve;
        });
    }
  }

  #takeMessage(message: unknown): void {
    if (isReply(message)) this.#take(message);
    else
      this.#take({
        type: "error",
        message: `the worker sent ${JSON.stringify(message)?.slice(0, 200)}, which is no reply`,
      });
  }

  #take(reply: Reply): void {
    this.#firstHeardAt ||= process.hrtime.bigint();
    this.#replies.push(reply);
    this.#wake();
  }

  #failureOf(ending: Ending, timeoutMs: number): Error {
    if (ending.state === "timeout") return new WorkerTimeout(`no end after ${timeoutMs / 1e3} s`);
    if (ending.state === "interrupted") return new Interrupted();
    if (ending.state === "unstarted") return new WorkerCrash(ending.reason);
    return new WorkerCrash(`the worker ended early (${saidOf(ending)})${lastWords(this.#stderr)}`);
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = null;
  }
}

/** What a worker prints that is no message is kept as text: an engine's profile may lie among its replies. */
function isReply(value: unknown): value is Reply {
  return typeof (value as Reply | null)?.type === "string";
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function lastWords(stderr: string): string {
  const line = stderr
    .trim()
    .split("\n")
    .filter((text) => text.trim() !== "")
    .at(-1);
  return line ? `: ${line.slice(0, 300)}` : "";
}
