import { Worker } from "node:worker_threads";

const AFTER_MS = 2000;

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
