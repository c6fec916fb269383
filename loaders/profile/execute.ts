import type { MachineLoad } from "../../src/model/machine-load.ts";
import { Child, type Ending } from "../child.ts";
import type { CpuClock } from "../platform/cpu-clock.ts";
import { loadBetween, readCpuTimes } from "../platform/machine-load.ts";
import { MEMORY_INTERVAL_MS, readPeakRss } from "../platform/memory.ts";

const FEWEST_LOOKS = 5;

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  /** Added to this process's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes what the program prints, after what is there. */
  readonly logPath: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly cpuClock: CpuClock;
  readonly onStart?: (pid: number) => void;
}

export interface Execution {
  /** Null if it did not start. */
  readonly pid: number | null;
  readonly ending: Ending;
  readonly wallMs: number;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
  /** Null where it is not watched. */
  readonly load: MachineLoad | null;
}

/** Runs a program to its end, and measures it from outside. */
export async function execute({ file, args, cpuClock, ...launch }: Launch): Promise<Execution> {
  const { env, logPath, timeoutMs, signal } = launch;
  const loadBefore = readCpuTimes();
  const cpuBefore = cpuClock.endedChildrenMs();
  const child = new Child(file, args, { env, timeoutMs, signal, output: { logPath } });
  if (child.pid !== undefined) launch.onStart?.(child.pid);
  const memory = child.pid === undefined ? null : watchMemory(child.pid);
  try {
    const ending = await child.ended;
    const cpuAfter = cpuClock.endedChildrenMs();
    const cpuMs = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
    const peakRssBytes = memory?.peakBytes() ?? null;
    const loadAfter = loadBefore && readCpuTimes();
    const load = loadBefore && loadAfter && loadBetween(loadBefore, loadAfter, [process.pid]);
    return { pid: child.pid ?? null, ending, wallMs: child.wallMs, cpuMs, peakRssBytes, load };
  } finally {
    memory?.stop();
  }
}

/**
 * Follows a process's high-water mark. What it gains in its last moments is lost, so a process that lived for a few
 * looks only has no peak.
 */
function watchMemory(pid: number): { readonly peakBytes: () => number | null; readonly stop: () => void } {
  let peak = 0;
  let looks = 0;
  const timer = setInterval(async () => {
    const read = await readPeakRss(pid);
    if (!read) return;
    peak = Math.max(peak, read.peakRssBytes);
    looks++;
  }, MEMORY_INTERVAL_MS);
  return { peakBytes: () => (looks < FEWEST_LOOKS ? null : peak), stop: () => clearInterval(timer) };
}
