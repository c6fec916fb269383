import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PythonEnvironment, Setup } from "../python/venv.ts";
import { execute } from "./execute.ts";
import { Lifeline } from "./lifeline.ts";
import type { ProfiledExecution, ProfiledLaunch, Profiler } from "./profiler.ts";
import {
  complaintIn,
  FOLLOW,
  isGone,
  NO_NATIVE_FRAMES,
  NO_NATIVE_HERE,
  optionsOf,
  probePySpy,
  readyPySpy,
  type WorkingPySpy,
} from "./py-spy.ts";
import { readPySpy } from "./py-spy-file.ts";
import { rateWithin } from "./sampling-rate.ts";

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
  const pySpy = await readyPySpy(
    () => probePySpy(python),
    setUp,
    " Or add --fallback cprofile, which traces every call and so makes Python's own part look larger than it is.",
  );
  return samplerOf(pySpy);
}

function samplerOf(pySpy: WorkingPySpy, isNative = pySpy.hasNative): Profiler {
  const { path, version, hasNative } = pySpy;
  const options = optionsOf(isNative);
  return {
    host: "python",
    evidence: "sampled",
    name: "py-spy",
    version,
    options,
    limit: isNative ? null : hasNative ? WITHOUT_NATIVE : NO_NATIVE_HERE,
    // It stops the program for each sample: docs/profile.md has what that costs by rate.
    rateFor: (wallMs) => rateWithin(wallMs, 100, 200),
    lowestHz: 11,
    lighter: isNative ? samplerOf(pySpy, false) : null,
    isLight: hasNative && !isNative,
    run: (launch) => runFollowing(path, options, launch),
  };
}

/**
 * py-spy gives a process a tenth of a second to become Python where it follows children, which a busy machine may miss:
 * then once more, and then without them.
 */
async function runFollowing(
  path: string,
  options: readonly string[],
  launch: ProfiledLaunch,
): Promise<ProfiledExecution> {
  for (let attempt = 0; ; attempt++) {
    const folder = join(launch.folder, String(attempt));
    mkdirSync(folder);
    const isLast = attempt === MOST_MISSES;
    const all = isLast ? options.filter((option) => option !== FOLLOW) : options;
    const execution = await runPySpy(path, all, { ...launch, folder });
    if (isLast || !hasMissed(execution, join(folder, OUTPUT))) return execution;
  }
}

const WITHOUT_NATIVE = `py-spy ran without --native, to slow the command less: ${NO_NATIVE_FRAMES}.`;
const MOST_MISSES = 2;
const OUTPUT = "profile.json";

/** Whether py-spy took the command for no Python, and followed its children at most. */
function hasMissed({ pid, profile }: ProfiledExecution, path: string): boolean {
  if (profile.state === "missing") return /no python processes/i.test(profile.reason);
  return pid !== null && !readFileSync(path, "utf8").includes(`Process ${pid} Thread`);
}

async function runPySpy(
  path: string,
  options: readonly string[],
  { command, rateHz, folder, logPath, ...launch }: ProfiledLaunch,
): Promise<ProfiledExecution> {
  const out = join(folder, OUTPUT);
  const ownLog = join(folder, "py-spy.log");
  const lifeline = await Lifeline.make(join(folder, "lifeline"));
  let pySpy: number | null = null;
  let wasEnded = false;
  const isOver = lifeline.over.then(() =>
    setTimeout(() => {
      wasEnded = pySpy !== null;
      if (pySpy !== null) endSampling(pySpy);
    }, PATIENCE_MS),
  );
  const execution = await execute({
    ...launch,
    logPath: ownLog,
    file: path,
    args: [
      ...["record", ...options, "--format", "speedscope", "--rate", String(rateHz), "--output", out, "--"],
      ...lifeline.wrap(command.interpreter, command.args, logPath),
    ],
    onStart: (pid) => {
      pySpy = pid;
    },
  });
  pySpy = null;
  const life = lifeline.release();
  clearTimeout(await isOver);
  const own = life?.ending ?? null;
  // Timeouts and interruptions end py-spy and the command alike; else how py-spy ended is not how the command did.
  const wasKilled = execution.ending.state === "killed" && wasEnded;
  const stopped = execution.ending.state !== "exited" && !wasKilled;
  const written = execution.ending.state === "exited" && execution.ending.exitCode === 0;
  const pid = life?.pid ?? null;
  return {
    pid,
    ending: stopped || !own ? execution.ending : own,
    isExitCodeKnown: own !== null,
    wallMs: life?.wallMs ?? execution.wallMs,
    // Theirs together with py-spy's own.
    cpuMs: null,
    peakRssBytes: null,
    load: execution.load,
    profile: written
      ? { state: "written", read: () => readPySpy(out, pid, [command.interpreter, ...command.args]) }
      : missing(wasKilled ? NOT_READY : complaintIn(ownLog), wasKilled),
  };
}

/** What the command left running is followed as well, and nobody waits for that. */
const PATIENCE_MS = 1_000;

const NOT_READY = "it had not yet begun when the command had ended";

/** py-spy then writes what it has, once it samples; before that, the signal ends it. */
function endSampling(pySpy: number): void {
  try {
    process.kill(pySpy, "SIGINT");
  } catch {
    // It is gone.
  }
}

const missing = (said: string, endedFirst = isGone(said)): ProfiledExecution["profile"] => ({
  state: "missing",
  reason: `py-spy: ${said}`,
  endedFirst,
});
