import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { runsFolder } from "../paths.ts";

/** Clocks of machines that share a folder differ; by more than so, one of them is wrong. */
const AHEAD_MS = 24 * 3_600e3;

/** What a file of the runs folder says of itself. */
interface Dated {
  readonly id: string;
  readonly startedAt: string;
}

/** Paths of the files whose names end so and not so, by name. */
export function filesEnding(suffix: string, butNot?: string): string[] {
  return readdirSync(runsFolder())
    .filter((name) => name.endsWith(suffix) && !(butNot && name.endsWith(butNot)))
    .sort()
    .map((name) => join(runsFolder(), name));
}

/**
 * Reads files, oldest first, each id once. A damaged file and a copy are reported and skipped, so that they do not take
 * the others down; what is dated in the future comes first, since it must not be the newest until then.
 *
 * @param noun "run" or "recording", for messages
 */
export function readDated<T>(
  noun: string,
  paths: readonly string[],
  { read, of, warn }: { read(path: string): T; of(value: T): Dated; warn(message: string): void },
  now = Date.now(),
): T[] {
  const found = new Map<string, { readonly path: string; readonly value: T; readonly at: number }>();
  for (const path of paths) {
    try {
      const value = read(path);
      const { id, startedAt } = of(value);
      const other = found.get(id);
      // The one that bears its id's name is the original.
      const isCopy = other !== undefined && !basename(path).startsWith(`${id}.`);
      if (other)
        warn(
          `skipped ${basename(isCopy ? path : other.path)}: it holds ${noun} ${id}, as ${basename(isCopy ? other.path : path)} does`,
        );
      const isAhead = Date.parse(startedAt) > now + AHEAD_MS;
      if (isAhead && !isCopy)
        warn(
          `${basename(path)}: ${noun} ${id} is dated ${startedAt}, which is in the future by this machine's clock; it counts as the oldest`,
        );
      if (!isCopy)
        found.set(id, { path, value, at: isAhead ? Number.NEGATIVE_INFINITY : Date.parse(startedAt) });
    } catch (error) {
      warn(`skipped ${basename(path)}: ${(error as Error).message}`);
    }
  }
  // A stable order: files of the same moment stay in that of their names.
  return [...found.values()].sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ value }) => value);
}
