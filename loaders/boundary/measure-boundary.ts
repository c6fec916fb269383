import {
  type CrossingHost,
  type CrossingSide,
  type CrossingWay,
  WAYS,
  waysIn,
} from "../../src/model/boundary/ways.ts";
import type { Adapter, CrossingRow, Effort } from "../../src/model/run-file.ts";
import { GPU_ARGS, withWebGpu } from "../browser/adapter.ts";
import { probeBrowser } from "../browser/probe.ts";
import { type Program, runProgram } from "../harness/run-program.ts";
import { WorkerCrash, WorkerTimeout } from "../harness/worker-process.ts";
import type { BoundaryJob } from "./crossing.ts";
import type { MeasuredWays } from "./measure-ways.ts";

/** A first look leaves out what takes seconds to start. */
const EFFORTS: Readonly<Record<Effort, Omit<BoundaryJob, "seed">>> = {
  quick: { rounds: 11, batchMs: 0.4, patienceMs: 50, mostBytes: 64 << 20, python: false },
  default: { rounds: 31, batchMs: 2, patienceMs: 400, mostBytes: 64 << 20, python: true },
  publish: { rounds: 101, batchMs: 4, patienceMs: 2_000, mostBytes: 64 << 20, python: true },
};

const TIMEOUT_MS = 180_000;

interface Options {
  readonly host: CrossingHost;
  readonly effort: Effort;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** In place of the effort's. */
  readonly mostBytes?: number;
}

/**
 * Measures what crossing the boundaries of one host costs: a row for each way, measured or with the reason why not. A host
 * that crashes loses its ways and nothing else.
 */
export async function measureBoundary({
  host,
  effort,
  seed,
  signal,
  ...over
}: Options): Promise<CrossingRow[]> {
  const job: BoundaryJob = { ...EFFORTS[effort], seed, ...over };
  const base = { kind: "crossing", host, at: new Date().toISOString() } as const;
  const lost = (engine: string, reason: string, enable: string): CrossingRow[] =>
    waysIn(host).map((way) => ({
      ...base,
      way,
      engine,
      adapter: null,
      points: [],
      missing: { reason, enable },
    }));
  const found = await engineOf(host);
  if ("reason" in found) return lost("none", found.reason, found.enable);
  const { engine, adapter, program } = found;
  let measured: MeasuredWays;
  try {
    measured = (await runProgram(program, job, { timeoutMs: TIMEOUT_MS, signal })) as MeasuredWays;
  } catch (error) {
    if (!(error instanceof WorkerCrash || error instanceof WorkerTimeout)) throw error;
    return lost(engine, error.message, "npx portolan doctor");
  }
  return waysIn(host).map((way) => {
    const points = measured.timed
      .filter((one) => one.way === way)
      .map(({ bytes, calls, roundMs }) => ({ bytes, calls, roundMs }));
    return {
      ...base,
      way,
      engine,
      adapter: WAYS[way].side === "gpu" ? adapter : null,
      points,
      missing: points.length > 0 ? null : whyNot(way, job, measured.failed),
    };
  });
}

interface Engine {
  /** "V8 11.3" */
  readonly engine: string;
  readonly adapter: Adapter | null;
  readonly program: Program;
}

async function engineOf(host: CrossingHost): Promise<Engine | { reason: string; enable: string }> {
  if (host === "node") {
    const engine = `Node ${process.versions.node}, V8 ${process.versions.v8.split(".").slice(0, 2).join(".")}`;
    return { engine, adapter: null, program: { host, module: "boundary/node.ts" } };
  }
  const probe = await probeBrowser();
  if (!probe.available) return probe;
  const gpu = await withWebGpu(probe);
  return {
    engine: `Chromium ${probe.engines.chromium!.split(".")[0]}`,
    adapter: (gpu.available && gpu.adapter) || null,
    program: { host, module: "boundary/page.ts", isolated: true, args: GPU_ARGS },
  };
}

/** What a side needs, by the command that gets it. */
const ENABLE: Readonly<Record<CrossingSide, string>> = {
  memory: "npx portolan doctor",
  thread: "npx portolan doctor",
  python: "npm install --no-save pyodide",
  native: "npm install --no-save koffi",
  gpu: "a driver for the GPU (Vulkan on Linux), and a browser of this year",
};

function whyNot(way: CrossingWay, { python }: BoundaryJob, failed: MeasuredWays["failed"]) {
  const { side } = WAYS[way];
  if (side === "python" && !python)
    return {
      reason: "a quick run does not wait for Pyodide to start",
      enable: "npx portolan measure --effort default",
    };
  const nothing = side === "gpu" ? "the page is given no GPU" : "nothing of it could be timed";
  return { reason: failed[side] ?? nothing, enable: ENABLE[side] };
}
