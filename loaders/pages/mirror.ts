import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** What a folder of Framework's sources has to hold: its files, by their paths with slashes. */
export type Mirror = ReadonlyMap<string, string | Uint8Array>;

/**
 * Makes a folder hold these files and no others. What is as it should be is not written, so that a preview draws nothing anew that
 * is the same.
 *
 * @returns whether files came or went
 */
export function mirror(folder: string, files: Mirror): boolean {
  const before = filesBelow(folder);
  let isOther = before.length !== files.size;
  for (const name of before) if (!files.has(name)) rmSync(join(folder, name));
  for (const [name, content] of files) {
    const path = join(folder, name);
    if (!existsSync(path)) isOther = true;
    else if (Buffer.from(content).equals(readFileSync(path))) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  if (files.size === 0) rmSync(folder, { recursive: true, force: true });
  return isOther;
}

/** Files below a folder, hidden ones and packages left out; none where it is not there. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => !/(?:^|\/)(?:\.|node_modules(?:\/|$))/.test(name))
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
    .sort();
}

export const slashed = (from: string, to: string): string => relative(from, to).split(sep).join("/");
