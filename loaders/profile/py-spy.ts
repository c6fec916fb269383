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
import { execute } from "./execute.ts";
import { Lifeline } from "./lifeline.ts";
import {
  type ProfiledExecution,
  type ProfiledLaunch,
  type Profiler,
  ProfilerUnavailable,
} from "./profiler.ts";
import { rateWithin } from "./sampling-rate.ts";

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
  for (const path of candidates()) {
    const asked = await runCommand(path, ["--version"], { timeoutMs: 30_000 });
    if (!asked.ok) continue;
    const version = asked.stdout.trim().replace(/^py-spy\s+/, "");
    const native = await tryOut(path, python, ["--native"]);
    if (native === null) return { state: "works", path, version, hasNative: true };
    const plain = await tryOut(path, python, []);
    if (plain === null) return { state: "works", path, version, hasNative: false };
    return {
      state: "missing",
      isAbsent: false,
      reason: `py-spy ${version} cannot sample here: ${plain}`,
      enable: remedy(plain),
    };
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

/** py-spy's own words on what went wrong. */
function complaint(text: string): string {
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

const isForbidden = (said: string): boolean => /denied|permitted|permission|root/i.test(said);

/** The fix for what py-spy said. */
function remedy(said: string): string {
  return isForbidden(said) ? LET_PROCESSES_BE_READ : "npx portolan setup profilers --again";
}

/**
 * py-spy: samples CPython from outside, native frames and waiting included.
 *
 * @param setUp installs py-spy where there is none; null to do without
 * @throws ProfilerUnavailable
 */
export async function pySpyProfiler(
  python: string,
  setUp: ((environment: PythonEnvironment) => Promise<Setup>) | null,
): Promise<Profiler> {
  let pySpy = await probePySpy(python);
  if (pySpy.state === "missing" && pySpy.isAbsent && setUp) {
    const done = await setUp(profilersEnvironment);
    pySpy = done.ok
      ? await probePySpy(python)
      : { ...pySpy, reason: `${pySpy.reason}, and ${done.reason}`, enable: done.enable };
  }
  if (pySpy.state === "missing") {
    throw new ProfilerUnavailable(
      `${pySpy.reason}. To enable it: ${pySpy.enable}. Or add --fallback cprofile, which traces every call and so ` +
        "makes Python's own part look larger than it is.",
    );
  }
  // --idle: a main thread that waits in recv or read is what the io bucket is about. Idle threads of a pool come
  // along; the importer goes by the request's thread alone.
  return samplerOf(
    pySpy,
    pySpy.hasNative ? null : `py-spy has no --native here: ${NO_NATIVE_FRAMES}.`,
    pySpy.hasNative,
  );
}

/** @param limit what it cannot see */
function samplerOf(
  pySpy: Extract<PySpy, { state: "works" }>,
  limit: string | null,
  isNative: boolean,
): Profiler {
  const { path, version, hasNative } = pySpy;
  const options = [...(isNative ? ["--native"] : []), "--idle", "--full-filenames"];
  return {
    host: "python",
    evidence: "sampled",
    name: "py-spy",
    version,
    options,
    limit,
    // It stops the program for each sample: docs/profile.md has what that costs by rate.
    rateFor: (wallMs) => rateWithin(wallMs, 100, 200),
    lowestHz: 11,
    lighter: isNative
      ? samplerOf(pySpy, `py-spy ran without --native, to slow the command less: ${NO_NATIVE_FRAMES}.`, false)
      : null,
    isLight: hasNative && !isNative,
    run: (launch) => runPySpy(path, options, launch),
  };
}

async function runPySpy(
  path: string,
  options: readonly string[],
  { command, rateHz, folder, logPath, ...launch }: ProfiledLaunch,
): Promise<ProfiledExecution> {
  const out = join(folder, "profile.json");
  const ownLog = join(folder, "py-spy.log");
  const lifeline = await Lifeline.make(join(folder, "lifeline"));
  const execution = await execute({
    ...launch,
    logPath: ownLog,
    file: path,
    args: [
      ...["record", ...options, "--format", "speedscope", "--rate", String(rateHz), "--output", out, "--"],
      ...lifeline.wrap(command.interpreter, command.args, logPath),
    ],
  });
  const life = lifeline.release();
  const own = life?.ending ?? null;
  // Timeouts and interruptions end py-spy and the command alike; else py-spy's exit code is not the command's.
  const stopped = execution.ending.state !== "exited";
  const written = !stopped && execution.ending.state === "exited" && execution.ending.exitCode === 0;
  return {
    pid: life?.pid ?? null,
    ending: stopped || !own ? execution.ending : own,
    isExitCodeKnown: own !== null,
    wallMs: life?.wallMs ?? execution.wallMs,
    // Theirs together with py-spy's own.
    cpuMs: null,
    peakRssBytes: null,
    load: execution.load,
    profile: written ? { state: "written", path: out } : missing(complaint(readText(ownLog))),
  };
}

/** What py-spy says of a process that is gone: of its name, its memory map or its threads. */
const GONE = /check that the process is running|no such process|no such file or directory/i;

const missing = (said: string): ProfiledExecution["profile"] => ({
  state: "missing",
  reason: `py-spy: ${said}`,
  endedFirst: GONE.test(said),
});

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
