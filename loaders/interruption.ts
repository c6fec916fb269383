import { constants } from "node:os";
import { setImmediate as turn } from "node:timers/promises";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What is still at it by then has been asked to end and did not. */
const PATIENCE_MS = 700;

/** What work ends with that a signal has stopped: nobody's failure, and nothing to report. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
  }
}

const controller = new AbortController();
let catchers = 0;
let code: number | null = null;

/** Aborts when this process is asked to end while it has something to end first: children, a file. */
export const interruption: AbortSignal = controller.signal;

/** What a shell makes of the signal that stopped this process (130 for Ctrl-C); null if none did. */
export const interruptedExitCode = (): number | null => code;

/**
 * Catches Ctrl-C and its like during `work`: `interruption` aborts, and the process ends within a second, whether `work`
 * comes to an end or not; at once on a second signal. At all other times nobody catches them, so that the system itself
 * ends the process, however busy it is.
 */
export async function catching<T>(work: () => Promise<T>): Promise<T> {
  if (catchers++ === 0) listen();
  try {
    return await work();
  } finally {
    // A signal that came by now, and that the event loop has yet to tell, would be lost.
    if (catchers === 1) await turn();
    if (--catchers === 0) listenNoMore();
  }
}

/**
 * Does synchronous work that may take long, while nothing else is under way: a signal that comes meanwhile would be heard
 * after it, so none is caught.
 *
 * @throws Interrupted
 */
export async function uncaught<T>(work: () => T): Promise<T> {
  if (catchers === 0) return work();
  await turn();
  interruption.throwIfAborted();
  listenNoMore();
  try {
    return work();
  } finally {
    listen();
  }
}

function listen(): void {
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function listenNoMore(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  if (code !== null) process.exit(code);
  code = 128 + constants.signals[signal];
  setTimeout(() => process.exit(code), PATIENCE_MS);
  controller.abort(new Interrupted());
}
