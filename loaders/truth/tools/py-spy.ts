import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importTrace } from "../../../src/model/traces/import.ts";
import { profileUnder } from "../../../src/model/truth-window.ts";
import { mergeProfiles } from "../../profile/merge-profiles.ts";
import { type PySpy, probePySpy } from "../../profile/py-spy.ts";
import { primeUpTo } from "../../profile/sampling-rate.ts";
import { probePython, venvPython } from "../../python/venv.ts";
import type { Probe } from "../../targets/target.ts";
import { type Job, type Program, pythonProgram, runProgram } from "../program.ts";
import { ALL_BUCKETS, type ProfileTool, type ToolRecording, WINDOW } from "../tool.ts";

/**
 * Samples a second. `portolan profile` begins at 97 to 199 and goes lower where that slows the program by over 25 %; two slow
 * cores take it to 47.
 */
const RATE = primeUpTo(50);

async function probe(): Promise<Probe> {
  const python = await probePython();
  if (!python.available) return python;
  const pySpy = await pySpyHere();
  if (pySpy.state === "missing") return { available: false, reason: pySpy.reason, enable: pySpy.enable };
  return { available: true, engines: { ...python.engines, "py-spy": pySpy.version } };
}

async function probeNative(): Promise<Probe> {
  const found = await probe();
  if (!found.available || (await locate()).hasNative) return found;
  return {
    available: false,
    reason: "py-spy has no --native on this machine",
    enable: "py-spy on Linux or Windows, x86-64 (or ARM Linux from 0.4 on)",
  };
}

let found: Promise<PySpy> | undefined;

/** Looked for once: to know what py-spy can do is to let it sample. */
function pySpyHere(): Promise<PySpy> {
  found ??= probePySpy(venvPython());
  return found;
}

type Working = Extract<PySpy, { state: "works" }>;

async function locate(): Promise<Working> {
  const pySpy = await pySpyHere();
  if (pySpy.state === "missing") throw new Error(`${pySpy.reason}. To enable it: ${pySpy.enable}`);
  return pySpy;
}

/**
 * Recordings of the same plan that are read as one, as `portolan profile` does: of a share of 40 %, the 250
 * samples of one recording leave a standard error of 3.1 points, too much to see a bias of that size; all of them 0.8.
 */
const RECORDINGS = 14;

async function recordOften(program: Program, job: Job, options: readonly string[]): Promise<ToolRecording> {
  const all: ToolRecording[] = [];
  for (let i = 0; i < RECORDINGS; i++) all.push(await record(program, job, options));
  const sum = (of: (recording: ToolRecording) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    measured: {
      wallMs: sum(({ measured }) => measured.wallMs),
      truthMs: {
        interpreter: sum(({ measured }) => measured.truthMs.interpreter),
        compute: sum(({ measured }) => measured.truthMs.compute),
        io: sum(({ measured }) => measured.truthMs.io),
      },
    },
    profile: mergeProfiles(all.map(({ profile }) => profile)),
    executions: RECORDINGS,
  };
}

async function record(program: Program, job: Job, options: readonly string[]): Promise<ToolRecording> {
  const path = join(job.folder, "py-spy.json");
  const { path: pySpy } = await locate();
  const measured = await runProgram(pySpy, [
    ...["record", ...options, "--full-filenames", "--rate", String(RATE)],
    ...["--format", "speedscope", "--output", path],
    ...["--", program.file, program.script, JSON.stringify(job)],
  ]);
  return { measured, profile: profileUnder(importTrace(readFileSync(path)), WINDOW) };
}

/** The one to use for Python: it sees native frames, and a thread that waits. */
export const pySpyNative: ProfileTool = {
  id: "py-spy-native",
  title: "py-spy with native frames",
  command: `py-spy record --native --idle --rate ${RATE} --format speedscope -- python app.py`,
  limit:
    "It samples from another process: on a machine without a free core, samples come late, and more so while the program works with a second process. It stops the program for each sample, so a high rate slows it, and its stages unevenly: `npx portolan profile` samples at most 199 times a second, and less often where that costs more than 25 %.",
  scored: ALL_BUCKETS,
  points: 3,
  program: async () => pythonProgram(),
  probe: probeNative,
  record: (program, job) => recordOften(program, job, ["--native", "--idle"]),
};

export const pySpyPlain: ProfileTool = {
  ...pySpyNative,
  id: "py-spy",
  title: "py-spy without native frames",
  command: `py-spy record --rate ${RATE} --format speedscope -- python app.py`,
  limit:
    "It sees Python functions only: what an extension module does counts as the function that called it, and waiting threads are left out.",
  points: null,
  probe,
  record: (program, job) => record(program, job, []),
};
