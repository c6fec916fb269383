import { readFileSync } from "node:fs";
import { runCommand } from "../run-command.ts";

export interface PeakRss {
  readonly peakRssBytes: number;
  readonly method: string;
}

const hasProc = process.platform === "linux";

/** Between two looks at a process's memory: reading /proc costs 30 µs, starting `ps` some milliseconds. */
export const MEMORY_INTERVAL_MS = hasProc ? 20 : 500;

/** How a process's peak is found by looking at it again and again. */
export const MEMORY_METHOD = `${hasProc ? "VmHWM" : "ps rss"} of the main process, read every ${MEMORY_INTERVAL_MS} ms`;

/**
 * Largest resident set of a living process, read from outside it: the kernel's high-water mark on Linux,
 * the current value of `ps` on other Unixes. Null where neither can be read.
 */
export async function readPeakRss(pid: number): Promise<PeakRss | null> {
  if (hasProc) {
    try {
      const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
      return match ? { peakRssBytes: Number(match[1]) * 1024, method: "VmHWM" } : null;
    } catch {
      return null;
    }
  }
  if (process.platform === "win32") return null;
  const result = await runCommand("ps", ["-o", "rss=", "-p", String(pid)]);
  const kilobytes = Number(result.stdout.trim());
  return result.ok && kilobytes > 0 ? { peakRssBytes: kilobytes * 1024, method: "ps rss at the end" } : null;
}
