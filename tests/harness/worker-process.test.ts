import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { WorkerCrash, WorkerProcess, WorkerTimeout } from "../../loaders/harness/worker-process.ts";
import type { Job } from "../../loaders/worker/job.ts";
import type { SampleBatch } from "../../loaders/worker/protocol.ts";
import { isRunning } from "../fixtures/is-running.ts";
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

afterEach(async () => {
  const { pid } = worker;
  await worker.close();
  expect(isRunning(pid), "the worker outlived its test").toBe(false);
});

/** One that speaks by the line: a shell script. */
function openScript(
  script: string,
  timeoutMs = 30_000,
  speaks?: "plain-text",
  job: object = {},
): WorkerProcess {
  const signal = new AbortController().signal;
  const launch = { kind: "process", file: "sh", args: ["-c", script], speaks } as const;
  worker = new WorkerProcess(launch, job, { timeoutMs, signal, cwd: folder, onSamples() {} });
  return worker;
}

const STARTED = `echo '{"type":"started","at":"0"}'`;
const OPENED = `echo '{"type":"opened","importMs":1,"compileMs":2,"sessionMs":3,"firstInferenceMs":4}'`;

describe("a worker that works", () => {
  it("reports the phases of its cold start, spawn included", async () => {
    const phases = await open("well").opened();
    expect(phases).toMatchObject({ importMs: 1, compileMs: 2, sessionMs: 3, firstInferenceMs: 4 });
    expect(phases.spawnMs).toBeGreaterThan(0);
  });

  it("is told in plain text where it reads no JSON, and has started when it is first heard", async () => {
    const done = `{"type":"warm-done","iterations":1,"cpuPerWall":null,"overheadMs":null,"selfReportedBytes":null}`;
    const heard = `read command; case "$0 $command" in "target=c	threads=2 command=warm	parameters.warmTimeMs=1	"*) echo '${done}';; esac`;
    openScript(
      `sleep 0.2; echo '{"type":"started","at":""}'; ${OPENED}; ${heard}; cat`,
      30_000,
      "plain-text",
      { target: "c", threads: 2 },
    );
    expect((await worker.opened()).spawnMs).toBeGreaterThan(150);
    expect(await worker.warm(parameters)).toMatchObject({ iterations: 1 });
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

  it("may print what is JSON and yet no reply", async () => {
    await openScript(`echo 5; ${STARTED}; echo null; echo '{"of": "mine"}'; ${OPENED}; sleep 333`).opened();
    expect(worker.stdout).toBe('5\nnull\n{"of": "mine"}\n');
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

  it("has crashed when it sends what is no reply", async () => {
    await expect(open("number").opened()).rejects.toThrow("the worker sent 5, which is no reply");
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
  it("is killed with what it waits for", async () => {
    const opened = openScript("sleep 333 & echo $! > waited; wait", 400).opened();
    await expect(opened).rejects.toThrow("no end after 0.4 s");
    const start = performance.now();
    await worker.close();
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(isRunning(Number(readFileSync(join(folder, "waited"), "utf8")))).toBe(false);
  });

  it("is stopped where it prints a line without end", async () => {
    const opened = openScript("head -c 2000000 /dev/zero; sleep 333").opened();
    await expect(opened).rejects.toThrow("ended early (it printed a line of more than 1 MiB)");
  });

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
