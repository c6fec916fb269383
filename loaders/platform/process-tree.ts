/** What a program and all that it starts take, as Linux's /proc tells it. */
import { readdirSync, readFileSync } from "node:fs";
import { statOf } from "./process-state.ts";

/** Of the fields after the name: the parent, and the CPU time of children that have ended, in hundredths of a second. */
const [PARENT, CHILDREN_USER, CHILDREN_SYSTEM] = [1, 13, 14];
const TICKS_PER_S = 100;

/**
 * Memory that a process and its descendants have resident now, bytes. What they share counts for each. Null where the system does not
 * tell.
 */
export function treeRssBytes(root: number): number | null {
  if (process.platform !== "linux") return null;
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? Number(statOf(Number(name))?.fields[PARENT]) : Number.NaN;
    if (!Number.isNaN(parent)) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree.reduce((sum, pid) => sum + rssBytes(pid), 0);
}

function rssBytes(pid: number): number {
  try {
    const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0; // It has ended.
  }
}

/** CPU time of all children of this process that have ended, and of theirs, seconds; null where the system does not tell. */
export function endedChildrenCpuS(): number | null {
  if (process.platform !== "linux") return null;
  const fields = statOf(process.pid)!.fields;
  return (Number(fields[CHILDREN_USER]) + Number(fields[CHILDREN_SYSTEM])) / TICKS_PER_S;
}
