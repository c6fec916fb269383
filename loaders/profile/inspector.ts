import { basename } from "node:path";
import { importTrace } from "../../src/model/traces/import.ts";
import { commandOf, programOf } from "../platform/foreign-process.ts";
import { connectWebSocket } from "../web-socket.ts";
import { AttachError, type Attachment, type Watched, type Watching } from "./attachment.ts";
import { rateWithin } from "./sampling-rate.ts";
import { intervalUs, VISIBLE_BUILTINS } from "./v8-profiler.ts";

const ANSWER_MS = 10_000;

/** What is asked of the process about itself; the inspector evaluates it there. */
const ABOUT = `JSON.stringify({ pid: process.pid, argv: [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
  version: process.versions.node })`;
const USED = `JSON.stringify((({ userCPUTime, systemCPUTime, maxRSS }) =>
  ({ cpuMs: (userCPUTime + systemCPUTime) / 1e3, rssBytes: maxRSS * 1024 }))(process.resourceUsage()))`;

interface About {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly version: string;
}

/**
 * A Node process whose inspector is open.
 *
 * @param address host:port
 * @throws AttachError
 */
export async function attachToNode(address: string): Promise<Attachment> {
  const url = await webSocketOf(address);
  const session = await Session.open(url, address);
  const about = await session.evaluate<About>(ABOUT);
  session.close();
  const isLocal = /^(?:localhost|127\.|\[?::1)/.test(address);
  return {
    host: "node",
    place: address,
    option: `--inspect ${address}`,
    command: about.argv,
    interpreter: `Node ${about.version}`,
    pid: isLocal && (await isHere(about)) ? about.pid : null,
    cpuMethod: "asked of the process itself",
    memoryMethod: "maxRSS, asked of the process itself",
    profiler: { name: "V8 by the inspector", version: `Node ${about.version}`, options: [] },
    rateFor: (durationMs) => rateWithin(durationMs, 1_000, 4_000),
    watch: async (watching) => watch(await Session.open(url, address), watching),
  };
}

/** A port of this machine may lead to another, through ssh or into a container: there, the id is somebody else's. */
async function isHere({ pid, argv }: About): Promise<boolean> {
  const command = await commandOf(pid);
  return command !== null && programOf(pid, command) === basename(argv[0]!);
}

async function watch(session: Session, { durationMs, rateHz, signal }: Watching): Promise<Watched> {
  try {
    await session.call("NodeRuntime.notifyWhenWaitingForDisconnect", { enabled: true });
    await session.call("Profiler.enable");
    await session.call("Profiler.setSamplingInterval", { interval: intervalUs(rateHz) });
    const before = await session.evaluate<{ cpuMs: number }>(USED);
    await session.call("Profiler.start");
    const start = performance.now();
    const isOver = await session.isOverBefore(durationMs, signal);
    const { profile } = await session.call<{ profile: object }>("Profiler.stop", {}, durationMs + ANSWER_MS);
    const wallMs = performance.now() - start;
    // One that has ended tells nothing more.
    const after = isOver ? null : await session.evaluate<{ cpuMs: number; rssBytes: number }>(USED);
    const text = JSON.stringify(profile);
    const imported = importTrace(new TextEncoder().encode(text), "the inspector's profile");
    const isBlind = !text.includes("visible-builtins.mjs");
    return {
      wallMs,
      cpuMs: after && Math.max(0, after.cpuMs - before.cpuMs),
      peakRssBytes: after?.rssBytes ?? null,
      children: [],
      profile: { ...imported, warnings: [...(isBlind ? [BLIND] : []), ...imported.warnings] },
    };
  } finally {
    session.close();
  }
}

const BLIND =
  "V8 gives its own built-ins no frame: JSON.parse, structuredClone and copies between typed arrays count as the function " +
  `that called them. Started with --import ${VISIBLE_BUILTINS}, the service shows them.`;

/** @throws AttachError unless a Node inspector answers */
async function webSocketOf(address: string): Promise<string> {
  const fix = `Start the service with node --inspect=${address.split(":").at(-1)}, or open its inspector with kill -USR1 PID`;
  let answer: Response;
  try {
    answer = await fetch(`http://${address}/json/list`, { signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { message?: string } };
    throw new AttachError(`no inspector answers at ${address} (${cause?.message || message}). ${fix}.`);
  }
  try {
    const targets = (await answer.json()) as { type?: string; webSocketDebuggerUrl?: string }[];
    const node = targets.find(({ type }) => type === "node");
    if (node?.webSocketDebuggerUrl) return node.webSocketDebuggerUrl;
    if (targets.length > 0)
      throw new AttachError(
        `${address} is the inspector of a browser: record it in DevTools (Performance), save the profile, and read that with npx portolan attribute.`,
      );
  } catch (error) {
    if (error instanceof AttachError) throw error;
    // No list: something else answers there.
  }
  throw new AttachError(`what answers at ${address} is no Node inspector. ${fix}.`);
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Calls to the inspector, and their answers. */
class Session {
  readonly #address: string;
  #send: (text: string) => void = () => {};
  #close: () => void = () => {};
  #calls = 0;
  readonly #waiting = new Map<number, Waiting>();
  #ended: AttachError | null = null;
  #onEnd: ((error: AttachError) => void) | null = null;
  #onExit: (() => void) | null = null;

  private constructor(address: string) {
    this.#address = address;
  }

  static async open(url: string, address: string): Promise<Session> {
    const session = new Session(address);
    try {
      const connection = await connectWebSocket(url, {
        onText: (text) => session.#take(text),
        onEnd: (why) => session.#end(why),
      });
      session.#send = connection.send;
      session.#close = connection.close;
    } catch (error) {
      throw new AttachError(`the inspector at ${address} takes no connection: ${(error as Error).message}.`);
    }
    return session;
  }

  /** @throws AttachError */
  async call<T>(method: string, params: object = {}, patienceMs = ANSWER_MS): Promise<T> {
    if (this.#ended) throw this.#ended;
    const id = ++this.#calls;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const timer = setTimeout(() => {
      const said = `it did not answer ${method} within ${patienceMs / 1e3} s; its main thread may be blocked`;
      this.#waiting.get(id)?.reject(new AttachError(`the inspector at ${this.#address}: ${said}.`));
    }, patienceMs);
    this.#send(JSON.stringify({ id, method, params }));
    try {
      return (await answer) as T;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  async evaluate<T>(expression: string): Promise<T> {
    const { result } = await this.call<{ result: { value?: string } }>("Runtime.evaluate", { expression });
    if (typeof result.value !== "string")
      throw new AttachError(`the process at ${this.#address} does not tell about itself as Node does.`);
    return JSON.parse(result.value) as T;
  }

  /**
   * Waits, and tells whether the process ended meanwhile; Node then waits for its inspector, so that the profile can still
   * be had.
   *
   * @throws AttachError where it is gone at once, as if killed; the signal's reason
   */
  async isOverBefore(durationMs: number, signal: AbortSignal): Promise<boolean> {
    if (this.#ended) throw this.#ended;
    signal.throwIfAborted();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        timer = setTimeout(() => resolve(false), durationMs);
        this.#onExit = () => resolve(true);
        this.#onEnd = reject;
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      });
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#close();
  }

  #take(text: string): void {
    const { id, method, result, error } = JSON.parse(text) as Answer;
    if (method === "NodeRuntime.waitingForDisconnect") this.#onExit?.();
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (error) waiting?.reject(new AttachError(`the inspector at ${this.#address}: ${error.message}.`));
    else waiting?.resolve(result);
  }

  #end(why: string): void {
    this.#ended = new AttachError(
      `the process at ${this.#address} was killed meanwhile, and its profile with it (${why}).`,
    );
    this.#onEnd?.(this.#ended);
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
  }
}
