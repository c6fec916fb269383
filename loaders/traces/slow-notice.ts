import { Worker } from "node:worker_threads";
import { say } from "../terminal/print.ts";

const AFTER_MS = 2000;
const MOST_MS = 10_000;

/** Runs in a thread of its own, since the main one is busy: it writes to the file descriptor directly. */
const NOTICE = `
  const { workerData } = require("node:worker_threads");
  const { writeSync } = require("node:fs");
  let seconds = workerData.afterMs / 1000;
  setInterval(() => {
    writeSync(2, workerData.text + " … " + Math.round(seconds) + " s\\n");
    seconds += workerData.afterMs / 1000;
  }, workerData.afterMs);
`;

/** Does synchronous work, and says on stderr that it goes on whenever another two seconds have passed. */
export async function withSlowNotice<T>(text: string, work: () => T, afterMs = AFTER_MS): Promise<T> {
  const worker = new Worker(NOTICE, { eval: true, execArgv: [], workerData: { text, afterMs } });
  // Without the notice the work still matters.
  worker.on("error", () => {});
  worker.unref();
  try {
    return work();
  } finally {
    await worker.terminate();
  }
}

/** Says how far work is that other threads do: after two seconds, and then ever more rarely. */
export async function withProgressNotice<T>(
  text: () => string,
  work: () => Promise<T>,
  afterMs = AFTER_MS,
): Promise<T> {
  const start = performance.now();
  let pauseMs = afterMs;
  const notice = (): void => {
    say(`${text()} … ${Math.round((performance.now() - start) / 1e3)} s`);
    timer = setTimeout(notice, pauseMs);
    pauseMs = Math.min(pauseMs * 2, MOST_MS);
  };
  let timer = setTimeout(notice, afterMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
