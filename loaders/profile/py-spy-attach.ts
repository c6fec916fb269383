import { existsSync } from "node:fs";
import { join } from "node:path";
import { Child } from "../child.ts";
import { Interrupted } from "../interruption.ts";
import {
  commandOf,
  howToRead,
  isElsewhere,
  programOf,
  pythonVersionOf,
} from "../platform/foreign-process.ts";
import { FOREIGN_CPU_METHOD } from "../platform/hints.ts";
import { loadBetween, readCpuTimes } from "../platform/machine-load.ts";
import { readPeakRss } from "../platform/memory.ts";
import { lifeOf } from "../platform/process-state.ts";
import type { PythonEnvironment, Setup } from "../python/venv.ts";
import { runCommand } from "../run-command.ts";
import { AttachError, type Attachment, type Watched, type Watching } from "./attachment.ts";
import {
  complaint,
  complaintIn,
  findPySpy,
  isForbidden,
  isGone,
  NO_NATIVE_HERE,
  optionsOf,
  readyPySpy,
  type WorkingPySpy,
} from "./py-spy.ts";
import { readPySpy } from "./py-spy-file.ts";
import { rateWithin } from "./sampling-rate.ts";

/** To read the symbols of large libraries, and to write what was sampled. */
const EXTRA_MS = 60_000;

/**
 * A Python process that runs, by its id.
 *
 * @throws AttachError, ProfilerUnavailable
 */
export async function attachToPython(
  pid: number,
  setUp: ((environment: PythonEnvironment) => Promise<Setup>) | null,
): Promise<Attachment> {
  const command = await commandOf(pid);
  if (command === null) {
    throw new AttachError(
      `there is no process ${pid} here. Ids of a container are its own: run this inside it, or give the id that its host ` +
        "has for it (ps -ef there).",
    );
  }
  if (/^node(?:js)?$/.test(programOf(pid, command))) {
    throw new AttachError(
      `process ${pid} is Node (${command.join(" ").slice(0, 80)}): open its inspector with kill -USR1 ${pid}, and give ` +
        "--inspect 9229 instead of --pid.",
    );
  }
  const pySpy = await readyPySpy(findPySpy, setUp);
  const options = optionsOf(pySpy.hasNative);
  return {
    host: "python",
    place: `process ${pid}`,
    option: `--pid ${pid}`,
    command,
    interpreter: pythonVersionOf(pid),
    pid,
    cpuMethod: FOREIGN_CPU_METHOD,
    memoryMethod: "the process's own peak since it began, read at the end",
    profiler: { name: "py-spy", version: pySpy.version, options },
    // A service in use is stopped less often than a command that is there to be profiled.
    rateFor: (durationMs) => rateWithin(durationMs, 31, 100),
    watch: (watching) => watch({ pid, command }, pySpy, options, watching),
  };
}

async function watch(
  { pid, command }: { readonly pid: number; readonly command: readonly string[] },
  { path, hasNative }: WorkingPySpy,
  options: readonly string[],
  { durationMs, rateHz, folder, signal }: Watching,
): Promise<Watched> {
  const out = join(folder, "profile.json");
  const logPath = join(folder, "py-spy.log");
  const before = readCpuTimes();
  const args = [
    ...["record", "--pid", String(pid), "--duration", String(Math.ceil(durationMs / 1e3)), ...options],
    ...["--format", "speedscope", "--rate", String(rateHz), "--output", out],
  ];
  const pySpy = new Child(path, args, { timeoutMs: durationMs + EXTRA_MS, signal, output: { logPath } });
  const ending = await pySpy.ended;
  const { wallMs } = pySpy;
  if (ending.state === "interrupted") throw new Interrupted();
  const after = readCpuTimes();
  const isOver = lifeOf(pid) === null;
  if (ending.state !== "exited" || ending.exitCode !== 0 || !existsSync(out))
    throw new AttachError(
      whyNot(
        pid,
        ending.state === "timeout" ? "it did not end" : await reasonOf(pid, path, complaintIn(logPath)),
      ),
    );
  const { profile, children } = readPySpy(out, pid, command, true);
  const own = before && after && !isOver ? loadBetween(before, after, [pid]) : null;
  const warnings = hasNative ? [] : [NO_NATIVE_HERE];
  return {
    // py-spy takes a moment before and after; where the process ended, nobody tells when.
    wallMs: Math.min(wallMs, durationMs, isOver ? profile.wallMs : durationMs),
    cpuMs: own && own.ownMs * Math.min(1, durationMs / own.wallMs),
    peakRssBytes: isOver ? null : ((await readPeakRss(pid))?.peakRssBytes ?? null),
    children,
    profile: { ...profile, warnings: [...warnings, ...profile.warnings] },
  };
}

/** Where it follows children, py-spy keeps to itself why it could not read a process; a single look tells. */
async function reasonOf(pid: number, pySpy: string, said: string): Promise<string> {
  if (!/no python processes/i.test(said)) return said;
  const looked = await runCommand(pySpy, ["dump", "--pid", String(pid)], { timeoutMs: 30_000 });
  return looked.ok ? said : complaint(looked.stderr);
}

/** What py-spy said, with what would change it. */
function whyNot(pid: number, said: string): string {
  if (isForbidden(said)) return `process ${pid} may not be read: ${said}. To enable it: ${howToRead(pid)}.`;
  if (isGone(said)) return `process ${pid} ended before py-spy got hold of it.`;
  if (isElsewhere(pid)) {
    return (
      `process ${pid} runs in a container of its own (another pid namespace), and from outside py-spy cannot walk its ` +
      `native stacks: ${said}. Record inside it (docker exec), or from a container beside it: docker run --pid ` +
      "container:NAME --cap-add SYS_PTRACE …; in Kubernetes: kubectl debug --target."
    );
  }
  if (/python/i.test(said)) {
    return (
      `py-spy finds no Python in process ${pid}: ${said}. Give --pid the Python process itself; a shell or a ` +
      "supervisor may be its parent (ps -ef shows them)."
    );
  }
  return `py-spy cannot sample process ${pid}: ${said}.`;
}
