import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { registerProfile } from "../../loaders/commands/profile.ts";
import type { ProfileJson } from "../../loaders/commands/profile-report.ts";
import { askInterpreter } from "../../loaders/profile/pipeline-command.ts";
import { readRecordings } from "../../loaders/store/recordings.ts";
import { evidenceLines } from "../../src/report/evidence-gate.ts";
import { workingPySpy } from "../fixtures/py-spy.ts";
import { setEnvironment, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

// Before the home moves, so that what it has to install stays.
const pySpy = await workingPySpy();
const { interpreter } = await askInterpreter("python", process.env.PYTHON || "python3");
const home = temporaryHome();
if (pySpy) afterAll(setEnvironment({ PORTOLAN_PYSPY: pySpy }));

/** As root, outside of a container that forbids it. */
const canNest = spawnSync("unshare", ["--pid", "--fork", "--mount-proc", "true"]).status === 0;

const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
});

/** A program that runs, once it has said so; its stderr is where Node names its inspector. */
async function running(file: string, args: readonly string[]): Promise<{ pid: number; said: string }> {
  const child = spawn(file, [...args], { stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  let said = "";
  await new Promise<void>((resolve) => {
    const take = (text: Buffer) => {
      said += text;
      if (said.includes("ready")) resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
  });
  return { pid: child.pid!, said };
}

/** Serves one request after another: serialises, computes in Python, and waits for the next. */
const SERVICE = `
import json, sys, time
rows = list(range(20000))
def handle():
    start = time.perf_counter()
    while time.perf_counter() - start < 0.05:
        for i in range(2000): i * i
    start = time.perf_counter()
    while time.perf_counter() - start < 0.03: json.loads(json.dumps(rows))
print("ready", flush=True)
end = time.time() + float(sys.argv[1])
while time.time() < end:
    handle()
    time.sleep(0.02)
`;

/** Whether a py-spy looks at the process `pid`. */
const isWatched = (pid: number) =>
  readdirSync("/proc").some((entry) => {
    try {
      return (
        /^\d+$/.test(entry) &&
        /spy.*\0--pid\0(\d+)\0/.exec(readFileSync(join("/proc", entry, "cmdline"), "utf8"))?.[1] ===
          String(pid)
      );
    } catch {
      return false; // It ended meanwhile.
    }
  });

const NODE_SERVICE = `
const until = (ms, work) => { const start = performance.now(); while (performance.now() - start < ms) work(); };
let sum = 0;
setInterval(() => { until(30, function serve() { for (let i = 0; i < 2000; i++) sum += Math.sqrt(i); }); }, 60);
const ends = Number(process.argv[1]);
if (ends) setTimeout(() => process.exit(), ends);
console.log("ready");
`;

const nodeService = async (endsMs = 0) => {
  const { pid, said } = await running(process.execPath, ["--inspect=0", "-e", NODE_SERVICE, String(endsMs)]);
  return { pid, address: /ws:\/\/([\d.]+:\d+)\//.exec(said)![1]! };
};

const profile = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  inProcess(registerProfile, ["profile", ...args], env);
const recordings = () => (existsSync(join(home, "runs")) ? readdirSync(join(home, "runs")) : []);

async function recorded(args: readonly string[]): Promise<NonNullable<ProfileJson["recording"]>> {
  const { code, stdout, stderr } = await profile([...args, "--json"]);
  expect([code, stderr.split("\n").length]).toEqual([0, 2]);
  const { recording, logPath } = JSON.parse(stdout) as ProfileJson;
  expect(logPath).toBeNull();
  return recording!;
}

describe.skipIf(!pySpy)("portolan profile --pid", () => {
  it("watches a Python service for a while, per request where their number is given", async () => {
    const { pid } = await running(interpreter, ["-c", SERVICE, "60"]);
    const recording = await recorded(["--pid", String(pid), "--duration", "2s", "--requests", "20"]);
    const { attached, wallMs, attributions, inflation, bareStartMs, interpreter: runs, warnings } = recording;
    expect(attached).toEqual({ place: `process ${pid}`, option: `--pid ${pid}` });
    expect(runs).toMatch(/^Python( 3\.\d+)?$/);
    expect([inflation, bareStartMs, wallMs.n, recording.requests]).toEqual([null, null, 1, 20]);
    expect(wallMs.median).toBeGreaterThan(1_000);
    expect(wallMs.median).toBeLessThanOrEqual(2_000);
    const { interpreter: glue, io } = attributions[0]!.buckets;
    expect(glue.share).toBeGreaterThan(0.25);
    expect(io.share).toBeGreaterThan(0.1);
    expect(attributions[0]!.waiting.share).toBeGreaterThan(0.03);
    expect(warnings.join()).toContain("start-up, what the profiler cost it");
    // It goes on: nobody ended it.
    expect(() => process.kill(pid, 0)).not.toThrow();
    const [stored] = readRecordings(() => {});
    expect(stored).toMatchObject({ id: recording.id, attached });
  });

  it("keeps what it saw of a process that ends meanwhile, and says so", async () => {
    const { pid } = await running(interpreter, ["-c", SERVICE, "60"]);
    const recording = recorded(["--pid", String(pid), "--duration", "60s"]);
    // However busy the machine is, it ends while py-spy looks on, not before.
    await vi.waitUntil(() => isWatched(pid), { timeout: 30_000, interval: 100 });
    setTimeout(() => process.kill(pid, "SIGKILL"), 2_500);
    const { wallMs, warnings } = await recording;
    expect(wallMs.median).toBeLessThan(30_000);
    expect(warnings.join()).toMatch(/ended, or was lost, after .* of the 60\.0 s that were asked for/);
  });
});

describe("portolan profile --inspect", () => {
  it("watches a Node service over its inspector", async () => {
    const { address } = await nodeService();
    const { host, attached, tool, cpuPerWall, peakRssBytes, attributions, command } = await recorded([
      ...["--inspect", address, "--duration", "1s"],
    ]);
    expect({ host, attached }).toEqual({
      host: "node",
      attached: { place: address, option: `--inspect ${address}` },
    });
    expect(tool.version).toBe(`Node ${process.versions.node}`);
    expect(command.slice(0, 2)).toEqual([process.execPath, "--inspect=0"]);
    expect(cpuPerWall).toBeGreaterThan(0.05);
    expect(peakRssBytes).toBeGreaterThan(2 ** 22);
    const [{ buckets, attribution }] = attributions as [(typeof attributions)[0]];
    expect(buckets.interpreter.share).toBeGreaterThan(0.15);
    expect(attribution.waiting.share).toBeGreaterThan(0.1);
    expect(attribution.samples).toBeGreaterThan(100);
    expect(attribution.warnings.join()).toContain("JSON.parse");
  });

  it("keeps what it saw of a process that ends meanwhile, and says so", async () => {
    const { address } = await nodeService(5_000);
    const { wallMs, attributions, warnings } = await recorded(["--inspect", address, "--duration", "20s"]);
    expect(wallMs.median).toBeLessThan(10_000);
    expect(attributions[0]!.buckets.interpreter.share).toBeGreaterThan(0.1);
    expect(warnings.join()).toMatch(/ended, or was lost, after .* of the 20\.0 s/);
  });

  it("tells of a process that is killed meanwhile, and records nothing", async () => {
    const before = recordings();
    const { address, pid } = await nodeService();
    setTimeout(() => process.kill(pid, "SIGKILL"), 1_000);
    const { code, message } = await profile(["--inspect", address, "--duration", "20s"]);
    expect([code, recordings()]).toEqual([1, before]);
    expect(message).toMatch(/was killed meanwhile, and its profile with it|takes no connection|no inspector/);
  });
});

describe("portolan profile refuses to attach, with one message and no recording:", () => {
  const denied = join(home, "py-spy-denied");
  writeFileSync(
    denied,
    `#!/bin/sh
if [ "$1" = --version ]; then echo "py-spy 0.4.3"; exit 0; fi
echo "Error: Permission Denied: Try running again with elevated permissions" >&2
exit 1
`,
  );
  chmodSync(denied, 0o755);

  it.each([
    ["nothing", [], /nothing to record\. Give a command behind --.*or --pid, or --inspect/],
    ["two things", ["--pid", "1", "--", "node", "a.js"], /both --pid and the command node a\.js were given/],
    ["two places", ["--pid", "1", "--inspect", "9229"], /both --pid and --inspect were given/],
    ["a pid of none", ["--pid", "me"], /expected a whole number from 1/],
    ["a port of none", ["--inspect", "70000"], /expected a port from 1 to 65535, or host:port/],
    [
      "a duration without a unit",
      ["--pid", "1", "--duration", "30"],
      /expected a positive number with a unit/,
    ],
    ["a duration of a moment", ["--pid", "1", "--duration", "10ms"], /--duration is at least 1s/],
    [
      "a duration of a command",
      ["--duration", "5s", "--", "node", "a.js"],
      /--duration is for --pid and --inspect/,
    ],
    ["repetitions", ["--pid", "1", "--repeat", "2"], /--repeat does not go with --pid: .*watched once/],
    [
      "a quiet machine",
      ["--inspect", "1", "--wait-quiet", "2"],
      /--wait-quiet does not go with --inspect: .*watched once/,
    ],
    ["a process that is not there", ["--pid", "4194304"], /there is no process 4194304 here.*container/],
    [
      "a Node process",
      ["--pid", String(process.pid)],
      /is Node .*kill -USR1 \d+, and give --inspect 9229 instead/,
    ],
    [
      "a port where nobody answers",
      ["--inspect", "1"],
      /no inspector answers at 127\.0\.0\.1:1 .*--inspect=1/,
    ],
  ] as const)("%s", async (_, args, message) => {
    const before = recordings();
    const { code, stdout, stderr } = await profile(args);
    expect(stderr).toMatch(message);
    expect([code, stdout, recordings()]).toEqual([1, "", before]);
  });

  it("a server that is no inspector", async () => {
    const server = createServer((_, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { message } = await profile(["--inspect", String((server.address() as AddressInfo).port)]);
    server.close();
    expect(message).toMatch(
      /what answers at .* is no Node inspector\. Start the service with node --inspect=/,
    );
  });

  it.skipIf(!pySpy || process.platform !== "linux")("a process that is not Python", async () => {
    const { pid } = await running("sh", ["-c", "echo ready; exec sleep 60"]);
    const { message } = await profile(["--pid", String(pid), "--duration", "1s"]);
    expect(message).toMatch(/py-spy finds no Python in process \d+: .*the Python process itself/);
  });

  it.skipIf(!pySpy || !canNest)("a process in a container, seen from outside", async () => {
    const inside = ["--pid", "--fork", "--mount-proc", interpreter, "-c", SERVICE, "20"];
    const { pid: outer } = await running("unshare", inside);
    const children = readFileSync(`/proc/${outer}/task/${outer}/children`, "utf8").trim();
    const { message } = await profile(["--pid", children, "--duration", "1s"]);
    process.kill(Number(children), "SIGKILL");
    expect(message).toMatch(/container of its own .*native stacks: .*docker run --pid container:NAME/);
  });

  it("a process that may not be read, with what would allow it", async () => {
    const { pid } = await running("sh", ["-c", "echo ready; exec sleep 60"]);
    const { message } = await profile(["--pid", String(pid)], { PORTOLAN_PYSPY: denied });
    expect(message).toMatch(
      process.platform === "linux"
        ? /may not be read: .*Permission Denied.*To enable it: .*--cap-add SYS_PTRACE/
        : /may not be read.*sudo npx portolan profile --pid/,
    );
  });
});

describe("what would give better evidence of a process that ran already", () => {
  it("is the same option again, and no command that would start it", () => {
    const subject = { kind: "recording", command: ["python", "app.py"], attached: "--pid 7" } as const;
    const facts = { kind: "hidden engine", engine: "PyTorch", share: 0.5 } as const;
    const [line] = evidenceLines({ state: "unsound", faults: [facts], excludes: "all" }, subject);
    expect(line).toMatch(/: npx portolan profile --pid 7$/);
  });
});
