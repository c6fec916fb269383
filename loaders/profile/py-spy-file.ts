import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { TraceError } from "../../src/model/traces/format.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import { parseJsonFile } from "../../src/model/traces/json-file.ts";
import { type ProfiledProcess, processesOf } from "../../src/model/traces/speedscope/processes.ts";
import type { ChildProfile, Profiles } from "./profiler.ts";

/**
 * Reads what py-spy wrote of a process and of those that it started.
 *
 * @param pid of the request's process; null where nobody knows it
 * @param command its words
 * @param withIds whether the children are named with their process ids, which are others in each execution
 * @throws TraceError
 */
export function readPySpy(
  path: string,
  pid: number | null,
  command: readonly string[],
  withIds = false,
): Profiles {
  const bytes = readFileSync(path);
  const name = "what py-spy wrote";
  const file = parseJsonFile(bytes, name);
  const processes = processesOf(file as Parameters<typeof processesOf>[0]);
  if (pid === null || processes.length === 0) return { profile: importTrace(bytes, name), children: [] };
  if (!processes.some((process) => process.pid === pid)) {
    const found = processes.map(
      (process) => `${process.pid} (${roleOf(process.command, command) ?? "multiprocessing's own"})`,
    );
    throw new TraceError(`py-spy saw no Python in process ${pid} itself, but in ${found.join(", ")}.`);
  }
  const others = processes.filter((process) => process.pid !== pid);
  const children = childrenOf(others, command, (process) => importTrace(bytes, name, { process }));
  return {
    profile: importTrace(bytes, name, { process: pid }),
    children: children.map(({ id, name, profile }) => ({
      name: withIds ? `${name} (process ${id})` : name,
      profile,
    })),
  };
}

function childrenOf(
  processes: readonly ProfiledProcess[],
  command: readonly string[],
  read: (pid: number) => ChildProfile["profile"],
): (ChildProfile & { readonly id: number })[] {
  const roles = processes.map((process) => roleOf(process.command, command));
  return processes.flatMap(({ pid }, at) => {
    const role = roles[at]!;
    if (role === null) return [];
    // Of several of a kind the ids tell in which order they began, and differ from execution to execution.
    const isOnly = roles.filter((other) => other === role).length === 1;
    const number = roles.slice(0, at + 1).filter((other) => other === role).length;
    try {
      return [{ id: pid, name: isOnly ? role : `${role} ${number}`, profile: read(pid) }];
    } catch (error) {
      if (error instanceof TraceError) return []; // It was gone before it did anything.
      throw error;
    }
  });
}

/**
 * What a child is, by its words: without its arguments, which may be anybody's secrets. Null for what multiprocessing
 * keeps for itself.
 */
export function roleOf(words: string, parent: readonly string[]): string | null {
  if (/\bmultiprocessing\.(?:\w*tracker|forkserver)\b/.test(words)) return null;
  if (/--multiprocessing-fork\b|\bspawn_main\b/.test(words)) return "multiprocessing worker";
  if (words === parent.join(" ")) return "fork";
  const [program = "", ...rest] = words.split(" ");
  const module = /(?:^| )-m (\S+)/.exec(words)?.[1];
  const script = rest.find((word) => !word.startsWith("-"));
  if (/ -c /.test(words)) return `${basename(program)} -c`;
  return module ? `-m ${module}` : basename(script ?? program) || "child";
}
