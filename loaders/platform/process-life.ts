import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Where process ids mean the same as here: this machine since it started and, for containers that share its name, this
 * name space.
 */
export function processPlace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${hostname()} ${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname(); // No /proc: macOS, Windows.
  }
}

/**
 * Tells one life of a process id from the next; empty where this system does not tell.
 *
 * @returns null if no such process is alive here
 */
export function processLife(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return null;
  }
  try {
    // After the name, which may hold spaces and brackets: the state, and 19 fields on the start in clock ticks.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? "");
  } catch {
    return "";
  }
}
