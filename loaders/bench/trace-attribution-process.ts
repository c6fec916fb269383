/** Reads the trace at the path in its first argument, with the reader that its second one names, and prints what that took. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { loadRules, readTrace } from "../traces/read-trace.ts";

export interface ReadTrace {
  readonly seconds: number;
  readonly peakRssBytes: number;
}

/** Each reads a whole trace. */
export const READERS = {
  portolan: async (path: string) => {
    const attribution = attributeTrace(readTrace(path), loadRules());
    if (!(attribution.wallMs > 0)) throw new Error("the attribution of the trace covers no time");
  },
  "JSON.parse": async (path: string) => {
    JSON.parse(readFileSync(path, "utf8"));
  },
  speedscope: async (path: string) => {
    const { importTraceEvents } = await import(
      join(process.env.PORTOLAN_SPEEDSCOPE!, "src/import/trace-event.ts")
    );
    importTraceEvents(JSON.parse(readFileSync(path, "utf8")));
  },
} as const satisfies Readonly<Record<string, (path: string) => Promise<void>>>;

const [path, reader] = process.argv.slice(2) as [string, keyof typeof READERS];
const start = performance.now();
await READERS[reader](path);
const result: ReadTrace = {
  seconds: (performance.now() - start) / 1e3,
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(JSON.stringify(result));
