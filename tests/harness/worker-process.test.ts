import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { WorkerCrash, WorkerProcess, WorkerTimeout } from "../../loaders/harness/worker-process.ts";
import type { Job } from "../../loaders/worker/job.ts";
import type { SampleBatch } from "../../loaders/worker/protocol.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const script = fileURLToPath(new URL("../fixtures/fake-worker.mjs", import.meta.url));
const parameters = { warmTimeMs: 1, warmupIterations: 0, minIterations: 1, maxIterations: 2 };

let worker: WorkerProcess;
let samples: SampleBatch[];

function open(
  life: string,
  { timeoutMs = 30_000, signal = new AbortController().signal } = {},
): WorkerProcess {
  samples = [];
  const onSamples = (batch: SampleBatch) => samples.push(batch);
  // The fake worker reads nothing of the job but its target.
  const job = { target: life } as Job;
  worker = new WorkerProcess({ kind: "node", script }, job, { timeoutMs, signal, cwd: folder, onSamples });
  return worker;
}

/** Pid 0 is a worker that never was. A zombie still has an entry in /proc, but it runs no more. */
function isRunning(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}

afterEach(async () => {
  const { pid } = worker;
  await worker.close();
  expect(isRunning(pid), "the worker outlived its test").toBe(false);
});

describe("a worker that works", () => {
  it("reports the phases of its cold start, spawn included", async () => {
    const phases = await open("well").opened();
    expect(phases).toMatchObject({ importMs: 1, compileMs: 2, sessionMs: 3, firstInferenceMs: 4 });
    expect(phases.spawnMs).toBeGreaterThan(0);
  });

  it("hands over samples in order before it is done", async () => {
    open("well");
    await worker.opened();
    expect(await worker.warm(parameters)).toMatchObject({ iterations: 2, selfReportedBytes: 9 });
    expect(samples.map(({ firstIteration }) => firstIteration)).toEqual([0, 1]);
  });

  it("may print: that is kept apart from its replies", async () => {
    await open("chatty").opened();
    await worker.close();
    expect(worker.stdout).toBe("[\nprofile\n");
  });
});

describe("a worker that fails", () => {
  it("has crashed with its exit code and the last line of stderr", async () => {
    const opened = open("crash").opened();
    await expect(opened).rejects.toThrow(WorkerCrash);
    await expect(opened).rejects.toThrow(
      "the worker ended early (exit code 3): terminate called: out of memory",
    );
  });

  it("has crashed by a signal in the warm loop, after what it had handed over", async () => {
    await open("crash-when-warm").opened();
    const warm = worker.warm(parameters);
    await expect(warm).rejects.toThrow(/ended early \(killed by SIGSEGV\)/);
    expect(samples).toHaveLength(1);
  });

  it("has crashed with the message of its own error", async () => {
    const opened = open("error").opened();
    await expect(opened).rejects.toThrow(WorkerCrash);
    await expect(opened).rejects.toThrow("the model has no inputs");
  });

  it("is refused when it answers something else than it was asked", async () => {
    await expect(open("liar").opened()).rejects.toThrow('the worker sent "outputs" where "opened" was due');
  });

  it("is reported when its program does not exist", async () => {
    const options = { timeoutMs: 5_000, signal: new AbortController().signal, cwd: folder, onSamples() {} };
    worker = new WorkerProcess(
      { kind: "process", file: "portolan-no-such-program", args: [] },
      { target: "x" } as Job,
      options,
    );
    await expect(worker.opened()).rejects.toThrow(/portolan-no-such-program ENOENT/);
  });
});

describe("a worker that does not end", () => {
  it.each(["hang", "hang-busily"])("is killed when its time is over: %s", async (life) => {
    const opened = open(life, { timeoutMs: 400 }).opened();
    await expect(opened).rejects.toThrow(WorkerTimeout);
    await expect(opened).rejects.toThrow("no end after 0.4 s");
    await worker.close();
    expect(isRunning(worker.pid)).toBe(false);
  });

  it("is killed when the user interrupts", async () => {
    const controller = new AbortController();
    const opened = open("hang", { signal: controller.signal }).opened();
    setTimeout(() => controller.abort(), 200);
    await expect(opened).rejects.toThrow("interrupted");
    await worker.close();
    expect(isRunning(worker.pid)).toBe(false);
  });
});
