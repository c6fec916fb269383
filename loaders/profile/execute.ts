import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readPeakRss } from "../harness/peak-rss.ts";
import type { CpuClock } from "./cpu-clock.ts";
import { killGroup } from "./kill-group.ts";

/** Between two looks at the memory: reading /proc costs 30 µs, starting `ps` some milliseconds. */
const MEMORY_INTERVAL_MS = process.platform === "linux" ? 20 : 500;

const FEWEST_LOOKS = 5;

export const MEMORY_METHOD =
  process.platform === "linux"
    ? `VmHWM of the main process, read every ${MEMORY_INTERVAL_MS} ms`
    : `ps rss of the main process, read every ${MEMORY_INTERVAL_MS} ms`;

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
}

/** How a program ended: by itself, by a signal that was not ours, or stopped by us. */
export type Ending =
  | { readonly state: "exited"; readonly exitCode: number }
  | { readonly state: "killed"; readonly signal: string }
  | { readonly state: "timeout" }
  | { readonly state: "interrupted" }
  | { readonly state: "unstarted"; readonly reason: string };

export interface Execution {
  /** Null if it did not start. */
  readonly pid: number | null;
  readonly ending: Ending;
  readonly wallMs: number;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
}

/**
 * Runs a program to its end, in a process group of its own, and measures it from outside. Whatever happens, all of
 * the group has been killed when it resolves. Its input is empty: a terminal's belongs to Portolan.
 */
export async function execute(launch: Launch): Promise<Execution> {
  const { timeoutMs, signal, cpuClock } = launch;
  if (signal.aborted) {
    return { pid: null, ending: { state: "interrupted" }, wallMs: 0, cpuMs: null, peakRssBytes: null };
  }
  const log = openSync(launch.logPath, "a");
  const cpuBefore = cpuClock.endedChildrenMs();
  const start = performance.now();
  const child = spawn(launch.file, [...launch.args], {
    stdio: ["ignore", log, log],
    env: { ...process.env, ...launch.env },
    detached: true,
  });
  closeSync(log);
  let stopped: Ending | null = null;
  const kill = () => killGroup(child.pid);
  const stop = (state: "timeout" | "interrupted") => {
    stopped ??= { state };
    kill();
  };
  const hangUp = () => process.exit(129);
  const timer = setTimeout(() => stop("timeout"), timeoutMs);
  const onAbort = () => stop("interrupted");
  signal.addEventListener("abort", onAbort, { once: true });
  // A terminal that closes, and a second Ctrl-C, end this process at once; the group must not outlive it.
  process.once("SIGHUP", hangUp);
  process.once("exit", kill);
  const memory = child.pid === undefined ? null : watchMemory(child.pid);
  try {
    const ending = await new Promise<Ending>((resolve) => {
      child.once("error", (error) => resolve({ state: "unstarted", reason: error.message }));
      child.once("exit", (code, by) =>
        resolve(by === null ? { state: "exited", exitCode: code ?? 0 } : { state: "killed", signal: by }),
      );
    });
    const wallMs = performance.now() - start;
    const cpuAfter = cpuClock.endedChildrenMs();
    const cpuMs = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
    const peakRssBytes = memory?.peakBytes() ?? null;
    return { pid: child.pid ?? null, ending: stopped ?? ending, wallMs, cpuMs, peakRssBytes };
  } finally {
    kill();
    memory?.stop();
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    process.off("SIGHUP", hangUp);
    process.off("exit", kill);
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
