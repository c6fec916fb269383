import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importTrace } from "../../../src/model/traces/import.ts";
import type { ImportedProfile } from "../../../src/model/traces/profile.ts";
import { profileUnder } from "../../../src/model/truth-window.ts";
import { probePython, venvPython } from "../../python/venv.ts";
import { runCommand } from "../../run-command.ts";
import type { Probe } from "../../targets/target.ts";
import { type Job, pythonProgram, runProgram } from "../program.ts";
import { ALL_BUCKETS, type ProfileTool, WINDOW } from "../tool.ts";

interface OwnProfiler {
  readonly id: NonNullable<Job["profiler"]>;
  readonly title: string;
  readonly command: string;
  readonly limit: string;
  /** The package to install; null where Python brings it. */
  readonly needs: string | null;
  readonly cut?: (profile: ImportedProfile) => ImportedProfile;
}

/** Profilers that run inside the program and are started around the window. All are biased, and shown for that. */
function ownProfiler({ id, needs, cut, ...about }: OwnProfiler): ProfileTool {
  return {
    ...about,
    id: id.toLowerCase(),
    scored: ALL_BUCKETS,
    points: null,
    program: async () => pythonProgram(),
    probe: () => probeModule(needs),
    async record(program, job) {
      const path = join(job.folder, `${id}.profile`);
      const measured = await runProgram(program.file, [
        program.script,
        JSON.stringify({ ...job, profiler: id, profilePath: path }),
      ]);
      const profile = importTrace(readFileSync(path));
      return { measured, profile: cut ? cut(profile) : profile };
    },
  };
}

async function probeModule(name: string | null): Promise<Probe> {
  const python = await probePython();
  if (!python.available || name === null) return python;
  const result = await runCommand(venvPython(), [
    "-c",
    `import importlib.metadata as m; print(m.version("${name}"))`,
  ]);
  if (!result.ok) {
    return {
      available: false,
      reason: `${name} is not installed in the project's virtual environment`,
      enable: `.portolan/venv/bin/python -m pip install ${name}`,
    };
  }
  return { available: true, engines: { ...python.engines, [name]: result.stdout.trim() } };
}

export const cProfile = ownProfiler({
  id: "cProfile",
  title: "cProfile",
  command: "python -m cProfile -o app.pstats app.py",
  limit:
    "It is called at every function entry and exit, which slows small Python functions and nothing else, and it sees no native frame.",
  needs: null,
});

export const pyinstrument = ownProfiler({
  id: "pyinstrument",
  title: "pyinstrument",
  command: "pyinstrument --interval 0.001 --outfile app.pyisession app.py",
  limit:
    "It sees Python functions only: what an extension module does counts as the function that called it.",
  needs: "pyinstrument",
  cut: (profile) => profileUnder(profile, WINDOW),
});
