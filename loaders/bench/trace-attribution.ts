import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratchFolder } from "../files/scratch.ts";
import { projectRoot } from "../paths.ts";
import { runCommand } from "../run-command.ts";
import type { Figure, FigureResult } from "./figure.ts";
import type { READERS, ReadTrace } from "./trace-attribution-process.ts";
import { writeChromeTrace } from "./write-chrome-trace.ts";

interface Trace {
  readonly name: string;
  /** Unzipped. */
  readonly bytes: number;
  /** Another reader, to set it beside. */
  readonly beside?: keyof typeof READERS;
}

const TRACES: readonly Trace[] = [
  // A checkout of it, since npm has only its built page; small, as its time grows with the square.
  ...(process.env.PORTOLAN_SPEEDSCOPE
    ? [{ name: "trace.json", bytes: 20e6, beside: "speedscope" } as const]
    : []),
  { name: "trace.json", bytes: 200e6, beside: "JSON.parse" },
  { name: "trace.json", bytes: 1e9 },
  { name: "trace.json.gz", bytes: 1e9 },
];
const BOUND_S_A_BYTE = 20 / 200e6;
/** What a start takes on a busy machine. */
const LEAST_BOUND_S = 5;
const BOUND_BYTES = 600e6;

export const traceAttribution: Figure = {
  id: "trace",
  title: "Chrome traces of 200 MB and 1 GB into buckets",
  async measure() {
    const folder = mkdtempSync(join(scratchFolder(), "bench-"));
    const results: FigureResult[] = [];
    try {
      for (const trace of TRACES) {
        const path = join(folder, trace.name);
        await writeChromeTrace(path, trace.bytes);
        results.push(...(await resultsOf(path, trace)));
        rmSync(path);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return results;
  },
};

async function resultsOf(path: string, { bytes, beside }: Trace): Promise<FigureResult[]> {
  const zipped = path.endsWith(".gz") ? `, gzipped to ${megabytes(statSync(path).size)}` : "";
  const what = `Chrome trace of ${megabytes(bytes)}${zipped}`;
  const { seconds, peakRssBytes } = await readInProcess(path, "portolan");
  const boundS = Math.max(LEAST_BOUND_S, bytes * BOUND_S_A_BYTE);
  const results = [
    {
      what: `${what}, read and attributed`,
      value: `${seconds.toFixed(1)} s`,
      bound: `≤ ${boundS} s`,
      within: seconds <= boundS,
    },
    {
      what: "its peak memory",
      value: megabytes(peakRssBytes),
      bound: `≤ ${megabytes(BOUND_BYTES)}`,
      within: peakRssBytes <= BOUND_BYTES,
    },
  ];
  if (beside) results.push(await besideIt(path, beside));
  return results;
}

async function besideIt(path: string, reader: keyof typeof READERS): Promise<FigureResult> {
  const value = await readInProcess(path, reader).then(
    ({ seconds, peakRssBytes }) => `${seconds.toFixed(1)} s, ${megabytes(peakRssBytes)}`,
    (error: Error) => `failed: ${/\w*Error: .*/.exec(error.message)?.[0] ?? error.message}`,
  );
  return { what: `the same by ${reader} alone`, value, bound: "", within: true };
}

/** In a process of its own, so that the peak is of nothing else. */
async function readInProcess(path: string, reader: keyof typeof READERS): Promise<ReadTrace> {
  const script = fileURLToPath(new URL("./trace-attribution-process.ts", import.meta.url));
  const args = ["--import", "tsx", script, path, reader];
  const result = await runCommand(process.execPath, args, { cwd: projectRoot });
  if (!result.ok) throw new Error(`${reader} on ${path} failed: ${result.stderr.trim()}`);
  return JSON.parse(result.stdout) as ReadTrace;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
