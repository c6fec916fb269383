/**
 * Marks where a pipeline's time goes: `bucket("io", () => read(file))`, or `await bucket("io", async () => …)`.
 *
 * At exit the marks are written as Chrome trace events to the file that PORTOLAN_TRACE names, else
 * portolan-trace.json; `portolan attribute FILE` reads it, `portolan profile` finds it by itself. Inner marks take their
 * time from outer ones. Copy this file beside your pipeline; it needs nothing but Node.
 */
import { writeFileSync } from "node:fs";
import { devNull } from "node:os";

export type Bucket = "interpreter" | "compute" | "io";

const path = process.env.PORTOLAN_TRACE ?? "portolan-trace.json";
process.env.PORTOLAN_TRACE = devNull; // a child process or worker that marks too must not replace this trace
const begin = performance.now();
const events: object[] = [];

function add(ph: "X" | "i", start: number, args: { bucket?: Bucket }): void {
  const at = { pid: process.pid, tid: 0, ts: (start - begin) * 1e3, dur: (performance.now() - start) * 1e3 };
  events.push({ cat: "portolan", ph, name: args.bucket ?? "process", args, ...at });
}

/** Runs a function and counts its time, up to where its promise settles if it returns one, as the bucket's. */
export function bucket<T>(name: Bucket, work: () => T): T {
  if (!["interpreter", "compute", "io"].includes(name)) {
    throw new RangeError(`bucket "${name}"; allowed are "interpreter", "compute" and "io"`);
  }
  const start = performance.now();
  const end = () => add("X", start, { bucket: name });
  let result: T | undefined;
  try {
    result = work();
  } finally {
    if (!(result instanceof Promise)) end();
  }
  return result instanceof Promise ? (result.finally(end) as T) : result;
}

add("i", begin, {});
process.once("exit", () => {
  add("i", performance.now(), {});
  writeFileSync(path, JSON.stringify({ traceEvents: events }));
});
