/** What the system tells of a process that is not ours, and what lets it be read. */
import { existsSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { basename } from "node:path";
import { runCommand } from "../run-command.ts";
import { LET_CONTAINER_READ } from "./hints.ts";
import { lifeOf } from "./process-state.ts";

/** Its words; null where no such process runs. */
export async function commandOf(pid: number): Promise<string[] | null> {
  if (lifeOf(pid) === null) return null;
  const words = read(`/proc/${pid}/cmdline`)?.split("\0").filter(Boolean) ?? [];
  if (words.length > 0) return words;
  const asked = await runCommand("ps", ["-o", "args=", "-p", String(pid)]);
  const told = asked.stdout.trim().split(/\s+/).filter(Boolean);
  return told.length > 0 ? told : [`process ${pid}`];
}

/** The name of the program's file: "python3.11", "node". */
export function programOf(pid: number, command: readonly string[]): string {
  return basename(linkOf(`/proc/${pid}/exe`) ?? command[0] ?? "");
}

/** "Python 3.11" where its program or its libraries say so, else "Python". */
export function pythonVersionOf(pid: number): string {
  const version = /python(3\.\d+)/;
  const found =
    version.exec(linkOf(`/proc/${pid}/exe`) ?? "") ?? version.exec(read(`/proc/${pid}/maps`) ?? "");
  return found ? `Python ${found[1]}` : "Python";
}

/** Whether its process ids are others than this process's, as in a container. */
export function isElsewhere(pid: number): boolean {
  const place = linkOf(`/proc/${pid}/ns/pid`);
  return place !== null && place !== linkOf("/proc/self/ns/pid");
}

/** What would let a process be read that may not be, from what forbids it. */
export function howToRead(pid: number): string {
  const again = `sudo npx portolan profile --pid ${pid} …`;
  if (process.platform === "darwin") return again;
  const user = process.getuid?.();
  const owner = existsSync(`/proc/${pid}`) ? statSync(`/proc/${pid}`).uid : user;
  const scope = Number(read("/proc/sys/kernel/yama/ptrace_scope") ?? 0);
  if (user === 0) return LET_CONTAINER_READ;
  if (owner !== user) return `it is another user's: ${again}; ${LET_CONTAINER_READ}`;
  if (scope > 0)
    return `kernel.yama.ptrace_scope is ${scope}: sudo sysctl kernel.yama.ptrace_scope=0, or ${again}; ${LET_CONTAINER_READ}`;
  return LET_CONTAINER_READ;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null; // Gone, another user's, or not Linux.
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null; // As above.
  }
}
