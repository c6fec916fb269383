import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { markerModule } from "../../loaders/commands/markers.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { systemPython } from "../../loaders/python/venv.ts";
import { runCommand } from "../../loaders/run-command.ts";
import { loadRules, readTrace } from "../../loaders/traces/read-trace.ts";
import { BUCKETS } from "../../src/model/buckets.ts";
import { attributeTrace } from "../../src/model/traces/attribute.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
writeFileSync(join(folder, "portolan_marker.py"), markerModule("python"));
writeFileSync(join(folder, "portolan-marker.mjs"), markerModule("javascript"));
writeFileSync(join(folder, "portolan-marker.ts"), markerModule("typescript"));

const hasPython = (await systemPython()) !== null;
if (!hasPython) process.stderr.write("\n*** python3 was not found: its marker is NOT tested. ***\n");

/** Each program prints, as JSON, how long it was in each bucket by its own clock. */
const PYTHON = `
import json, os, subprocess, sys, time
from portolan_marker import bucket
clock, truth = time.perf_counter, {"interpreter": 0, "compute": 0, "io": 0}
def spend(name, seconds):
    start = clock()
    while clock() - start < seconds: pass
    truth[name] += (clock() - start) * 1e3
@bucket("compute")
def model(): spend("compute", 0.3)
with bucket("interpreter"):
    spend("interpreter", 0.15)
    with bucket("io"): spend("io", 0.1)
    spend("interpreter", 0.05)
model()
try:
    with bucket("io"): spend("io", 0.1); raise KeyError
except KeyError: pass
subprocess.run([sys.executable, "-c", "import portolan_marker"], check=True)
if os.fork() == 0: sys.exit(0)
os.wait()
print(json.dumps(truth))
`;

const NODE = (module: string) => `
import { execFileSync } from "node:child_process";
import { bucket } from ${JSON.stringify(module)};
const truth = { interpreter: 0, compute: 0, io: 0 };
function spend(name, ms) {
  const start = performance.now();
  while (performance.now() - start < ms);
  truth[name] += performance.now() - start;
}
async function wait(name, ms) {
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, ms));
  truth[name] += performance.now() - start;
}
bucket("interpreter", () => {
  spend("interpreter", 150);
  bucket("io", () => spend("io", 100));
  spend("interpreter", 50);
});
const answer = bucket("compute", () => { spend("compute", 300); return 42; });
await bucket("io", () => wait("io", 100));
try { bucket("io", () => { throw new Error("sync"); }); } catch {}
await bucket("io", async () => { throw new Error("async"); }).catch(() => {});
if (answer !== 42) process.exit(4);
execFileSync(process.execPath, ["child.mjs"]);
console.log(JSON.stringify(truth));
`;

async function markedRun(file: string, args: readonly string[], trace: string) {
  process.env.PORTOLAN_TRACE = trace;
  const ran = await runCommand(file, args, { cwd: folder });
  delete process.env.PORTOLAN_TRACE;
  if (!ran.ok) throw new Error(ran.stderr);
  const truthMs = JSON.parse(ran.stdout) as Record<(typeof BUCKETS)[number], number>;
  return { truthMs, attribution: attributeTrace(readTrace(trace), loadRules()) };
}

writeFileSync(join(folder, "child.mjs"), 'import "./portolan-marker.mjs";');

const program = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const tsx = join(projectRoot, "node_modules", "tsx", "dist", "loader.mjs");
const CASES = [
  {
    name: "Python",
    file: process.env.PYTHON || "python3",
    args: [program("marked.py", PYTHON)],
    skip: !hasPython,
  },
  {
    name: "JavaScript",
    file: process.execPath,
    args: [program("marked.mjs", NODE("./portolan-marker.mjs"))],
    skip: false,
  },
  {
    name: "TypeScript",
    file: process.execPath,
    args: ["--import", tsx, program("marked.mts", NODE("./portolan-marker.ts"))],
    skip: false,
  },
];

describe.each(CASES)("marks in $name", ({ name, file, args, skip }) => {
  // On a busy machine the program may be paused between its own clock reading and the mark's.
  const options = { skip, retry: 3 };
  it("are within a percentage point of the program's own clock, inner from outer", options, async () => {
    const trace = join(folder, `${name}.json`);
    const { truthMs, attribution } = await markedRun(file, args, trace);
    for (const bucket of BUCKETS) {
      const truth = truthMs[bucket] / attribution.wallMs;
      expect(Math.abs(attribution.buckets[bucket].share - truth), bucket).toBeLessThan(0.01);
    }
    expect(attribution.wallMs).toBeGreaterThan(700);
  });
});

