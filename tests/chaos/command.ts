import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../bin/portolan.js", import.meta.url));

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A `portolan` that is at work. */
export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts it as a user would, with a home of its own. */
export function command(home: string, args: readonly string[]): Command {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, PORTOLAN_HOME: home, PORTOLAN_DIST: join(home, "dist") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal!], output }));
  });
  return { child, ended };
}

/** Processes that still work in a home, by the variable that all of them inherit. Linux only; none elsewhere. */
export function workingIn(home: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        return (
          !/\) Z /.test(stat) &&
          readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PORTOLAN_HOME=${home}\0`)
        );
      } catch {
        return false;
      }
    });
}

/** Waits until nobody works there any more; those that still do after `patienceMs`. */
export async function lastWorkers(home: string, patienceMs = 5_000): Promise<number[]> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const left = workingIn(home);
    if (left.length === 0 || performance.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
