/** The boundaries of a browser: `run` is what a page's worker does. */
import type { BoundaryJob } from "./crossing.ts";
import { gpuCrossings } from "./gpu.ts";
import { type MeasuredWays, measureHost } from "./measure-ways.ts";
import { ECHO, type EchoWorker } from "./threads.ts";

export const run = (job: BoundaryJob): Promise<MeasuredWays> =>
  measureHost(echoWorker(), (mostBytes) => ({ gpu: () => gpuCrossings(mostBytes) }), job);

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
