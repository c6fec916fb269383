import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Probe } from "./target.ts";

const require = createRequire(import.meta.url);

/** The installed version of an npm package, or null. */
export function packageVersion(name: string): string | null {
  const path = packageFile(`${name}/package.json`);
  return path === null ? null : JSON.parse(readFileSync(path, "utf8")).version;
}

/** Where npm packages may lie, the nearest first. */
export const packageFolders = (): readonly string[] => require.resolve.paths("any-package") ?? [];

/** Path of a file of an installed npm package, `package/path/in/it`, or null. */
export function packageFile(file: string): string | null {
  // Not `require.resolve`: packages need not export their files.
  return (
    packageFolders()
      .map((folder) => join(folder, file))
      .find((path) => existsSync(path)) ?? null
  );
}

/** A probe over optional npm packages: available when all of them are installed. */
export function probePackages(...names: string[]): Probe {
  const engines: Record<string, string> = { "node.js": process.versions.node };
  for (const name of names) {
    const version = packageVersion(name);
    if (version === null) {
      return {
        available: false,
        reason: `the optional package ${name} is not installed`,
        enable: `npm install --no-save ${name}`,
      };
    }
    engines[name] = version;
  }
  return { available: true, engines };
}

/** Threads of the `-threads` targets: the machine's, up to four, since these models stop scaling there. */
export const threadCount = Math.max(2, Math.min(4, availableParallelism()));

/** Beside the one thread that today's program has. */
export const threadsToTry: readonly number[] = availableParallelism() >= 2 ? [threadCount] : [];

/** A machine with one core has nothing to give a second thread. */
export function probeCores(probe: Probe): Probe {
  if (!probe.available || availableParallelism() >= 2) return probe;
  return {
    available: false,
    reason: "this machine offers one core; a second thread would only share it",
    enable: "npx portolan measure, on a machine or in a container with at least two cores",
  };
}
