import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execute } from "./execute.ts";
import type { Profiler } from "./profiler.ts";
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
      const name = mainProfile(readdirSync(folder), execution.pid);
      return {
        ...execution,
        isExitCodeKnown: true,
        profile: name
          ? { state: "written", path: join(folder, name) }
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

/**
 * Worker threads and child processes write profiles too: `CPU.<date>.<time>.<pid>.<thread>.<number>.cpuprofile`. The
 * main thread is 0.
 */
function mainProfile(names: readonly string[], pid: number | null): string | undefined {
  return names.find(
    (name) => name.endsWith(".cpuprofile") && name.split(".").slice(3, 5).join(".") === `${pid}.0`,
  );
}
