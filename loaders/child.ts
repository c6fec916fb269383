import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { closeSync, fstatSync, openSync } from "node:fs";
import { catching, interruption } from "./interruption.ts";
import { leadsGroup, signalGroup } from "./platform/process-group.ts";

/** Of everything that a child prints. */
export const MOST_OUTPUT_BYTES = 64 << 20;
/** Of what a child prints by the line. */
export const MOST_LINE_BYTES = 1 << 20;

/** From asking a child to end to making it. */
const GRACE_MS = 300;
/** What a child has printed is there soon after its end; what it left behind in another group may hold the pipe for ever. */
const PIPE_GRACE_MS = 250;
const LOG_INTERVAL_MS = 100;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How a program ended: by itself, by a signal that was not ours, or stopped by us. */
export type Ending =
  | { readonly state: "exited"; readonly exitCode: number }
  | { readonly state: "killed"; readonly signal: string }
  | { readonly state: "timeout" }
  | { readonly state: "flooded"; readonly reason: string }
  | { readonly state: "interrupted" }
  | { readonly state: "unstarted"; readonly reason: string };

export interface ChildOptions {
  readonly cwd?: string;
  /** Added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** No limit without one. */
  readonly timeoutMs?: number;
  /** What stops it; `interruption` if nothing else is said. */
  readonly signal?: AbortSignal;
  /** Keeps its input open for `write`; else that is empty, since a terminal's belongs to Portolan. */
  readonly input?: boolean;
  /** Takes what it prints: text, the end of a file, or this process's own output. */
  readonly output:
    | { readonly stdout: (text: string) => void; readonly stderr: (text: string) => void }
    | { readonly logPath: string }
    | "inherit";
  /** For a Node program: opens a channel of messages. */
  readonly onMessage?: (message: unknown) => void;
}

/**
 * A program that was started: it leads a process group of its own, and all of that has been killed when it has ended, by
 * itself, since its time was up, it printed too much, or this process is asked to end or ends.
 */
export class Child {
  /** Resolves when it is gone and what it printed is here. */
  readonly ended: Promise<Ending>;
  readonly #options: ChildOptions;
  #process: ChildProcess | null = null;
  #stopped: Ending | null = null;
  #killTimer: NodeJS.Timeout | undefined;
  #printedBytes = 0;
  #wallMs = 0;
  #isGone = false;

