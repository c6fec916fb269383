import { type ChildProcess, fork, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { EngineSettings } from "../../src/model/run-file.ts";
import type { Job } from "../worker/job.ts";
import type { Command, Opened, Reply, SampleBatch, WarmDone, WarmParameters } from "../worker/protocol.ts";

export class WorkerCrash extends Error {}
export class WorkerTimeout extends Error {}

export type Launch =
  | { readonly kind: "node"; readonly script: string }
  | { readonly kind: "process"; readonly file: string; readonly args: readonly string[] };

type ReplyOf<T extends Reply["type"]> = Extract<Reply, { type: T }>;

/** A worker's life as seen from outside: spawn it, ask it, and be sure that it is gone in the end. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #launch: Launch;
  readonly #spawnedAt = process.hrtime.bigint();
  readonly #replies: Reply[] = [];
  readonly #onSamples: (batch: SampleBatch) => void;
  #waiting: (() => void) | null = null;
  #failure: Error | null = null;
  #stdout = "";
  #stderr = "";

  constructor(
    launch: Launch,
    job: Job,
    options: {
      readonly timeoutMs: number;
      readonly signal: AbortSignal;
      readonly cwd: string;
      readonly onSamples: (batch: SampleBatch) => void;
    },
  ) {
    this.#launch = launch;
    this.#onSamples = options.onSamples;
    const argument = JSON.stringify(job);
    if (launch.kind === "node") {
      this.#child = fork(launch.script, [argument], {
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        execArgv: [],
        cwd: options.cwd,
        env: { ...process.env, NODE_OPTIONS: "" },
      });
      this.#child.on("message", (reply: Reply) => this.#take(reply));
      this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => {
        this.#stdout += text;
      });
    } else {
      this.#child = spawn(launch.file, [...launch.args, argument], {
        stdio: ["pipe", "pipe", "pipe"],
        cwd: options.cwd,
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      });
      createInterface({ input: this.#child.stdout! }).on("line", (line) => this.#takeLine(line));
      // A worker that dies while it is being written to is reported by its exit, not by the pipe.
      this.#child.stdin!.on("error", () => {});
    }
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-4_000);
    });
    const timer = setTimeout(
      () => this.#fail(new WorkerTimeout(`no end after ${options.timeoutMs / 1e3} s`)),
      options.timeoutMs,
    );
    const abort = () => this.#fail(new WorkerCrash("interrupted"));
    options.signal.addEventListener("abort", abort, { once: true });
    this.#child.on("error", (error) => this.#fail(new WorkerCrash(error.message)));
    this.#child.on("close", (code, signal) => {
      clearTimeout(timer);
      options.signal.removeEventListener("abort", abort);
      const how = signal ? `killed by ${signal}` : `exit code ${code}`;
      this.#fail(new WorkerCrash(`the worker ended early (${how})${lastWords(this.#stderr)}`));
    });
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
    const spawnMs = Math.max(0, Number(BigInt(started.at) - this.#spawnedAt) / 1e6);
    const { importMs, compileMs, sessionMs, firstInferenceMs } = await this.#next("opened");
    return { spawnMs, importMs, compileMs, sessionMs, firstInferenceMs };
  }

  warm(parameters: WarmParameters): Promise<WarmDone> {
    return this.#ask({ command: "warm", parameters }, "warm-done");
  }

  async writeOutputs(path: string): Promise<void> {
    await this.#ask({ command: "outputs", path }, "outputs");
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

  /** The profiled arm: a second session in the same process, after everything that is timed. */
  profile(prefix: string, iterations: number): Promise<ReplyOf<"profile">> {
    return this.#ask({ command: "profile", prefix, iterations }, "profile");
  }

  /** Ends the worker, whatever it is doing, and waits until it is gone and its output is complete. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || !this.#child.pid) return;
    const gone = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.kill("SIGKILL");
    await gone;
  }

  #ask<T extends Reply["type"]>(command: Command, ...types: T[]): Promise<ReplyOf<T>> {
    if (this.#launch.kind === "node") this.#child.send(command, () => {});
    else this.#child.stdin!.write(`${JSON.stringify(command)}\n`);
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

  #takeLine(line: string): void {
    try {
      this.#take(JSON.parse(line) as Reply);
    } catch {
      this.#stdout += `${line}\n`;
    }
  }

  #take(reply: Reply): void {
    this.#replies.push(reply);
    this.#wake();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#child.kill("SIGKILL");
    this.#wake();
  }

  #wake(): void {
    this.#waiting?.();
    this.#waiting = null;
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
