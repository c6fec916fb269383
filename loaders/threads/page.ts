import type { StartThread, Thread } from "./thread.ts";

export const startThread: StartThread = <Message>(program: string) => {
  const text = `const reply = (message, transfer) => postMessage(message, transfer);
    const hear = ${program};
    addEventListener("message", ({ data }) => hear(data));`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  const thread: Thread<Message> = {
    send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    heard: () => {},
    end: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
  worker.addEventListener("message", ({ data }) => thread.heard(data));
  return thread;
};
