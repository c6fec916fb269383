/**
 * Marks where a pipeline's time goes: `bucket("io", () => read(file))`, or `await bucket("io", async () => …)`; and what one
 * request is: `request(() => serve(body))`.
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

function add(ph: "X" | "i", start: number, args: { bucket?: Bucket; request?: true }): void {
  const at = { pid: process.pid, tid: 0, ts: (start - begin) * 1e3, dur: (performance.now() - start) * 1e3 };
  const name = args.bucket ?? (args.request ? "request" : "process");
  events.push({ cat: "portolan", ph, name, args, ...at });
}

/** Runs a function and counts its time, up to where its promise settles if it returns one, as the bucket's. */
export function bucket<T>(name: Bucket, work: () => T): T {
  if (!["interpreter", "compute", "io"].includes(name)) {
    throw new RangeError(`bucket "${name}"; allowed are "interpreter", "compute" and "io"`);
  }
  return mark({ bucket: name }, work);
}

/** Runs a function and says that it is one request, up to where its promise settles: times are then told per request as well. */
export function request<T>(work: () => T): T {
  return mark({ request: true }, work);
}

function mark<T>(args: { bucket: Bucket } | { request: true }, work: () => T): T {
  const start = performance.now();
  const end = () => add("X", start, args);
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
