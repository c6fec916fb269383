import type { Host } from "../../src/model/recording.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import type { ChildProfile } from "./profiler.ts";

/** What cannot be attached to: why, and what would change that. */
export class AttachError extends Error {}

export interface Watching {
  readonly durationMs: number;
  /** Samples a second. */
  readonly rateHz: number;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface Watched {
  /** From the first look to the last; less than was asked for where the process ended meanwhile. */
  readonly wallMs: number;
  /** User and system time of the process meanwhile; null where it cannot be had. */
  readonly cpuMs: number | null;
  /** Since it began; null where it cannot be had. */
  readonly peakRssBytes: number | null;
  readonly profile: ImportedProfile;
  readonly children: readonly ChildProfile[];
}

/** A process that runs already, and what can watch it for a while. */
export interface Attachment {
  readonly host: Host;
  /** "process 1234", "127.0.0.1:9229". */
  readonly place: string;
  /** The options that lead there, as typed. */
  readonly option: string;
  /** Of the process, as far as the system tells. */
  readonly command: readonly string[];
  readonly interpreter: string;
  /** Where processes of this machine are told by their ids; null where it may run elsewhere. */
  readonly pid: number | null;
  /** How the process's CPU time and its peak memory are had. */
  readonly cpuMethod: string;
  readonly memoryMethod: string;
  readonly profiler: { readonly name: string; readonly version: string; readonly options: readonly string[] };
  rateFor(durationMs: number): number;
  /** @throws AttachError */
  watch(watching: Watching): Promise<Watched>;
}
