import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { importTrace } from "../../../src/model/traces/import.ts";
import { intervalUs } from "../../profile/v8-profiler.ts";
import { probePackages } from "../../targets/engines.ts";
import { type Job, nodeProgram, type Program, runProgram, visibleBuiltins } from "../program.ts";
import { ALL_BUCKETS, type ProfileTool, type ToolRecording } from "../tool.ts";
import { cutCpuProfile } from "./cut-cpuprofile.ts";

async function record(program: Program, job: Job, options: readonly string[]): Promise<ToolRecording> {
  const measured = await runProgram(program.file, [
    ...options,
    ...["--cpu-prof", "--cpu-prof-dir", job.folder, program.script, JSON.stringify(job)],
  ]);
  const name = readdirSync(job.folder).find((file) => file.endsWith(".cpuprofile"));
  if (!name || measured.startUs === undefined || measured.endUs === undefined) {
    throw new Error(
      `node --cpu-prof left no .cpuprofile, or ${program.script} did not say when its window was`,
    );
  }
  const text = readFileSync(join(job.folder, name), "utf8");
  const cut = cutCpuProfile(text, measured.startUs, measured.endUs);
  return { measured, profile: importTrace(new TextEncoder().encode(cut), name) };
}

/** As `portolan profile` samples a long command. */
const INTERVAL = ["--cpu-prof-interval", String(intervalUs(1_000))];

export const cpuProfile: ProfileTool = {
  id: "cpuprofile",
  title: "V8 .cpuprofile, built-ins named",
  command: `node --import visible-builtins.mjs --cpu-prof ${INTERVAL.join(" ")} app.js`,
  limit: null,
  scored: ALL_BUCKETS,
  points: 3,
  program: nodeProgram,
  probe: async () => probePackages("@yowasp/clang", "onnxruntime-web"),
  record: (program, job) =>
    record(program, job, ["--import", pathToFileURL(visibleBuiltins).href, ...INTERVAL]),
};

export const cpuProfilePlain: ProfileTool = {
  ...cpuProfile,
  id: "cpuprofile-plain",
  title: "V8 .cpuprofile as Node writes it",
  command: "node --cpu-prof app.js",
  limit:
    "V8 gives no frame to its own built-ins: JSON.parse, structuredClone and copies between typed arrays count as the function that called them.",
  points: null,
  record: (program, job) => record(program, job, []),
};
