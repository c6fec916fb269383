import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { runsFolder } from "../paths.ts";

/** Clocks of machines that share a folder differ; by more than so, one of them is wrong. */
const AHEAD_MS = 24 * 3_600e3;

/** Paths of the files whose names end so and not so, by name. */
export function filesEnding(suffix: string, butNot?: string): string[] {
  return readdirSync(runsFolder())
    .filter((name) => name.endsWith(suffix) && !(butNot && name.endsWith(butNot)))
    .sort()
    .map((name) => join(runsFolder(), name));
}

interface Read {
  readonly warnings: readonly string[];
}

/** One kind of file in the runs folder. */
interface Kind<T extends Read> {
  /** "run" or "recording", for messages. */
  readonly noun: string;
  readonly paths: readonly string[];
  read(path: string): T;
  of(value: T): { readonly id: string; readonly startedAt: string };
}

interface Found<T> {
  readonly path: string;
  readonly value: T & { readonly path: string };
  readonly at: number;
}

/**
 * Reads files, oldest first, each id once, and says what was wrong with each. A damaged file and a copy are reported and skipped, so that they do not take
 * the others down; what is dated in the future comes first, since else it would be the newest until then.
 */
export function readDated<T extends Read>(
  { noun, paths, read, of }: Kind<T>,
  warn: (message: string) => void,
): (T & { readonly path: string })[] {
  const found = new Map<string, Found<T>>();
  for (const path of paths) {
    try {
      const value = { path, ...read(path) };
      for (const warning of value.warnings) warn(warning);
      const { id, startedAt } = of(value);
      const one = { path, value, at: Date.parse(startedAt) };
      const other = found.get(id);
      // The one that bears its id's name is the original.
      const [kept, copy] = other && !basename(path).startsWith(`${id}.`) ? [other, one] : [one, other];
      if (copy)
        warn(`skipped ${basename(copy.path)}: it holds ${noun} ${id}, as ${basename(kept.path)} does`);
      found.set(id, kept);
    } catch (error) {
      warn(skippedText(path, error));
    }
  }
  for (const [id, { path, at }] of found) {
    if (isAhead(at))
      warn(
        `${basename(path)}: ${noun} ${id} is dated ${new Date(at).toISOString()}, in the future by this machine's clock; ` +
          "it counts as the oldest",
      );
  }
  const byDate = [...found.values()].sort((a, b) => a.at - b.at);
  return [...byDate.filter(({ at }) => isAhead(at)), ...byDate.filter(({ at }) => !isAhead(at))].map(
    ({ value }) => value,
  );
}

/** What is said of a file that cannot be read. */
export const skippedText = (path: string, error: unknown): string =>
  `skipped ${basename(path)}: ${(error as Error).message}`;

/** Whether an instant is in the future by more than clocks of machines that share a folder differ. */
export const isAhead = (at: number): boolean => at > Date.now() + AHEAD_MS;
