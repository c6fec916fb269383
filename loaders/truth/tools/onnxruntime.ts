import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importTrace } from "../../../src/model/traces/import.ts";
import { profileUnder } from "../../../src/model/truth-window.ts";
import { probePython } from "../../python/venv.ts";
import { engineProgram, runProgram } from "../program.ts";
import type { ProfileTool } from "../tool.ts";

/** The engine's own profile, held against the caller's clock around each call. It sees nothing but compute. */
export const onnxRuntime: ProfileTool = {
  id: "onnxruntime",
  title: "ONNX Runtime’s own profile",
  command: "SessionOptions.enable_profiling = True",
  limit:
    "It knows the model call only, and from inside: what the binding does around it, about a tenth of a millisecond a call with the profile on, is not in it.",
  scored: ["compute"],
  points: 1,
  program: async () => engineProgram(),
  probe: probePython,
  async record(program, job) {
    const measured = await runProgram(program.file, [
      program.script,
      JSON.stringify({ ...job, enginePrefix: join(job.folder, "engine") }),
    ]);
    if (!measured.profilePath)
      throw new Error(`${program.script} did not say where ONNX Runtime's profile is`);
    const profile = profileUnder(importTrace(readFileSync(measured.profilePath)), "model_run");
    // Shares of the program's time, not of the model calls' alone.
    return { measured, profile: { ...profile, wallMs: measured.wallMs } };
  },
};
