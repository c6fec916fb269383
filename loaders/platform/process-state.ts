import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { Ending } from "../child.ts";

/** Null while a process runs; else how it ended, as far as the system still tells: on Linux, until its parent asks. */
export function endOf(pid: number): { readonly ending: Ending | null } | null {
  if (process.platform !== "linux") return isThere(pid) ? null : { ending: null };
  const fields = statFields(pid);
  if (fields === null) return { ending: null };
  if (!isOver(fields)) return null;
  const status = Number(fields.at(-1));
  const signal = status & 0x7f;
  return {
    ending:
      signal === 0
        ? { state: "exited", exitCode: status >> 8 }
        : { state: "killed", signal: `signal ${signal}` },
  };
}

/**
 * Tells one life of a process id from the next; empty where the system does not.
 *
 * @returns null if no such process runs here
 */
export function lifeOf(pid: number): string | null {
  if (!isThere(pid)) return null;
  const fields = statFields(pid);
  if (fields === null) return "";
  // When it started, in clock ticks since the system did.
  return isOver(fields) ? null : (fields[19] ?? "");
}

/**
 * Where process ids mean what they mean here: this machine since it started and, for containers that share its name, this
 * name space.
 */
export function processPlace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${hostname()} ${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

const isOver = ([state]: readonly string[]): boolean => state === "Z" || state === "X";

/** Of /proc/<pid>/stat, from the state on; the name before it may hold spaces and brackets. */
function statFields(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").trim().split(") ").at(-1)!.split(" ");
  } catch {
    return null;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
