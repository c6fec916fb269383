import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { importTrace } from "../../../src/model/traces/import.ts";
import { profileUnder } from "../../../src/model/truth-window.ts";
import { projectRoot } from "../../paths.ts";
import { probePython } from "../../python/venv.ts";
import { type Job, nodeProgram, type Program, pythonProgram, runProgram } from "../program.ts";
import { ALL_BUCKETS, type ProfileTool, type ToolRecording } from "../tool.ts";
import { cpuProfile } from "./cpuprofile.ts";

const MARKERS = join(projectRoot, "markers");

async function record(program: Program, job: Job & { readonly profilePath: string }): Promise<ToolRecording> {
  const measured = await runProgram(program.file, [program.script, JSON.stringify(job)]);
  // The program marks its window as interpreter, and compute and io within.
  return { measured, profile: profileUnder(importTrace(readFileSync(job.profilePath)), "interpreter") };
}

const marked = { scored: ALL_BUCKETS, points: 1 } as const;

export const pythonMarkers: ProfileTool = {
  ...marked,
  id: "markers-python",
  limit: null,
  title: "Marked stages, Python",
  command: 'with bucket("io"): …',
  program: async () => pythonProgram(),
  probe: probePython,
  record: (program, job) =>
    record(program, { ...job, markerFolder: MARKERS, profilePath: join(job.folder, "trace.json") }),
};

export const nodeMarkers: ProfileTool = {
  ...marked,
  id: "markers-node",
  limit:
    "A garbage collection counts as the stage in which it happens; sampled profiles count it as interpreter.",
  title: "Marked stages, Node",
  command: 'bucket("io", () => …)',
  program: nodeProgram,
  probe: cpuProfile.probe,
  async record(program, job) {
    const markerPath = join(job.folder, "portolan-marker.mjs");
    const source = readFileSync(join(MARKERS, "portolan-marker.ts"), "utf8");
    writeFileSync(markerPath, (await transform(source, { loader: "ts", format: "esm" })).code);
    return record(program, { ...job, markerPath, profilePath: join(job.folder, "trace.json") });
  },
};
