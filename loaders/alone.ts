import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import lockfile from "proper-lockfile";

/** A lock that its holder has not touched for so long is that of a killed process. */
const STALE_MS = 30_000;
const PAUSE_MS = 500;
const PATIENCE_MS = 30 * 60_000;

/**
 * Does `work` while no other process does the same with this folder. A second comer is told who is at it since when,
 * and waits.
 *
 * @param doing what is done, as in "the process that is …": "building the site"
 * @throws Error that names the holder when it has not come to an end in half an hour
 */
export async function alone<T>(
  folder: string,
  doing: string,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const owner = join(folder, "lock-owner.json");
  const release = await acquire(folder, () => `${holder(owner)} is ${doing}`, say);
  try {
    writeFileSync(owner, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
    return await work();
  } finally {
    rmSync(owner, { force: true });
    await release();
  }
}

async function acquire(
  folder: string,
  whoIsAtIt: () => string,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const lock = (retries: number) =>
    lockfile.lock(folder, {
      lockfilePath: join(folder, "lock"),
      stale: STALE_MS,
      retries: { retries, factor: 1, minTimeout: PAUSE_MS, maxTimeout: PAUSE_MS },
    });
  const unlessHeld = (error: NodeJS.ErrnoException) => {
    if (error.code !== "ELOCKED") throw error;
  };
  const atOnce = await lock(0).catch(unlessHeld);
  if (atOnce) return atOnce;
  say(`${whoIsAtIt()}; waiting for its end …`);
  const later = await lock(PATIENCE_MS / PAUSE_MS).catch(unlessHeld);
  if (later) return later;
  throw new Error(`${whoIsAtIt()}, and has been for half an hour: end it, or wait for it and try again`);
}

function holder(owner: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(owner, "utf8"));
    return `Process ${Number(pid)}, since ${new Date(since).toISOString().slice(0, 19)}Z,`;
  } catch {
    return "Another process"; // one that has only just taken the lock
  }
}
