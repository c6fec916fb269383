/** Entry of a worker process that Node hosts. */
import { openSync, writeFileSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { CreateGlue } from "../workloads/workload.ts";
import type { Job } from "./job.ts";
import { serve, type WorkerParts } from "./main.ts";
import type { Command } from "./protocol.ts";
import { readInto } from "./read-into.ts";
import type { Surroundings } from "./surroundings.ts";

const node: Surroundings = {
  read: (path) => readFile(path),
  exchange: ({ payloadPath, responsePath }) => {
    const response = openSync(responsePath, "w");
    return {
      request: (memoryFor) => readInto(payloadPath, memoryFor),
      respond: (result) => {
        writeSync(response, result, 0, result.byteLength, 0);
      },
    };
  },
  save: async (path, bytes) => writeFileSync(path, bytes),
  usage: () => {
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1e3, residentBytes: process.memoryUsage().rss };
  },
};

/** The bundle calls it first thing. */
export function serveInNode(parts: WorkerParts, createGlue: CreateGlue): Promise<void> {
  return serve(parts, createGlue, {
    surroundings: node,
    send: (reply) => process.send?.(reply),
    // Not parsed before the start is told: a job is part of what a process opens.
    job: () => JSON.parse(process.argv[2]!) as Job,
    now: () => String(process.hrtime.bigint()),
    listen: (hear) => {
      process.on("message", (command: Command) => hear(command));
    },
  });
}
