import { join } from "node:path";
import type { PythonEnvironment, Setup } from "../python/venv.ts";
import { execute } from "./execute.ts";
import { Lifeline } from "./lifeline.ts";
import type { ProfiledExecution, ProfiledLaunch, Profiler } from "./profiler.ts";
import {
  complaintIn,
  isGone,
  NO_NATIVE_FRAMES,
  probePySpy,
  readyPySpy,
  type WorkingPySpy,
} from "./py-spy.ts";
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
  // --idle: a main thread that waits in recv or read is what the io bucket is about. Idle threads of a pool come
  // along; the importer goes by the request's thread alone.
  return samplerOf(
    pySpy,
    pySpy.hasNative ? null : `py-spy has no --native here: ${NO_NATIVE_FRAMES}.`,
    pySpy.hasNative,
  );
}

/** @param limit what it cannot see */
function samplerOf(pySpy: WorkingPySpy, limit: string | null, isNative: boolean): Profiler {
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
    profile: written ? { state: "written", path: out } : missing(complaintIn(ownLog)),
  };
}

const missing = (said: string): ProfiledExecution["profile"] => ({
  state: "missing",
  reason: `py-spy: ${said}`,
  endedFirst: isGone(said),
});