/** Each prints, as JSON, how long every request took and computed, by its own clock. */
const REQUESTS_PYTHON = `
import json, time
from portolan_marker import bucket, request
clock, truth = time.perf_counter, []
def spend(seconds):
    start = clock()
    while clock() - start < seconds: pass
    return (clock() - start) * 1e3
@request()
def serve(seconds):
    start = clock()
    with bucket("io"): spend(0.01)
    with bucket("compute"): compute = spend(seconds)
    spend(0.01)
    truth.append([(clock() - start) * 1e3, compute])
for seconds in (0.02, 0.02, 0.06):
    serve(seconds)
    time.sleep(0.01)
try:
    with request(): raise KeyError
except KeyError: pass
print(json.dumps(truth))
`;

const REQUESTS_NODE = `
import { bucket, request } from "./portolan-marker.mjs";
const truth = [];
function spend(ms) {
  const start = performance.now();
  while (performance.now() - start < ms);
  return performance.now() - start;
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
for (const ms of [20, 20, 60]) {
  await request(async () => {
    const start = performance.now();
    await bucket("io", () => pause(10));
    const compute = bucket("compute", () => spend(ms));
    spend(10);
    truth.push([performance.now() - start, compute]);
  });
  await pause(10);
}
await request(async () => { throw new Error("async"); }).catch(() => {});
console.log(JSON.stringify(truth));
`;

describe.each([
  ["Python", process.env.PYTHON || "python3", "requests.py", REQUESTS_PYTHON, !hasPython],
  ["JavaScript", process.execPath, "requests.mjs", REQUESTS_NODE, false],
] as const)("marked requests in %s", (name, file, path, text, skip) => {
  it("are told one by one, each with its buckets, as the program's own clock has them", {
    skip,
    retry: 3,
  }, async () => {
    const trace = join(folder, `${name}-requests.json`);
    process.env.PORTOLAN_TRACE = trace;
    const { stdout, stderr } = await runCommand(file, [program(path, text)], { cwd: folder });
    delete process.env.PORTOLAN_TRACE;
    expect(stderr).toBe("");
    const truth = JSON.parse(stdout) as [wallMs: number, computeMs: number][];
    const profile = readTrace(trace);
    const each = profile.requests!.each.map(({ wallMs }) => wallMs);
    expect(each.slice(0, 3)).toEqual(truth.map(([wallMs]) => expect.closeTo(wallMs, 0)));
    const { requests, buckets } = attributeTrace(profile, loadRules());
    expect(requests).toMatchObject({ what: "marked request", count: 4 });
    expect(requests!.buckets.compute.maxMs).toBeCloseTo(
      Math.max(...truth.map(([, computeMs]) => computeMs)),
      0,
    );
    // Outside of stages, and between requests, nobody is known to have worked.
    expect(buckets.unattributed.ms).toBeGreaterThan(59);
  });
});

describe("a mark", () => {
  it.skipIf(!hasPython)("of an unknown bucket is refused in Python", async () => {
    const code = 'from portolan_marker import bucket\nwith bucket("gpu"): pass';
    const { ok, stderr } = await runCommand("python3", ["-c", code], { cwd: folder });
    expect(ok).toBe(false);
    expect(stderr).toContain('ValueError: bucket "gpu"; allowed are "interpreter", "compute" and "io"');
  });

  it("of an unknown bucket is refused in JavaScript, before the work", async () => {
    const code =
      'import("./portolan-marker.mjs").then(({ bucket }) => bucket("gpu", () => console.log("worked")))';
    const { ok, stdout, stderr } = await runCommand(process.execPath, ["-e", code], { cwd: folder });
    expect([ok, stdout]).toEqual([false, ""]);
    expect(stderr).toContain('RangeError: bucket "gpu"; allowed are "interpreter", "compute" and "io"');
  });

  it("goes to portolan-trace.json where nothing else is said", async () => {
    await runCommand(
      process.execPath,
      ["-e", 'import("./portolan-marker.mjs").then(({ bucket }) => bucket("io", () => 0))'],
      {
        cwd: folder,
      },
    );
    const { traceEvents } = JSON.parse(readFileSync(join(folder, "portolan-trace.json"), "utf8"));
    expect(traceEvents).toContainEqual(
      expect.objectContaining({ ph: "X", cat: "portolan", args: { bucket: "io" } }),
    );
  });
});
