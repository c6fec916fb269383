import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerMarkers } from "../../loaders/commands/markers.ts";
import { registerProfile } from "../../loaders/commands/profile.ts";
import type { ProfileJson } from "../../loaders/commands/profile-report.ts";
import type { RecordingJson } from "../../loaders/commands/recording-list.ts";
import { registerRuns } from "../../loaders/commands/runs.ts";
import { readRecordingFile } from "../../loaders/store/recording-file.ts";
import { readRecordings } from "../../loaders/store/recordings.ts";
import { BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import { cli, type Ended } from "../fixtures/cli.ts";
import { workingPySpy } from "../fixtures/py-spy.ts";
import { setEnvironment, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

// Before the home moves, so that what it has to install stays.
const pySpy = await workingPySpy();
const home = temporaryHome();
if (pySpy) afterAll(setEnvironment({ PORTOLAN_PYSPY: pySpy }));
const work = join(home, "work");
mkdirSync(work);

const profile = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  inProcess(registerProfile, ["profile", ...args], env);

const file = (name: string, text: string): string => {
  writeFileSync(join(work, name), text);
  return join(work, name);
};
const runs = (): string[] => (existsSync(join(home, "runs")) ? readdirSync(join(home, "runs")) : []);
const recordings = (): string[] => runs().filter((name) => name.endsWith(".recording.jsonl"));

/** Half of its time in Python, a third in serialising, the rest waiting for another process. */
const PYTHON = file(
  "pipeline.py",
  `
import json, sys, time
def until(seconds, work):
    start = time.perf_counter()
    while time.perf_counter() - start < seconds: work()
def loop():
    for i in range(2000): i * i
rows = list(range(20000))
scale = float(sys.argv[1])
until(0.5 * scale, loop)
until(0.3 * scale, lambda: json.loads(json.dumps(rows)))
time.sleep(0.2 * scale)
print("a line of output"); print("another", file=sys.stderr)
sys.exit(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
`,
);

const NODE = file(
  "pipeline.mjs",
  `
import { readFileSync } from "node:fs";
const until = (ms, work) => { const start = performance.now(); while (performance.now() - start < ms) work(); };
let sum = 0;
until(500, () => { for (let i = 0; i < 2000; i++) sum += Math.sqrt(i); });
until(300, () => readFileSync(import.meta.filename));
await new Promise((resolve) => setTimeout(resolve, 200));
`,
);

function check({ recording }: ProfileJson): NonNullable<ProfileJson["recording"]> {
  if (!recording) throw new Error("nothing was recorded");
  for (const { buckets } of recording.attributions) {
    const sum = (of: "ms" | "share") => BUCKETS_AND_REST.reduce((total, b) => total + buckets[b][of], 0);
    expect(sum("share")).toBeCloseTo(1, 6);
    expect(sum("ms") / recording.wallMs.median).toBeCloseTo(1, 6);
  }
  return recording;
}

describe.skipIf(!pySpy)("portolan profile -- python", () => {
  let ended: Ended;
  let result: ProfileJson;

  beforeAll(async () => {
    const options = ["--repeat", "2", "--budget", "60s", "--title", "A pipeline", "--json"];
    ended = await cli(["profile", ...options, "--", "python3", PYTHON, "1"]);
    result = JSON.parse(ended.stdout) as ProfileJson;
  });

  it("ends well, with progress on stderr and the pipeline's output in the log", () => {
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/Unprofiled, 2 of 2 …\nUnder py-spy at \d+ Hz, 1 …/);
    expect(ended.stderr).not.toContain("a line of output");
    const log = readFileSync(result.logPath!, "utf8");
    // Twice unprofiled and at least once under the profiler.
    expect(log.split("a line of output").length - 1).toBeGreaterThanOrEqual(3);
    expect(log.split("another").length).toBe(log.split("a line of output").length);
    expect(log).not.toContain("py-spy");
  });

  it("measures the command without a profiler", () => {
    const { title, command, host, interpreter, wallMs, cpuPerWall, peakRssBytes, bareStartMs } =
      check(result);
    expect({ title, command, host }).toEqual({
      title: "A pipeline",
      command: ["python3", PYTHON, "1"],
      host: "python",
    });
    expect(interpreter).toMatch(/^Python 3\./);
    expect(wallMs.n).toBe(2);
    expect(wallMs.low).toBeGreaterThan(1_000);
    expect(bareStartMs).toBeGreaterThan(0);
    expect(bareStartMs).toBeLessThan(wallMs.median / 2);
    // It sleeps for a fifth of a second and more in start-up; a busy machine lowers it further.
    if (cpuPerWall !== null) expect(cpuPerWall).toBeLessThan(0.95);
    expect(peakRssBytes).toBeGreaterThan(2 ** 22);
  });

  it("finds Python's own part, serialisation and waiting", () => {
    const { attributions, inflation, tool } = check(result);
    const [sampled] = attributions;
    expect(tool).toMatchObject({
      name: "py-spy",
      options: ["--native", "--idle", "--full-filenames", "--subprocesses"],
    });
    expect(sampled).toMatchObject({ evidence: "sampled" });
    expect(sampled!.attribution.samples).toBeGreaterThan(200);
    // On a busy machine what computes takes longer, and what waits does not.
    expect(sampled!.buckets.interpreter.share).toBeGreaterThan(0.35);
    expect(sampled!.buckets.interpreter.share).toBeLessThan(0.85);
    expect(sampled!.buckets.io.share).toBeGreaterThan(0.07);
    expect(sampled!.attribution.waiting.share + sampled!.buckets.io.share).toBeGreaterThan(0.14);
    expect(inflation).toBeGreaterThan(-0.5);
    expect(inflation).toBeLessThan(1);
  });

  it("stores the recording, which the site and `portolan runs` read", async () => {
    const { recording } = readRecordingFile(result.path!);
    expect(recording.end).toMatchObject({ reason: "complete", detail: "" });
    expect(recording.executions.map(({ arm, exitCode }) => [arm, exitCode]).slice(0, 2)).toEqual([
      ["plain", 0],
      ["plain", 0],
    ]);
    const [tree] = recording.attributions.map((row) => row.tree);
    expect(tree!.some(({ name }) => name.includes("loop"))).toBe(true);
    expect(readRecordings(() => {}).map(({ id }) => id)).toEqual([recording.header.recordingId]);
    const listed = await inProcess(registerRuns, ["runs", "--recordings", "--json"]);
    expect(JSON.parse(listed.stdout) as RecordingJson[]).toMatchObject([
      { recordingId: recording.header.recordingId, title: "A pipeline", end: "complete", path: result.path },
    ]);
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
  });

  it("keeps what was measured when it is interrupted, and leaves nothing running", async () => {
    const before = recordings();
    const { code, stderr } = await cli(["profile", "--", "python3", PYTHON, "0.8"], {
      onStderr: (text, kill) => {
        if (text.endsWith("Unprofiled, 2 of 3 …\n")) kill("SIGINT");
      },
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted; what was measured is in .*\.recording\.jsonl/);
    const [name] = recordings().filter((known) => !before.includes(known));
    const { recording } = readRecordingFile(join(home, "runs", name!));
    expect(recording.end).toMatchObject({ reason: "interrupted" });
    expect(recording.executions).toHaveLength(1);
    expect(runningWith(`${PYTHON} 0.8`)).toEqual([]);
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
  });

  it("stops a command that does not end, with the budget in the message and nothing left running", async () => {
    const before = recordings();
    const start = performance.now();
    const { code, stderr } = await profile(["--budget", "1s", "--", "python3", PYTHON, "600"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /execution 1, unprofiled\) did not end within the budget of 1 s and was stopped\. Give it more with --budget/,
    );
    expect(performance.now() - start).toBeLessThan(30_000);
    expect(recordings()).toEqual(before);
    expect(runningWith(`${PYTHON} 600`)).toEqual([]);
  });

  it("keeps the unprofiled figures of a command that is too short to be sampled, and says what to do", async () => {
    const { code, stdout, stderr } = await profile([
      ...["--rate", "1", "--repeat", "1", "--json"],
      ...["--", "python3", "-c", "pass"],
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/too short to be sampled: give it a larger input/);
    const { end, recording } = JSON.parse(stdout) as ProfileJson;
    expect(end).toBe("failed");
    expect(recording).toMatchObject({ attributions: [], wallMs: { n: 1 } });
  });

  it("tells a command that fails only under the profiler", async () => {
    const ran = JSON.stringify(join(work, "ran"));
    const path = file(
      "flaky.py",
      `import os, sys, time\ntime.sleep(0.4)\nsys.exit(7 if os.path.exists(${ran}) else open(${ran}, "w").close())\n`,
    );
    const { code, stderr } = await profile(["--repeat", "1", "--", "python3", path]);
    expect(code).toBe(1);
    if (process.platform === "linux") {
      expect(stderr).toMatch(/under py-spy, which ended well without it, failed with exit code 7/);
    }
  });
});

describe("portolan profile -- node", () => {
  it("measures and attributes it, and prints what to do next", async () => {
    const { code, stdout } = await profile(["--repeat", "1", "--", "node", NODE]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^pipeline\.mjs: \d\.\d+ s \(one execution\), unprofiled/);
    expect(stdout).toMatch(/Interpreter \(glue\) +\d+ ms +\d/);
    expect(stdout).toMatch(/start-up +[\d.]+ ms are the interpreter alone; both are part of the wall time/);
    const [, id] = /npx portolan forecast (\S+) estimates/.exec(stdout)!;
    const summary = readRecordings(() => {}).find((recording) => recording.id === id)!;
    expect(summary).toMatchObject({ host: "node", end: "complete", tool: { name: "V8 --cpu-prof" } });
    const { buckets, attribution } = summary.attributions[0]!;
    expect(buckets.interpreter.share).toBeGreaterThan(0.3);
    expect(buckets.io.share).toBeGreaterThan(0.15);
    expect(attribution.waiting.share).toBeGreaterThan(0.08);
  });

  it("uses the pipeline's own marks where it makes some", async () => {
    const marker = await inProcess(registerMarkers, ["markers", "javascript"]);
    file("portolan-marker.mjs", marker.stdout);
    const marked = file(
      "marked.mjs",
      `import { bucket } from "./portolan-marker.mjs";
       const spin = (ms) => { const start = performance.now(); while (performance.now() - start < ms); };
       bucket("compute", () => spin(600)); bucket("io", () => spin(200));`,
    );
    const { code, stdout } = await profile(["--repeat", "2", "--json", "--", "node", marked]);
    expect(code).toBe(0);
    const { attributions, wallMs } = check(JSON.parse(stdout) as ProfileJson);
    expect(attributions.map(({ evidence }) => evidence)).toEqual(["marked", "sampled"]);
    const { compute, io, interpreter } = attributions[0]!.buckets;
    // 600 to 200 ms as written; a busy machine may hold either one up.
    expect(compute.ms / io.ms).toBeGreaterThan(1.5);
    expect(compute.ms / io.ms).toBeLessThan(6);
    expect(compute.ms).toBeLessThan(wallMs.median * 0.95);
    expect(interpreter.ms).toBe(0);
  });
});

describe("portolan profile refuses or fails, with one message and no recording:", () => {
  const denied = file(
    "py-spy-denied",
    `#!/bin/sh
if [ "$1" = --version ]; then echo "py-spy 0.4.3"; exit 0; fi
echo "Error: Permission Denied: Try running again with elevated permissions by going 'sudo env \\"PATH=$PATH\\" !!'" >&2
exit 1
`,
  );
  chmodSync(denied, 0o755);
  const python = "python3";
  const rules = file("rules.yaml", "rules: 7\n");

  it.each([
    [
      "an unknown program",
      [],
      ["pythn", "a.py"],
      {},
      /"pythn" was not found in PATH\. Accepted are python and node/,
    ],
    ["a program of another kind", [], ["ls", "-l"], {}, /"ls" is neither Python nor Node/],
    [
      "a repeat of none",
      ["--repeat", "0"],
      ["node", "a.js"],
      {},
      /'0' is invalid\. expected a whole number from 1 to 100/,
    ],
    [
      "a budget without a unit",
      ["--budget", "5"],
      ["node", "a.js"],
      {},
      /expected a positive number with a unit/,
    ],
    ["a rate of none", ["--rate", "fast"], ["node", "a.js"], {}, /expected a whole number from 1 to 10000/],
    [
      "a wait of no time",
      ["--wait-quiet", "0"],
      ["node", "a.js"],
      {},
      /'0' is invalid\. expected a number from 1 to 86400/,
    ],
    ["a rules file that is none", ["--rules", rules], ["node", "a.js"], {}, /rules\.yaml/],
    [
      "a rules file that is missing",
      ["--rules", "no.yaml"],
      ["node", "a.js"],
      {},
      /there is no rules file no\.yaml/,
    ],
    [
      "a Node script that fails, with its last words,",
      [],
      ["node", "-e", "console.error('out of luck'); process.exit(3)"],
      {},
      /execution 1, unprofiled\) failed with exit code 3; it printed last \(all of it is in .*\.log\):\n {2}│ out of luck/,
    ],
    [
      "a Node script that a signal ends",
      [],
      ["node", "-e", "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 9e3)"],
      {},
      /was ended by SIGTERM; it printed nothing/,
    ],
    [
      "Python where no process may be read",
      [],
      [python, PYTHON, "1"],
      { PORTOLAN_PYSPY: denied },
      /py-spy 0\.4\.3 cannot sample here: Error: Permission Denied.*To enable it: .*SYS_PTRACE.*--fallback cprofile/s,
    ],
    [
      "a py-spy that is not there",
      [],
      [python, PYTHON, "1"],
      { PORTOLAN_PYSPY: "/nowhere/py-spy" },
      /PORTOLAN_PYSPY is "\/nowhere\/py-spy", which does not run/,
    ],
    [
      "code that cProfile cannot take",
      ["--fallback", "cprofile"],
      [python, "-c", "pass"],
      {},
      /cProfile takes a script or -m module, not "-c pass"/,
    ],
  ] as const)("%s", async (_, options, command, env, message) => {
    const before = recordings();
    const { code, stdout, stderr } = await profile([...options, "--", ...command], env);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([1, ""]);
    expect(recordings()).toEqual(before);
  });

  it("falls back to cProfile when asked to, and says how that is biased", async () => {
    const { code, stdout } = await profile(
      ["--repeat", "1", "--fallback", "cprofile", "--", python, PYTHON, "0.2"],
      { PORTOLAN_PYSPY: denied },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /From a tracing profiler[\s\S]*Bias: cProfile [\s\S]*biased\s+towards\s+interpreter/,
    );
  });
});

/** Command lines of processes that hold a text. */
function runningWith(text: string): string[] {
  const lines = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(text) && !line.includes("portolan.js"));
}
