import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { CONFIG_FILE } from "../src/model/config-file.ts";

/** The project's own folder, where its sources and node_modules are. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Whether a file is Portolan's own, and no package's that it uses; a program given as text is too. */
export function isOwnSource(path: string): boolean {
  const inside = path.startsWith(projectRoot + sep) ? path.slice(projectRoot.length).split(sep) : null;
  return path === "" || path === "<stdin>" || inside?.includes("node_modules") === false;
}

/** Whether Portolan is a package of somebody's project, and not a clone of its own. */
export const isInstalled = projectRoot.split(sep).includes("node_modules");

/**
 * The folder of the project that Portolan works for: the nearest with a `portolan.config.yaml`, from where it was called
 * upwards. Without one it is the clone; where Portolan is a package, the nearest folder with a `package.json`, else
 * the one it was called in. `PORTOLAN_ROOT` says so to processes that are started elsewhere.
 */
export function userRoot(): string {
  if (process.env.PORTOLAN_ROOT) return resolve(process.env.PORTOLAN_ROOT);
  const above = foldersAbove(process.cwd());
  const holding = (name: string) => above.find((folder) => existsSync(join(folder, name)));
  const configured = holding(CONFIG_FILE);
  if (configured) return configured;
  return isInstalled ? (holding("package.json") ?? process.cwd()) : projectRoot;
}

function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

/** Where runs, caches and the virtual environment live. `PORTOLAN_HOME` moves it. */
export function portolanHome(): string {
  return resolve(process.env.PORTOLAN_HOME || join(userRoot(), ".portolan"));
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
