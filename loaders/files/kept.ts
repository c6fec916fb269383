import { existsSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../paths.ts";
import { makeWhole } from "./whole-file.ts";

const DAY_MS = 24 * 3_600e3;

/**
 * A file or folder of the cache under a name that stands for all that it is made from, so that it is made once.
 *
 * @returns its path
 */
export async function kept(
  kind: string,
  key: string,
  make: (half: string) => Promise<void>,
): Promise<string> {
  const path = join(homeFolder("cache", kind), key);
  if (!existsSync(path))
    await makeWhole(path, make).catch((error) => {
      // Another process may have been first.
      if (!existsSync(path)) throw error;
    });
  markUsed(path);
  return path;
}

/** Says that something that is kept was of use just now. */
export const markUsed = (path: string): void => utimesSync(path, new Date(), new Date());

/** Removes what was of no use for so many days, and of what was, all but the last so many. */
export function sweepKept(kind: string, { days, most = Infinity }: { days: number; most?: number }): void {
  const folder = homeFolder("cache", kind);
  const byUse = readdirSync(folder)
    .filter((name) => !name.endsWith(".part"))
    .map((name) => join(folder, name))
    .map((path) => ({ path, usedMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.usedMs - a.usedMs);
  for (const [i, { path, usedMs }] of byUse.entries())
    if (i >= most || Date.now() - usedMs > days * DAY_MS) rmSync(path, { recursive: true, force: true });
}
