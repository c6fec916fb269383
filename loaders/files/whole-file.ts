import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lifeOf } from "../platform/process-state.ts";
import { diskFailure } from "./disk-full.ts";

/** Who writes touches a file more often than so. */
const IDLE_MS = 600_000;

/**
 * Makes a file or a folder whole or not at all: what writes it gets a name beside it, and only when that has come to its end
 * does it take its place.
 *
 * @throws DiskFull, or whatever `make` throws
 */
export async function makeWhole(path: string, make: (half: string) => Promise<void>): Promise<void> {
  const half = halfOf(path);
  try {
    await make(half);
    renameSync(half, path);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    throw diskFailure(error, path);
  }
}

/** The same for bytes that are there. */
export function writeWhole(path: string, bytes: Uint8Array | string): void {
  const half = halfOf(path);
  try {
    writeFileSync(half, bytes);
    renameSync(half, path);
  } catch (error) {
    rmSync(half, { force: true });
    throw diskFailure(error, path);
  }
}

/** Removes the halves that killed processes left in a folder and below it. */
export function sweepHalves(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const pid = /\.(\d+)\.part$/.exec(name)?.[1];
    if (pid === undefined || lifeOf(Number(pid)) !== null) continue;
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    // A process of another machine or container cannot be asked whether it lives.
    if (stats && Date.now() - stats.mtimeMs > IDLE_MS) rmSync(path, { recursive: true, force: true });
  }
}

const halfOf = (path: string): string => `${path}.${process.pid}.part`;
