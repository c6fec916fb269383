import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder, where its sources and node_modules are. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Where runs, caches and the virtual environment live. `PORTOLAN_HOME` moves it. */
export function portolanHome(): string {
  return resolve(process.env.PORTOLAN_HOME || join(projectRoot, ".portolan"));
}

/** A folder below the home, made if it is missing. */
export function homeFolder(...names: string[]): string {
  const path = join(portolanHome(), ...names);
  mkdirSync(path, { recursive: true });
  return path;
}

export const runsFolder = (): string => homeFolder("runs");
export const venvFolder = (): string => join(portolanHome(), "venv");
