/** Who uses the cores of this machine, from Linux's /proc; elsewhere nothing tells. */
import { readdirSync, readFileSync } from "node:fs";
import type { MachineLoad } from "../../src/model/machine-load.ts";
import { statOf } from "./process-state.ts";

/** Linux counts CPU time in these for every program, whatever its own clock is. */
const MS_PER_TICK = 10;

/** What kernels in a sandbox (gVisor) give for /proc/stat does not move. */
const LEAST_COUNTED = 0.5;

/** CPU time of the machine and of each process since they began, at one moment. */
export interface CpuTimes {
  readonly atMs: number;
  readonly cores: number;
  readonly busyMs: number;
  readonly processes: ReadonlyMap<number, ProcessTime>;
}

interface ProcessTime {
  readonly name: string;
  readonly parent: number;
  readonly group: number;
  readonly ms: number;
  /** Of the children that ended and were waited for. */
  readonly endedChildrenMs: number;
}

/** Null where the system does not tell. */
export function readCpuTimes(): CpuTimes | null {
  if (process.platform !== "linux") return null;
  try {
    const allowed = allowedCores();
    const lines = readFileSync("/proc/stat", "utf8").matchAll(/^cpu(\d+) (.*)$/gm);
    const own = [...lines].filter(([, core]) => allowed(Number(core)));
    const busyTicks = own.reduce((total, [, , ticks]) => total + busyOf(ticks!), 0);
    const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const processes = new Map(ids.flatMap((id) => readProcess(Number(id)) ?? []));
    return { atMs: performance.now(), cores: own.length, busyMs: busyTicks * MS_PER_TICK, processes };
  } catch {
    return null;
  }
}

/** user, nice, system, (idle, iowait,) irq, softirq and steal; what guests used is in user already. */
function busyOf(ticks: string): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = ticks.split(" ").map(Number);
  return user + nice + system + irq + softirq + steal;
}

/** Of "0-3,8". */
function allowedCores(): (core: number) => boolean {
  const list =
    /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0-65535";
  const ranges = list.split(",").map((range) => range.split("-").map(Number));
  return (core) => ranges.some(([first, last = first]) => core >= first! && core <= last!);
}

function readProcess(pid: number): [[number, ProcessTime]] | null {
  const stat = statOf(pid);
  if (stat === null) return null;
  const fields = stat.fields.map(Number);
  const [, parent, group] = fields;
  const [user, system, childrenUser, childrenSystem] = fields.slice(11);
  const time = {
    name: stat.name,
    parent: parent!,
    group: group!,
    ms: (user! + system!) * MS_PER_TICK,
    endedChildrenMs: (childrenUser! + childrenSystem!) * MS_PER_TICK,
  };
  return [[pid, time]];
}

/**
 * What was used between two looks.
 *
 * @param roots processes that are not others, with all that they started
 * @returns null where the system does not count
 */
export function loadBetween(before: CpuTimes, after: CpuTimes, roots: readonly number[]): MachineLoad | null {
  const wallMs = after.atMs - before.atMs;
  const ownMs = Math.max(0, treeMs(after, roots) - treeMs(before, roots));
  const busyMs = after.busyMs - before.busyMs;
  if (wallMs <= 0 || after.cores === 0 || busyMs < ownMs * LEAST_COUNTED) return null;
  return { wallMs, cores: after.cores, ownMs, othersMs: Math.max(0, busyMs - ownMs) };
}

function treeMs(times: CpuTimes, roots: readonly number[]): number {
  const { processes } = times;
  return [...treeOf(times, roots)].reduce((total, id) => {
    const { ms, endedChildrenMs } = processes.get(id)!;
    return total + ms + endedChildrenMs;
  }, 0);
}

/** Ids of the roots and of what descends from them, what lost its parent but not its group included. */
function treeOf({ processes }: CpuTimes, roots: readonly number[]): ReadonlySet<number> {
  const tree = new Set(roots.filter((root) => processes.has(root)));
  for (let size = -1; size !== tree.size; ) {
    size = tree.size;
    for (const [id, { parent, group }] of processes) if (tree.has(parent) || tree.has(group)) tree.add(id);
  }
  return tree;
}

/** Who else used most CPU time between two looks, in cores; what took less than a twentieth of one is left out. */
export function busiestOthers(
  before: CpuTimes,
  after: CpuTimes,
  roots: readonly number[],
): { readonly name: string; readonly cores: number }[] {
  const own = treeOf(after, roots);
  const wallMs = after.atMs - before.atMs;
  const byName = new Map<string, number>();
  for (const [id, { name, ms }] of after.processes) {
    if (own.has(id)) continue;
    byName.set(name, (byName.get(name) ?? 0) + (ms - (before.processes.get(id)?.ms ?? 0)) / wallMs);
  }
  return [...byName]
    .map(([name, cores]) => ({ name, cores }))
    .filter(({ cores }) => cores >= 0.05)
    .sort((a, b) => b.cores - a.cores)
    .slice(0, 3);
}