  constructor(file: string, args: readonly string[], options: ChildOptions) {
    this.#options = options;
    const { signal = interruption } = options;
    this.ended = signal.aborted
      ? Promise.resolve({ state: "interrupted" })
      : catching(() => this.#live(file, args, signal));
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** From start to exit. */
  get wallMs(): number {
    return this.#wallMs;
  }

  /** A child that is gone is told by how it ended, not by this. */
  write(text: string): void {
    this.#process?.stdin?.write(text);
  }

  send(message: object): void {
    if (this.#process?.connected) this.#process.send(message, () => {});
  }

  /** Asks it to end, and makes it a moment later. */
  stop(why: Ending): void {
    if (this.#stopped !== null || this.#isGone) return;
    this.#stopped = why;
    signalGroup(this.pid, "SIGTERM");
    this.#killTimer = setTimeout(() => this.kill(), GRACE_MS);
  }

  /** Ends it, whatever it is doing. */
  kill(): void {
    // Its id may be another's by then.
    if (!this.#isGone) signalGroup(this.pid, "SIGKILL");
  }

  async #live(file: string, args: readonly string[], signal: AbortSignal): Promise<Ending> {
    const { timeoutMs = LONGEST_TIMER_MS, output } = this.#options;
    const log = typeof output === "object" && "logPath" in output ? openSync(output.logPath, "a") : null;
    const onAbort = () => this.stop({ state: "interrupted" });
    const onExit = () => this.kill();
    const timer = setTimeout(() => this.stop({ state: "timeout" }), Math.min(timeoutMs, LONGEST_TIMER_MS));
    const logTimer = log === null ? undefined : this.#watchLog(log);
    signal.addEventListener("abort", onAbort, { once: true });
    process.once("exit", onExit);
    try {
      const ending = await this.#run(file, args, log);
      return this.#stopped ?? ending;
    } finally {
      this.kill();
      this.#isGone = true;
      for (const one of [timer, logTimer, this.#killTimer]) clearTimeout(one);
      signal.removeEventListener("abort", onAbort);
      process.off("exit", onExit);
      if (log !== null) closeSync(log);
    }
  }

  #run(file: string, args: readonly string[], log: number | null): Promise<Ending> {
    const startMs = performance.now();
    return new Promise((resolve) => {
      const unstarted = ({ message }: Error) => resolve({ state: "unstarted", reason: message });
      let child: ChildProcess;
      try {
        child = spawn(file, [...args], this.#spawnOptions(log));
      } catch (error) {
        return unstarted(error as Error);
      }
      this.#process = child;
      this.#listen(child);
      child.once("error", unstarted);
      child.once("exit", (exitCode, signal) => {
        this.#wallMs = performance.now() - startMs;
        const ending: Ending = signal
          ? { state: "killed", signal }
          : { state: "exited", exitCode: exitCode ?? 0 };
        // Pipes that are held by what it started end with that.
        this.kill();
        const patience = setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
          if (child.connected) child.disconnect();
          resolve(ending);
        }, PIPE_GRACE_MS);
        child.once("close", () => {
          clearTimeout(patience);
          resolve(ending);
        });
      });
    });
  }

  #spawnOptions(log: number | null): SpawnOptions {
    const { cwd, env, input, output, onMessage } = this.#options;
    const out = output === "inherit" ? output : (log ?? "pipe");
    return {
      cwd,
      env: { ...process.env, ...env },
      detached: leadsGroup,
      windowsHide: true,
      stdio: [input ? "pipe" : "ignore", out, out, ...(onMessage ? (["ipc"] as const) : [])],
    };
  }

  #listen(child: ChildProcess): void {
    const { output, onMessage } = this.#options;
    if (onMessage) child.on("message", onMessage);
    // A child that dies while it is being written to is told by its exit, not by the pipe.
    child.stdin?.on("error", () => {});
    if (typeof output === "string" || "logPath" in output) return;
    for (const name of ["stdout", "stderr"] as const) {
      child[name]!.setEncoding("utf8").on("data", (text: string) => {
        if (this.#count(Buffer.byteLength(text))) output[name](text);
      });
    }
  }

  /** What comes after the limit is not taken. */
  #count(bytes: number): boolean {
    this.#printedBytes += bytes;
    if (this.#printedBytes <= MOST_OUTPUT_BYTES) return true;
    this.stop({ state: "flooded", reason: `it printed more than ${MOST_OUTPUT_BYTES >> 20} MiB` });
    return false;
  }

  /** It writes into the file by itself, which has to be looked at. */
  #watchLog(log: number): NodeJS.Timeout {
    let seen = fstatSync(log).size;
    return setInterval(() => {
      const { size } = fstatSync(log);
      this.#count(size - seen);
      seen = size;
    }, LOG_INTERVAL_MS);
  }
}

/**
 * Splits what a child prints into lines, and stops it where one never ends.
 *
 * @returns what to pass the text to
 */
export function byLine(child: () => Child, onLine: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
    if (rest.length <= MOST_LINE_BYTES) return;
    rest = "";
    child().stop({ state: "flooded", reason: `it printed a line of more than ${MOST_LINE_BYTES >> 20} MiB` });
  };
}

/** How a program ended, in a few words. */
export function saidOf(ending: Ending): string {
  switch (ending.state) {
    case "exited":
      return `exit code ${ending.exitCode}`;
    case "killed":
      return `killed by ${ending.signal}`;
    case "timeout":
      return "its time was up";
    case "interrupted":
      return "interrupted";
    case "flooded":
    case "unstarted":
      return ending.reason;
  }
}

/** Starts a program that is nobody's child: it goes on when this process has ended, and nothing of it is taken. */
export function startApart(file: string, args: readonly string[]): ChildProcess {
  return spawn(file, [...args], { detached: true, stdio: "ignore" });
}
