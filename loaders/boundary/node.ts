/** The boundaries of a Node process: `run` is what a process of its own does. */
import { Worker } from "node:worker_threads";
import type { BoundaryJob } from "./crossing.ts";
import { type MeasuredWays, measureWays } from "./measure-ways.ts";
import { memoryCrossings } from "./memory.ts";
import { nativeCrossings } from "./native.ts";
import { pythonCrossings } from "./python.ts";
import { ECHO, type EchoWorker, threadCrossings } from "./threads.ts";

export async function run(job: BoundaryJob): Promise<MeasuredWays> {
  const echo = echoWorker();
  try {
    return await measureWays(
      {
        memory: () => memoryCrossings(job.mostBytes),
        thread: () => threadCrossings(echo, job.mostBytes),
        native: () => nativeCrossings(job.mostBytes),
        ...(job.python ? { python: () => pythonCrossings(job.mostBytes) } : {}),
      },
      job,
    );
  } finally {
    echo.end();
  }
}

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
