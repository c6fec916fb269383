/** Entry of a dedicated worker in a browser: of a measured browser target, and of the reader's own benchmark. */

import { finestStep } from "../../src/model/live/clock-step.ts";
import { browserDecoder } from "../decode/browser.ts";
import type { CreateGlue } from "../workloads/workload.ts";
import type { Job } from "./job.ts";
import { serve, type WorkerParts } from "./main.ts";
import type { Command, Reply } from "./protocol.ts";
import type { Surroundings } from "./surroundings.ts";

/** From the page to the worker. The job's paths are addresses that the worker may fetch. */
export type PageMessage = { readonly job: Job } | Command;

/** From the worker to the page. */
export type BrowserMessage =
  | Reply
  /** What `save` was given. */
  | { readonly type: "saved"; readonly place: string; readonly bytes: Uint8Array };

/** A request is in the page's memory already, as one that was typed, photographed or fetched before would be. */
const surroundings: Surroundings = {
  read: async (place) => {
    const response = await fetch(place);
    if (!response.ok)
      throw new Error(`${place} could not be fetched: ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  exchange: async ({ payloadPath }) => {
    const payload = await surroundings.read(payloadPath);
    let answer = new Uint8Array();
    return {
      request: (memoryFor) => memoryFor(payload.length).set(payload),
      respond: ({ buffer, byteOffset, byteLength }) => {
        if (answer.length !== byteLength) answer = new Uint8Array(byteLength);
        answer.set(new Uint8Array(buffer, byteOffset, byteLength));
      },
    };
  },
  decoder: browserDecoder,
  save: async (place, bytes) => post({ type: "saved", place, bytes }),
  usage: () => null,
  clockStepMs: () => finestStep(() => performance.now()),
};

/** The bundle calls it first thing. */
export function serveInBrowser(parts: WorkerParts, createGlue: CreateGlue): void {
  const printed = keepPrinted();
  let hear: (command: Command) => void = () => {};
  addEventListener("message", ({ data }: MessageEvent<PageMessage>) => {
    if ("command" in data) {
      hear(data);
      return;
    }
    const { job } = data;
    void serve(parts, createGlue, {
      surroundings,
      send: (reply) => post(reply.type === "profile" ? { ...reply, printed: printed.join("\n") } : reply),
      job: () => job,
      now: () => String(Math.round((performance.timeOrigin + performance.now()) * 1e6)),
      listen: (listener) => {
        hear = listener;
      },
    });
  });
}

/** onnxruntime-web prints its profile to the console, whose function its module takes when it is loaded. */
function keepPrinted(): readonly string[] {
  const printed: string[] = [];
  console.log = (...args: unknown[]) => {
    printed.push(args.join(" "));
  };
  return printed;
}

function post(message: BrowserMessage): void {
  postMessage(message);
}
