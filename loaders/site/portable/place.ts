import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { zipSync } from "fflate";
import { filesIn } from "../../files/files-in.ts";
import { scratchFolder } from "../../files/scratch.ts";
import { writeWhole } from "../../files/whole-file.ts";
import { REPORT_FILE } from "../site-report.ts";
import { writePortable } from "./edition.ts";

/**
 * Puts the portable edition of a site where it is asked for, whole or not at all: a folder, or an archive of one.
 *
 * @param target path of a folder that is not there, is empty or holds a report; or one that ends in ".zip"
 */
export async function placePortable(site: string, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  if (target.endsWith(".zip")) {
    const folder = join(scratchFolder(), "portable");
    await writePortable(site, folder);
    writeWhole(target, zipped(folder));
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  refuseForeign(target);
  const made = `${target}.${process.pid}.part`;
  try {
    await writePortable(site, made);
    rmSync(target, { recursive: true, force: true });
    renameSync(made, target);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** What is there and no report may be somebody's work. */
function refuseForeign(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0 || existsSync(join(target, REPORT_FILE)))
    return;
  throw new Error(`${target} holds files that are no report; name a folder that is empty, or not there yet`);
}

/** In a folder of its own, so that unpacking it strews no files. */
function zipped(folder: string): Uint8Array {
  const files = filesIn(folder).map(
    (path) => [`portolan-report/${path}`, new Uint8Array(readFileSync(join(folder, path)))] as const,
  );
  return zipSync(Object.fromEntries(files), { level: 6 });
}
