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

const statFields = (pid: number): string[] | null => statOf(pid)?.fields ?? null;

/** Of /proc/<pid>/stat: the name, which may hold spaces and brackets, and the fields from the state on. Null where it is gone. */
export function statOf(pid: number): { readonly name: string; readonly fields: string[] } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8").trim();
    const [open, close] = [text.indexOf("("), text.lastIndexOf(")")];
    return { name: text.slice(open + 1, close), fields: text.slice(close + 2).split(" ") };
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
