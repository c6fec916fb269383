import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { registerProfile } from "../../loaders/commands/profile.ts";
import type { ProfileJson } from "../../loaders/commands/profile-report.ts";
import { roleOf } from "../../loaders/profile/py-spy-file.ts";
import { isRunning } from "../fixtures/is-running.ts";
import { workingPySpy } from "../fixtures/py-spy.ts";
import { setEnvironment, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

// Before the home moves, so that what it has to install stays.
const pySpy = await workingPySpy();
const home = temporaryHome();
if (pySpy) afterAll(setEnvironment({ PORTOLAN_PYSPY: pySpy }));
const work = join(home, "work");
mkdirSync(work);

const file = (name: string, text: string): string => {
  writeFileSync(join(work, name), text);
  return join(work, name);
};

/** At a rate that gives samples enough in one execution. */
async function sampled(rate: string, ...command: string[]) {
  const options = ["--repeat", "1", "--rate", rate, "--budget", "60s", "--json"];
  const { code, stdout } = await inProcess(registerProfile, ["profile", ...options, "--", ...command]);
  expect(code).toBe(0);
  const { recording, logPath } = JSON.parse(stdout) as ProfileJson;
  return { recording: recording!, own: recording!.attributions[0]!, logPath };
}

describe.skipIf(!pySpy)("the children of a Python command", () => {
  it("are shown with their own buckets, and the clock stays the command's; nobody waits for what it leaves", async () => {
    const script = file(
      "pool.py",
      `
import json, multiprocessing, subprocess, sys, time
def until(seconds, work):
    start = time.perf_counter()
    while time.perf_counter() - start < seconds: work()
rows = list(range(20000))
def serialise(_): until(1.2, lambda: json.loads(json.dumps(rows)))
def loop():
    for i in range(2000): i * i
if __name__ == "__main__":
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with multiprocessing.get_context("spawn").Pool(1) as pool: pool.map(serialise, [0])
    until(0.3, loop)
    open(sys.argv[1], "w").write(str(left.pid))
`,
    );
    const left = join(work, "left.pid");
    const start = performance.now();
    const { recording, own } = await sampled("701", "python3", script, left);
    expect(performance.now() - start).toBeLessThan(25_000);
    expect(isRunning(Number(readFileSync(left, "utf8")))).toBe(false);
    // It waits for its worker, which serialises; on a busy machine both take long to start, which is neither.
    expect(own.waiting.share + own.buckets.io.share).toBeGreaterThan(0.1);
    expect(own.buckets.interpreter.share).toBeGreaterThan(0.05);
    // py-spy can meet multiprocessing's own tracker when it is already gone, and then has no command of it.
    const worker = own.children.find(({ name }) => name === "multiprocessing worker");
    expect(own.children.filter(({ name }) => name !== "child")).toContain(worker);
    expect(worker!.buckets.io.share).toBeGreaterThan(0.2);
    expect(worker!.wallMs).toBeLessThan(recording.wallMs.median * 1.5);
  });

  it("are named by what they are, without their arguments", () => {
    const parent = ["/usr/bin/python3", "app.py", "--token", "s3cret"];
    const role = (words: string) => roleOf(words, parent);
    expect(role(parent.join(" "))).toBe("fork");
    expect(
      role("/usr/bin/python3 -c from multiprocessing.spawn import spawn_main; spawn_main(pipe_handle=7)"),
    ).toBe("multiprocessing worker");
    expect(role("/usr/bin/python3 -c from multiprocessing.resource_tracker import main;main(5)")).toBeNull();
    expect(role("/usr/bin/python3 -m app.worker --token s3cret")).toBe("-m app.worker");
    expect(role("/opt/venv/bin/python /srv/worker.py --token s3cret")).toBe("worker.py");
    expect(role("/opt/venv/bin/python3.12 -c print('s3cret')")).toBe("python3.12 -c");
    expect(role("")).toBe("child");
  });
});

describe("the workers of a Node command", () => {
  it("are shown beside the main thread, which waits for them", async () => {
    const script = file(
      "workers.mjs",
      `
import { Worker } from "node:worker_threads";
const code = "const end = performance.now() + 900; let s = 0; while (performance.now() < end) for (let i = 0; i < 2000; i++) s += Math.sqrt(i);";
await new Promise((resolve) => new Worker(code, { eval: true }).once("exit", resolve));
`,
    );
    const { recording, own } = await sampled("1500", "node", script);
    expect(own.waiting.share).toBeGreaterThan(0.3);
    expect(own.children.map(({ name }) => name)).toEqual(["worker thread 1"]);
    expect(own.children[0]!.buckets.interpreter.share).toBeGreaterThan(0.4);
    expect(recording.warnings.join("\n")).toMatch(/Worker thread 1 worked for .* clearly more than/);
  });
});
