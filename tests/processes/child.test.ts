import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Child, type Ending } from "../../loaders/child.ts";
import { Interrupted } from "../../loaders/interruption.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { isRunning } from "../fixtures/is-running.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
let files = 0;

const sh = (script: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  runCommand("sh", ["-c", script], options);

/** A shell's line that starts something which outlives it, and the file that gets its id. */
function leaving(command: string): { script: string; left: () => number } {
  const path = join(folder, `${files++}.pid`);
  return { script: `${command} & echo $! > '${path}'`, left: () => Number(readFileSync(path, "utf8")) };
}

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  return [await work, performance.now() - start];
}

const isGone = async (pid: number) => {
  for (let i = 0; i < 100 && isRunning(pid); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  return !isRunning(pid);
};

describe.skipIf(process.platform === "win32")("a child", () => {
  it("ends with all that it started, and nobody waits for a pipe that such a thing holds", async () => {
    const { script, left } = leaving("sleep 333");
    const [result, tookMs] = await timed(sh(`${script}; echo done`));
    expect(result).toEqual({ ok: true, stdout: "done\n", stderr: "" });
    expect(tookMs).toBeLessThan(5_000);
    expect(await isGone(left())).toBe(true);
  });

  it("is over when it has ended, though something that went its own way holds its pipe", async () => {
    const { script, left } = leaving("setsid sleep 9");
    const [result, tookMs] = await timed(sh(`${script}; echo done`));
    expect(result).toEqual({ ok: true, stdout: "done\n", stderr: "" });
    expect(tookMs).toBeLessThan(5_000);
    process.kill(left(), "SIGKILL");
  });

  it("is stopped with all that waits with it when its time is up", async () => {
    const { script, left } = leaving("sleep 333");
    const [result, tookMs] = await timed(sh(`${script}; wait`, { timeoutMs: 300 }));
    expect(result).toEqual({ ok: false, stdout: "", stderr: "sh: its time was up" });
    expect(tookMs).toBeLessThan(5_000);
    expect(await isGone(left())).toBe(true);
  });

  it("is asked to end before it is made to", async () => {
    const { stdout } = await sh("trap 'echo cleaning up; exit' TERM; sleep 333 & wait", { timeoutMs: 300 });
    expect(stdout).toBe("cleaning up\n");
    const [{ ok }, tookMs] = await timed(sh("trap '' TERM; sleep 333 & wait", { timeoutMs: 300 }));
    expect(ok).toBe(false);
    expect(tookMs).toBeLessThan(5_000);
  });

  it("is stopped where it prints more than 64 MiB, and what it printed before is here", async () => {
    const { ok, stdout, stderr } = await sh("head -c 68000000 /dev/zero; sleep 333");
    expect([ok, stderr]).toEqual([false, "sh: it printed more than 64 MiB"]);
    expect(stdout.length).toBeLessThanOrEqual(64 << 20);
  });

  it("is stopped where it prints as much into a log", async () => {
    const logPath = join(folder, "flood.log");
    const child = new Child("sh", ["-c", "head -c 68000000 /dev/zero; sleep 333"], { output: { logPath } });
    expect(await child.ended).toMatchObject({ state: "flooded" } satisfies Partial<Ending>);
  });

  it("is not started any more after an interruption", async () => {
    const path = join(folder, "started");
    const signal = AbortSignal.abort();
    await expect(sh(`touch '${path}'`, { signal })).rejects.toThrow(Interrupted);
    expect(existsSync(path)).toBe(false);
  });

  it("that cannot be started says why", async () => {
    expect(await runCommand("portolan-no-such-program", [])).toMatchObject({
      ok: false,
      stderr: expect.stringContaining("portolan-no-such-program ENOENT"),
    });
    expect(await runCommand("sh", ["-c", "\0"])).toMatchObject({ ok: false });
  });
});
