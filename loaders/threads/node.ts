import { Worker } from "node:worker_threads";
import type { StartThread, Thread } from "./thread.ts";

export const startThread: StartThread = <Message>(program: string) => {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     const reply = (message, transfer) => parentPort.postMessage(message, transfer);
     parentPort.on("message", ${program});`,
    { eval: true },
  );
  const thread: Thread<Message> = {
    send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    heard: () => {},
    end: () => void worker.terminate(),
  };
  worker.on("message", (message) => thread.heard(message));
  return thread;
};
