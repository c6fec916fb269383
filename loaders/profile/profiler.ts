import type { Evidence, Host } from "../../src/model/recording.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import type { Execution, Launch } from "./execute.ts";
import type { PipelineCommand } from "./pipeline-command.ts";

/** A profiler that is not there or may not work here: why, and what would change that. */
export class ProfilerUnavailable extends Error {}

export interface ProfiledLaunch extends Omit<Launch, "file" | "args"> {
  readonly command: PipelineCommand;
  /** Samples a second. */
  readonly rateHz: number;
  /** An empty folder of its own. */
  readonly folder: string;
}

/** What was seen of a process or a thread that the command started. */
export interface ChildProfile {
  /** The same in each execution, and no other's in the same one. */
  readonly name: string;
  readonly profile: ImportedProfile;
}

export interface Profiles {
  /** Of the request's process. */
  readonly profile: ImportedProfile;
  readonly children: readonly ChildProfile[];
}

export interface ProfiledExecution extends Execution {
  /** False where the profiler does not pass on how the command itself ended. */
  readonly isExitCodeKnown: boolean;
  /** How to read what was written, or why there is nothing. */
  readonly profile: /** It throws TraceError. */
    | { readonly state: "written"; readonly read: () => Profiles }
    | {
        readonly state: "missing";
        readonly reason: string;
        /** Whether the profiler found the command gone already. */
        readonly endedFirst: boolean;
      };
}

/** A way to run a command under a profiler. One file each. */
export interface Profiler {
  readonly host: Host;
  readonly evidence: Exclude<Evidence, "marked">;
  readonly name: string;
  readonly version: string;
  /** As typed by a person who does the same by hand. */
  readonly options: readonly string[];
  /** What it cannot see on this machine, one sentence; null where it sees all that it can. */
  readonly limit: string | null;
  /** Samples a second that a command of this length deserves; null for a profiler that does not sample. */
  rateFor(wallMs: number): number | null;
  /** Least samples a second that it is any good at; null for a profiler that does not sample. */
  readonly lowestHz: number | null;
  /** The same without native frames, which are what costs most; null where it has none to leave out. */
  readonly lighter: Profiler | null;
  /** Whether it is such a one. */
  readonly isLight: boolean;
  run(launch: ProfiledLaunch): Promise<ProfiledExecution>;
}
