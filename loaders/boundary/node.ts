/** The boundaries of a Node process: `run` is what a process of its own does. */
import { Worker } from "node:worker_threads";
import type { BoundaryJob } from "./crossing.ts";
import { type MeasuredWays, measureHost } from "./measure-ways.ts";
import { nativeCrossings } from "./native.ts";
import { ECHO, type EchoWorker } from "./threads.ts";

export const run = (job: BoundaryJob): Promise<MeasuredWays> =>
  measureHost(echoWorker(), (mostBytes) => ({ native: () => nativeCrossings(mostBytes) }), job);

function echoWorker(): EchoWorker {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     const reply = (message, transfer) => parentPort.postMessage(message, transfer);
     parentPort.on("message", ${ECHO});`,
    { eval: true },
  );
  const echo: EchoWorker = {
    send: (message, transfer) => worker.postMessage(message, [...transfer]),
    heard: () => {},
    end: () => void worker.terminate(),
  };
  worker.on("message", (message) => echo.heard(message));
  return echo;
}
