import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import type { Tolerance } from "../../src/model/truth.ts";
import type { Probe } from "../targets/target.ts";
import type { Job, Program, ProgramResult } from "./program.ts";

/** A way to profile one of the programs. One file under `tools/`, listed in `tools/index.ts`. */
export interface ProfileTool extends Tolerance {
  readonly id: string;
  readonly title: string;
  /** As a user would type it. */
  readonly command: string;
  /** What is known to be wrong with it, one sentence; null where nothing is. */
  readonly limit: string | null;
  /** Makes what the program needs, before any timing. */
  program(): Promise<Program>;
  probe(): Promise<Probe>;
  /**
   * Repeats the planned work under the profiler.
   *
   * @param job replays a plan; `job.folder` is a scratch folder for the profile, too
   */
  record(program: Program, job: Job): Promise<ToolRecording>;
}

export interface ToolRecording {
  readonly measured: ProgramResult;
  /** Cut to the window that the program measured. */
  readonly profile: ImportedProfile;
  /** Of the plan, in both of them together; 1 if left out. */
  readonly executions?: number;
}

export const ALL_BUCKETS = ["interpreter", "compute", "io"] as const;

/** The function of the Python program around everything that it measures. */
export const WINDOW = "truth_window";
