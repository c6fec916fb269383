import { readFileSync } from "node:fs";
import { runCommand } from "../run-command.ts";

export interface PeakRss {
  readonly peakRssBytes: number;
  readonly method: string;
}

/**
 * Largest resident set of a living process, read from outside it: the kernel's high-water mark on Linux,
 * the current value of `ps` on other Unixes. Null where neither can be read.
 */
export async function readPeakRss(pid: number): Promise<PeakRss | null> {
  if (process.platform === "linux") {
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
