import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCpuClock } from "../../loaders/platform/cpu-clock.ts";
import { type Execution, execute } from "../../loaders/profile/execute.ts";
import { isRunning } from "../fixtures/is-running.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const cpuClock = await openCpuClock();
let logs = 0;

interface Over {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly logPath?: string;
  readonly env?: Record<string, string>;
}

function node(script: string, over: Over = {}): Promise<Execution> {
  return run(process.execPath, ["-e", script], over);
}

function run(file: string, args: readonly string[], over: Over = {}): Promise<Execution> {
  const signal = new AbortController().signal;
  const logPath = join(folder, `${logs++}.log`);
  return execute({ file, args, env: {}, logPath, timeoutMs: 30_000, signal, cpuClock, ...over });
}

/** Starts a grandchild that would outlive its parent, and writes its id into a file. */
const leaveBehind = (path: string) =>
  `const child = require("child_process").spawn("sleep", ["600"], { stdio: "ignore" });
   require("fs").writeFileSync(${JSON.stringify(path)}, String(child.pid)); child.unref();`;

/** A kill is sent before `execute` resolves, and takes its effect a moment later. */
async function isGone(path: string): Promise<boolean> {
  const pid = Number(readFileSync(path, "utf8"));
  for (let i = 0; i < 100 && isRunning(pid); i++) await new Promise((r) => setTimeout(r, 10));
  return !isRunning(pid);
}

async function waitForFile(path: string): Promise<void> {
  while (!existsSync(path) || readFileSync(path, "utf8") === "") await new Promise((r) => setTimeout(r, 10));
}

describe("an execution", () => {
  it("has its wall time from start to exit", async () => {
    const { ending, wallMs } = await node("setTimeout(() => {}, 300)");
    expect(ending).toEqual({ state: "exited", exitCode: 0 });
    expect(wallMs).toBeGreaterThan(300);
    expect(wallMs).toBeLessThan(3_000);
  });

  it("tells a program that works from one that waits by its CPU time", async () => {
    if (cpuClock.endedChildrenMs() === null) {
      expect(cpuClock.method).toMatch(/^not read: .*koffi/);
      return;
    }
    const spin = "const end = process.cpuUsage(); while (process.cpuUsage(end).user < 250e3);";
    const works = await node(spin);
    const waits = await node("setTimeout(() => {}, 250)");
    expect(works.cpuMs).toBeGreaterThan(240);
    expect(works.cpuMs! - waits.cpuMs!).toBeGreaterThan(150);
  });

  it("counts the CPU time of the children that it waits for", async () => {
    if (cpuClock.endedChildrenMs() === null) return;
    const inner = "const end = process.cpuUsage(); while (process.cpuUsage(end).user < 250e3);";
    const { cpuMs } = await node(
      `require("child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(inner)}])`,
    );
    expect(cpuMs).toBeGreaterThan(240);
  });

  it("has the memory that it filled, or none where it was too short to look", async () => {
    const filled = await node("const b = Buffer.alloc(300 << 20, 1); setTimeout(() => b.length, 400)");
    expect(filled.peakRssBytes).toBeGreaterThan(300 * 2 ** 20);
    expect(filled.peakRssBytes).toBeLessThan(900 * 2 ** 20);
    // A slow machine may catch it at work; nothing seen is null and never 0.
    expect((await run("true", [])).peakRssBytes).not.toBe(0);
  });

  it("gets its environment, an empty input, and a log for what it prints", async () => {
    const logPath = join(folder, "own.log");
    await node(
      'process.stdin.on("data", () => {}).on("end", () => console.log("end", process.env.ADDED)); console.error("err")',
      { logPath, env: { ADDED: "yes" } },
    );
    expect(readFileSync(logPath, "utf8").split("\n").sort()).toEqual(["", "end yes", "err"]);
  });
});

describe("an execution that goes wrong", () => {
  it("keeps its exit code", async () => {
    expect((await node("process.exit(3)")).ending).toEqual({ state: "exited", exitCode: 3 });
  });

  it("names the signal that ended it", async () => {
    const { ending } = await node('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 9e3)');
    expect(ending).toEqual({ state: "killed", signal: "SIGTERM" });
  });

  it("says so when there is no such program", async () => {
    expect((await run(join(folder, "missing"), [])).ending).toEqual({
      state: "unstarted",
      reason: expect.stringContaining("ENOENT"),
    });
  });

  it("is stopped with all that it started when its time is up", async () => {
    const path = join(folder, "hang.pid");
    const start = performance.now();
    const { ending } = await node(`${leaveBehind(path)} setTimeout(() => {}, 600e3)`, { timeoutMs: 2_000 });
    expect(ending).toEqual({ state: "timeout" });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await isGone(path)).toBe(true);
  });

  it("is stopped with all that it started when it is interrupted", async () => {
    const path = join(folder, "interrupt.pid");
    const controller = new AbortController();
    const running = node(`${leaveBehind(path)} setTimeout(() => {}, 600e3)`, { signal: controller.signal });
    await waitForFile(path);
    controller.abort();
    expect((await running).ending).toEqual({ state: "interrupted" });
    expect(await isGone(path)).toBe(true);
  });

  it("leaves nothing running even when it ends well", async () => {
    const path = join(folder, "left.pid");
    expect((await node(leaveBehind(path))).ending).toEqual({ state: "exited", exitCode: 0 });
    expect(await isGone(path)).toBe(true);
  });

  it("does not start after an interruption", async () => {
    const controller = new AbortController();
    controller.abort();
    const { ending, pid } = await node("0", { signal: controller.signal });
    expect([ending, pid]).toEqual([{ state: "interrupted" }, null]);
  });
});
