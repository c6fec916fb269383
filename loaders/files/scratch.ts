import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { homeFolder } from "../paths.ts";
import { diskFailure } from "./disk-full.ts";
import { holderOf, tryLock } from "./lock.ts";
import { sweepHalves } from "./whole-file.ts";

const OWNER = "owner";
const NAME = /^portolan-\d+-\w{6}$/;
const DAY_MS = 24 * 3_600e3;

/** Of this process, by what they lie in. */
const folders = new Map<string, string>();

/**
 * The folder of this process's temporary files, which goes when it ends. Those of killed processes are swept when it is
 * made.
 *
 * @param parent what it lies in; the home if left out
 */
export function scratchFolder(parent?: string): string {
  const within = parent ?? homeFolder("tmp");
  const known = folders.get(within);
  if (known !== undefined && existsSync(known)) return known;
  sweep(within);
  if (parent === undefined) {
    sweepStrangers(within);
    sweepHalves(homeFolder("cache"));
  }
  const folder = make(within);
  if (folders.size === 0) process.once("exit", removeAll);
  folders.set(within, folder);
  return folder;
}

function make(within: string): string {
  try {
    const folder = mkdtempSync(join(within, `portolan-${process.pid}-`));
    tryLock(join(folder, OWNER), "using these files");
    return folder;
  } catch (error) {
    throw diskFailure(error, within);
  }
}

function removeAll(): void {
  for (const folder of folders.values()) remove(folder);
}

/** Those of processes that are gone; one whose owner had not yet signed is given a day. */
function sweep(within: string): void {
  for (const name of readdirSync(within)) {
    const folder = join(within, name);
    if (!NAME.test(name)) continue;
    const isSigned = existsSync(join(folder, `${OWNER}.lock`));
    if (isSigned ? holderOf(join(folder, OWNER)) === null : isOlderThanADay(folder)) remove(folder);
  }
}

/** What Portolan left there when its files had no owner yet. */
function sweepStrangers(within: string): void {
  for (const name of readdirSync(within)) {
    if (!NAME.test(name) && isOlderThanADay(join(within, name))) remove(join(within, name));
  }
}

function isOlderThanADay(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > DAY_MS;
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Somebody else's, or still written to by a program that outlives this one: the next sweep has it.
  }
}
