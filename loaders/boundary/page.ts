/** The boundaries of a browser: `run` is what a page's worker does. */
import type { BoundaryJob } from "./crossing.ts";
import { gpuCrossings } from "./gpu.ts";
import { type MeasuredWays, measureWays } from "./measure-ways.ts";
import { memoryCrossings } from "./memory.ts";
import { pythonCrossings } from "./python.ts";
import { ECHO, type EchoWorker, threadCrossings } from "./threads.ts";

export async function run(job: BoundaryJob): Promise<MeasuredWays> {
  const echo = echoWorker();
  try {
    return await measureWays(
      {
        memory: () => memoryCrossings(job.mostBytes),
        thread: () => threadCrossings(echo, job.mostBytes),
        gpu: () => gpuCrossings(job.mostBytes),
        ...(job.python ? { python: () => pythonCrossings(job.mostBytes) } : {}),
      },
      job,
    );
  } finally {
    echo.end();
  }
}

function echoWorker(): EchoWorker {
  const program = `const reply = (message, transfer) => postMessage(message, transfer);
    const hear = ${ECHO};
    addEventListener("message", ({ data }) => hear(data));`;
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(address);
  const echo: EchoWorker = {
    send: (message, transfer) => worker.postMessage(message, [...transfer]),
    heard: () => {},
    end: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
  worker.addEventListener("message", ({ data }) => echo.heard(data));
  return echo;
}
