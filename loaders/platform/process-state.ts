import { readFileSync } from "node:fs";
import type { Ending } from "../child.ts";

/** Null while a process runs; else how it ended, as far as the system still tells: on Linux, until its parent asks. */
export function endOf(pid: number): { readonly ending: Ending | null } | null {
  if (process.platform !== "linux") return isThere(pid) ? null : { ending: null };
  const fields = statFields(pid);
  if (fields === null) return { ending: null };
  if (fields[0] !== "Z" && fields[0] !== "X") return null;
  const status = Number(fields.at(-1));
  const signal = status & 0x7f;
  return {
    ending:
      signal === 0
        ? { state: "exited", exitCode: status >> 8 }
        : { state: "killed", signal: `signal ${signal}` },
  };
}

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
