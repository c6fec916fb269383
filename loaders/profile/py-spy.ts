import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "../files/scratch.ts";
import { LET_PROCESSES_BE_READ } from "../platform/hints.ts";
import {
  isReady,
  type PythonEnvironment,
  profilersEnvironment,
  programIn,
  type Setup,
} from "../python/venv.ts";
import { runCommand } from "../run-command.ts";
import { ProfilerUnavailable } from "./profiler.ts";

/** What py-spy can do on this machine. */
export type PySpy =
  | {
      readonly state: "works";
      readonly path: string;
      readonly version: string;
      /** Whether it sees the frames of extension modules; without them model compute looks like Python. */
      readonly hasNative: boolean;
    }
  /** `isAbsent`: there is none, so that one can be installed. */
  | {
      readonly state: "missing";
      readonly isAbsent: boolean;
      readonly reason: string;
      readonly enable: string;
    };

export type WorkingPySpy = Extract<PySpy, { state: "works" }>;

/**
 * py-spy as `look` finds it, installed where there is none.
 *
 * @param setUp null to do without what is missing
 * @param otherwise what to do instead, one sentence with a blank before it
 * @throws ProfilerUnavailable
 */
export async function readyPySpy(
  look: () => Promise<PySpy>,
  setUp: ((environment: PythonEnvironment) => Promise<Setup>) | null,
  otherwise = "",
): Promise<WorkingPySpy> {
  let pySpy = await look();
  if (pySpy.state === "missing" && pySpy.isAbsent && setUp) {
    const done = await setUp(profilersEnvironment);
    pySpy = done.ok
      ? await look()
      : { ...pySpy, reason: `${pySpy.reason}, and ${done.reason}`, enable: done.enable };
  }
  if (pySpy.state === "missing")
    throw new ProfilerUnavailable(`${pySpy.reason}. To enable it: ${pySpy.enable}.${otherwise}`);
  return pySpy;
}

/** Where to look: named by the user, the project's own, anything in PATH. */
function candidates(): string[] {
  if (process.env.PORTOLAN_PYSPY) return [process.env.PORTOLAN_PYSPY];
  return [...(isReady(profilersEnvironment) ? [programIn(profilersEnvironment, "py-spy")] : []), "py-spy"];
}

/**
 * Looks for py-spy, and lets it sample a Python that does nothing: whether it may read another process shows only
 * when it tries.
 *
 * @param python an interpreter to try it on
 */
export async function probePySpy(python: string): Promise<PySpy> {
  const found = await findPySpy();
  if (found.state === "missing") return found;
  const { path, version } = found;
  if ((await tryOut(path, python, ["--native"])) === null) return { ...found, hasNative: true };
  const plain = await tryOut(path, python, []);
  if (plain === null) return { ...found, hasNative: false };
  return {
    state: "missing",
    isAbsent: false,
    reason: `py-spy ${version} cannot sample here: ${plain}`,
    enable: remedy(plain),
  };
}

/** The same without a trial: whether it may read a process is not known then, nor whether native frames can be had. */
export async function findPySpy(): Promise<PySpy> {
  for (const path of candidates()) {
    const asked = await runCommand(path, ["--version"], { timeoutMs: 30_000 });
    if (!asked.ok) continue;
    const version = asked.stdout.trim().replace(/^py-spy\s+/, "");
    const help = await runCommand(path, ["record", "--help"], { timeoutMs: 30_000 });
    return { state: "works", path, version, hasNative: help.stdout.includes("--native") };
  }
  const wanted = process.env.PORTOLAN_PYSPY;
  if (wanted) {
    return {
      state: "missing",
      isAbsent: false,
      reason: `PORTOLAN_PYSPY is "${wanted}", which does not run`,
      enable: "unset PORTOLAN_PYSPY, or give it the path of py-spy",
    };
  }
  const [reason, enable] = ["py-spy was not found", "npx portolan setup profilers"];
  return { state: "missing", isAbsent: true, reason, enable };
}

export const NO_NATIVE_FRAMES =
  "it sees no native frames here, so that compute in extension modules counts as the Python function that called it";

export const NO_NATIVE_HERE = `py-spy has no --native here: ${NO_NATIVE_FRAMES}.`;

export const FOLLOW = "--subprocesses";

/**
 * --idle: a main thread that waits in recv or read is what the io bucket is about. Idle threads of a pool come along; the
 * importer goes by the request's thread alone.
 */
export const optionsOf = (isNative: boolean): string[] => [
  ...(isNative ? ["--native"] : []),
  "--idle",
  "--full-filenames",
  FOLLOW,
];

const TRIAL_OPTIONS = ["--idle", "--format", "speedscope", "--rate", "100"];

/** How long the program that does nothing lives, seconds. On a busy machine py-spy may find it gone already. */
const TRIALS_S = [0.2, 2];

/** Null if it worked, else what py-spy said. */
async function tryOut(path: string, python: string, options: readonly string[]): Promise<string | null> {
  let said: string | null = null;
  for (const seconds of TRIALS_S) {
    said = await tryFor(seconds, path, python, options);
    if (said === null || isForbidden(said)) break;
  }
  return said;
}

async function tryFor(
  seconds: number,
  path: string,
  python: string,
  options: readonly string[],
): Promise<string | null> {
  const folder = mkdtempSync(join(scratchFolder(), "py-spy-"));
  const out = join(folder, "trial.json");
  const trial = ["record", ...options, ...TRIAL_OPTIONS, "--output", out];
  const idle = [python, "-c", `import time; time.sleep(${seconds})`];
  try {
    const { stderr } = await runCommand(path, [...trial, "--", ...idle], { timeoutMs: 30_000 });
    return existsSync(out) ? null : complaint(stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same of what it wrote into a file; it said nothing where there is none. */
export function complaintIn(logPath: string): string {
  return complaint(existsSync(logPath) ? readFileSync(logPath, "utf8") : "");
}

/** py-spy's own words on what went wrong. */
export function complaint(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^py-spy>\s*/, "").trim());
  // Behind "Error: …" come its causes, numbered, and then a stack.
  const error = lines.findIndex((line) => /^error:/i.test(line));
  const telling =
    error < 0 ? lines.filter(Boolean).slice(-1) : [lines[error]!, ...causes(lines.slice(error + 1))];
  return telling.join("; ").slice(0, 400) || "it said nothing";
}

function causes(lines: readonly string[]): string[] {
  const listed = lines.flatMap((line) => /^(?:Reason: |\d+: )(.+)$/.exec(line)?.[1] ?? []);
  return [...new Set(listed)].filter((cause) => !/[<>]|::/.test(cause)).slice(0, 2);
}

export const isForbidden = (said: string): boolean => /denied|permitted|permission|root/i.test(said);

/** What py-spy says of a process that is gone: of its name, its memory map or its threads. */
export const isGone = (said: string): boolean =>
  /check that the process is running|no such process|no such file or directory/i.test(said);

/** The fix for what py-spy said. */
function remedy(said: string): string {
  return isForbidden(said) ? LET_PROCESSES_BE_READ : "npx portolan setup profilers --again";
}
