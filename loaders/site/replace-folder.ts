import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesIn } from "../files/files-in.ts";

/** A page that was opened before a rebuild may still ask for its own scripts and data for so long. */
const KEPT_MS = 24 * 3_600e3;

/**
 * Framework puts what pages load into folders such as `_file` and `_import`, under names that hold a hash of the
 * content or a version: such a name never means anything else, so an earlier build may answer for it.
 */
export const isLastingName = (path: string): boolean => /^[\\/]?_/.test(path);

/** What earlier builds had under lasting names and the present one has not, beside the built site. */
export const earlierFolder = (folder: string): string => `${folder}.earlier`;

const replacedFolder = (folder: string): string => `${folder}.replaced`;

/**
 * Puts a built site in the place of the one before by renaming. Whoever has a file of the old one open reads it to its
 * end; the moment without a folder is for `openFile` to wait out.
 */
export function replaceFolder(built: string, folder: string): void {
  recoverFolder(folder);
  keepForOpenPages(folder, built);
  const replaced = replacedFolder(folder);
  const hadOne = existsSync(folder);
  if (hadOne) renameSync(folder, replaced);
  try {
    renameSync(built, folder);
  } catch (error) {
    if (hadOne) renameSync(replaced, folder);
    throw error;
  }
  rmSync(replaced, { recursive: true, force: true });
}

/** Puts the last site back where a build was killed between its two renames, and removes what it left. */
export function recoverFolder(folder: string): void {
  const replaced = replacedFolder(folder);
  if (!existsSync(folder) && existsSync(replaced)) renameSync(replaced, folder);
  rmSync(replaced, { recursive: true, force: true });
}

function keepForOpenPages(folder: string, built: string): void {
  const earlier = earlierFolder(folder);
  for (const path of filesBelow(earlier)) {
    if (Date.now() - statSync(join(earlier, path)).ctimeMs > KEPT_MS) rmSync(join(earlier, path));
  }
  for (const path of filesBelow(folder)) {
    const target = join(earlier, path);
    if (!isLastingName(path) || existsSync(join(built, path)) || existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    linkOrCopy(join(folder, path), target);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // a file system without hard links
  }
}

const filesBelow = (folder: string): string[] => (existsSync(folder) ? filesIn(folder) : []);
