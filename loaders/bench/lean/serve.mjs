import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";

/** What every program under Node does with files, and how it is timed: whole requests, two clock readings each. */
export const job = JSON.parse(process.argv[2]);
const { warmupIterations, warmTimeMs, minIterations } = JSON.parse(process.argv[3]);

export const payloadBytes = statSync(job.payloadPath).size;
const response = openSync(job.responsePath, "w");

/** Reads the request into kept memory. */
export function read(memory) {
  const file = openSync(job.payloadPath);
  readSync(file, memory);
  closeSync(file);
}

export function write(result) {
  writeSync(response, result, 0, result.byteLength, 0);
}

/** Serves requests until the warm time is over and prints what each took, in milliseconds. */
export async function timeRequests(request) {
  for (let i = 0; i < warmupIterations; i++) await request();
  const wallMs = [];
  for (
    const end = performance.now() + warmTimeMs;
    wallMs.length < minIterations || performance.now() < end;
  ) {
    const start = performance.now();
    await request();
    wallMs.push(performance.now() - start);
  }
  process.stdout.write(`${JSON.stringify(wallMs)}\n`);
}
