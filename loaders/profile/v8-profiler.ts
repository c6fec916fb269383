import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { TraceError } from "../../src/model/traces/format.ts";
import { importTrace } from "../../src/model/traces/import.ts";
import type { ImportedProfile } from "../../src/model/traces/profile.ts";
import { execute } from "./execute.ts";
import type { ChildProfile, Profiler } from "./profiler.ts";
import { primeUpTo, rateWithin } from "./sampling-rate.ts";

/** The path of what a profile bills JSON.parse and its like without to whoever calls them. */
export const VISIBLE_BUILTINS = fileURLToPath(new URL("visible-builtins.mjs", import.meta.url));

/** V8's own sampling profiler, which comes with Node. */
export function v8Profiler(version: string): Profiler {
  return {
    host: "node",
    evidence: "sampled",
    name: "V8 --cpu-prof",
    version,
    options: ["--cpu-prof", "--import visible-builtins.mjs"],
    limit: null,
    rateFor: (wallMs) => rateWithin(wallMs, 1_000, 4_000),
    lowestHz: 97,
    lighter: null,
    isLight: false,
    async run({ command, rateHz, folder, ...launch }) {
      const flags = [
        ...["--cpu-prof", "--cpu-prof-dir", folder, "--cpu-prof-interval", String(intervalUs(rateHz))],
        ...["--import", pathToFileURL(VISIBLE_BUILTINS).href],
      ];
      const execution = await execute({
        ...launch,
        file: command.interpreter,
        args: [...flags, ...command.args],
      });
      const files = profilesIn(folder);
      const main = files.find(({ pid, thread }) => pid === execution.pid && thread === 0);
      return {
        ...execution,
        isExitCodeKnown: true,
        profile: main
          ? { state: "written", read: () => ({ profile: main.read(), children: childrenOf(main, files) }) }
          : {
              state: "missing",
              reason:
                "node wrote no .cpuprofile; it does so when it ends by itself, not when a signal ends it",
              endedFirst: false,
            },
      };
    },
  };
}

/** V8 samples at a fixed interval, so this has to be prime itself: 1,999 Hz would be 500 µs. */
export const intervalUs = (rateHz: number): number => primeUpTo(1e6 / rateHz);

interface ProfileFile {
  readonly pid: number;
  /** The main one is 0. */
  readonly thread: number;
  readonly read: () => ImportedProfile;
}

/**
 * Worker threads and child processes that inherit Node's options write profiles too:
 * `CPU.<date>.<time>.<pid>.<thread>.<number>.cpuprofile`.
 */
function profilesIn(folder: string): ProfileFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".cpuprofile"))
    .map((name) => {
      const [pid, thread] = name.split(".").slice(3, 5).map(Number);
      return {
        pid: pid!,
        thread: thread!,
        read: () => importTrace(readFileSync(join(folder, name)), "V8's profile"),
      };
    })
    .sort((a, b) => a.pid - b.pid || a.thread - b.thread);
}

function childrenOf(main: ProfileFile, files: readonly ProfileFile[]): ChildProfile[] {
  const processes = [...new Set(files.map(({ pid }) => pid))].filter((pid) => pid !== main.pid);
  return files
    .filter((file) => file !== main)
    .flatMap((file) => {
      const own = file.pid === main.pid ? "" : `child process ${processes.indexOf(file.pid) + 1}`;
      const worker = file.thread === 0 ? "" : `worker thread ${file.thread}`;
      try {
        return [{ name: [own, worker].filter(Boolean).join(", "), profile: file.read() }];
      } catch (error) {
        if (error instanceof TraceError) return []; // It was gone before it did anything.
        throw error;
      }
    });
}
