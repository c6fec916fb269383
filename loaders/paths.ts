import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder, where its sources and node_modules are. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Where runs, caches and the virtual environment live. `PORTOLAN_HOME` moves it. */
export function portolanHome(): string {
  return resolve(process.env.PORTOLAN_HOME || join(projectRoot, ".portolan"));
}

/**
 * A folder below the home, made if it is missing.
 *
 * @throws Error that says so where nothing can be made there
 */
export function homeFolder(...names: string[]): string {
  const path = join(portolanHome(), ...names);
  try {
    make(path);
  } catch (error) {
    throw homeFailure(error);
  }
  return path;
}

/** By itself, since Node's own way goes round for ever where a system says ENOENT of a folder in one that exists. */
function make(path: string): void {
  if (existsSync(path)) return;
  make(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been there first.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

const REFUSALS = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "EEXIST"]);

/** The error itself, or what it means where a file or folder of the home could not be made. */
export function homeFailure(error: unknown): unknown {
  const { code = "", path = "" } = error as NodeJS.ErrnoException;
  const home = portolanHome();
  if (!REFUSALS.has(code) || (path !== home && !path.startsWith(`${home}${sep}`))) return error;
  return new Error(
    `Portolan keeps runs and caches in ${home}, and ${path} cannot be made or changed (${code}); make that folder writable, or set PORTOLAN_HOME to one that is`,
  );
}

export const runsFolder = (): string => homeFolder("runs");
export const venvFolder = (): string => join(portolanHome(), "venv");
