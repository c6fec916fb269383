import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { startCli } from "../fixtures/cli.ts";
import { livingWith } from "../fixtures/living-with.ts";

/** Starts `portolan` with a home of its own; all that it printed is its output. */
export function command(home: string, args: readonly string[]) {
  const { child, ended } = startCli(args, {
    env: { PORTOLAN_HOME: home, PORTOLAN_DIST: join(home, "dist") },
  });
  return {
    child,
    ended: ended.then(({ code, stdout, stderr }) => ({ code, output: stdout + stderr })),
  };
}

/** A home of a storm's, with what the first measurement built: the storm's folder lies in its home. */
export function newHome(folder: string, name: string): string {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  lendCache(folder, home);
  return home;
}

export const lendCache = (folder: string, home: string): void =>
  symlinkSync(join(folder, "..", "cache"), join(home, "cache"));

/** Waits until nobody works there any more; those that still do after `patienceMs`. */
export async function lastWorkers(home: string, patienceMs = 5_000): Promise<string[]> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const left = livingWith(home);
    if (left.length === 0 || performance.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
