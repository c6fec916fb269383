import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { registerImport } from "../../loaders/commands/import.ts";
import { registerKit } from "../../loaders/commands/kit.ts";
import { currentMachineId } from "../../loaders/harness/fingerprint.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import { inProcess } from "../commands/in-process.ts";
import { lendPython, projectPython } from "../fixtures/python.ts";
import { lendCache, temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
lendCache(home);
lendPython(home);
const folder = temporaryFolder();
const kit = join(folder, "kit.pyz");
const TARGETS = ["python-numpy", "python-slice"];

const build = (output: string) =>
  inProcess(registerKit, ["kit", "--workload", "score-telemetry", "--target", ...TARGETS, "-o", output]);

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder, to run in or to be all that is on the PATH: no Node, no compiler. */
function emptyFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function runKit(
  args: readonly string[],
  cwd: string,
  {
    file = kit,
    env = {},
    onStderr,
  }: {
    file?: string;
    env?: Record<string, string>;
    onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<Ran> {
  const child = spawn(projectPython!.file, [file, ...args], {
    cwd,
    env: { PATH: join(folder, "bin"), ...env },
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      if (name === "stderr") onStderr?.(printed.stderr, (signal) => child.kill(signal));
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code: code ?? 128 + constants.signals[signal!], ...printed }),
    );
  });
}

describe.skipIf(!projectPython)("a kit, under a Python without Node", () => {
  let interrupted: Ran;
  let resumed: Ran;
  let rowsThen: Buffer;
  let path: string;

  beforeAll(async () => {
    emptyFolder("bin");
    expect(await build(kit)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("score-telemetry on"),
    });
    const cwd = emptyFolder("empty");
    let killed = false;
    interrupted = await runKit([], cwd, {
      onStderr: (text, kill) => {
        if (killed || !/^\[\d\/\d\]/m.test(text)) return;
        killed = true;
        kill("SIGINT");
      },
    });
    const names = readdirSync(cwd);
    expect(names).toEqual([expect.stringMatching(/^\d{8}T\d{6}Z-quick-kit-[0-9a-f]{8}\.jsonl$/)]);
    path = join(cwd, names[0]!);
    rowsThen = readFileSync(path);
    // As a process leaves it that is killed while it writes.
    appendFileSync(path, '{"kind":"samples","proc');
    resumed = await runKit([], cwd);
    expect(readdirSync(cwd)).toEqual(names);
  });

  it("keeps what was measured at Ctrl-C, with the exit code of that", () => {
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toMatch(/Stopped; what was measured is kept: \d process/);
    expect(rowsThen.toString("utf8").trimEnd().split("\n").at(-1)).toContain('"reason":"interrupted"');
  });

  it("goes on by the same command, after the last whole row", () => {
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("Going on with the interrupted run");
    expect(readFileSync(path).subarray(0, rowsThen.length).equals(rowsThen)).toBe(true);
  });

  it("says what cannot run there, why, and what would enable it", () => {
    expect(resumed.stderr).toMatch(/Not measured here: python-slice: no C compiler.* To enable: /);
    const slice = readRunFile(path).run.header.targets.find(({ id }) => id === "python-slice");
    expect(slice).toMatchObject({ available: false, enable: expect.stringMatching(/gcc|xcode/) });
  });

  it("writes a run like any other: cold starts, samples, memory, the engine's profile, an A/A arm", () => {
    const { run, warnings } = readRunFile(path);
    expect(warnings).toEqual([]);
    expect(run.header.environment).toMatchObject({ machineId: currentMachineId(), node: null, v8: null });
    // On a busy machine a cell whose process takes long gets fewer of them.
    expect(run.outcomes.length).toBeGreaterThanOrEqual(4);
    for (const { state, detail } of run.outcomes) expect([state, detail]).toEqual(["ok", ""]);
    expect(new Set(run.outcomes.map(({ arm }) => arm))).toEqual(new Set(["wall", "aa"]));
    expect(run.engine).toHaveLength(1);
    for (const { spawnMs, importMs, sessionMs } of run.cold)
      expect([spawnMs, importMs, sessionMs].every((ms) => ms > 0)).toBe(true);
    expect(run.memory.every(({ peakRssBytes }) => peakRssBytes > 10e6)).toBe(true);
    expect(run.ends.map(({ reason }) => reason)).toEqual(["interrupted", "complete"]);
    const [workload] = summarise(run).workloads;
    expect(workload).toMatchObject({ id: "score-telemetry", baseline: "python-numpy" });
  });

  it("is imported as it is, once", async () => {
    const first = await inProcess(registerImport, ["import", path]);
    expect(first.stderr + first.stdout).toContain("Added ");
    const again = await inProcess(registerImport, ["import", path]);
    expect(again.stdout).not.toContain("Added ");
  });

  it("writes to stdout, compiles the slice where there is a compiler, and stops at the budget", async () => {
    const cwd = emptyFolder("piped");
    const { stdout, stderr } = await runKit(["--out", "-", "--budget", "1ms", "--seed", "7"], cwd, {
      env: { PATH: process.env.PATH! },
    });
    expect(readdirSync(cwd)).toEqual([]);
    const piped = join(folder, "piped.jsonl");
    writeFileSync(piped, stdout);
    const { run } = readRunFile(piped);
    expect(run.header).toMatchObject({ seed: 7, budgetMs: 1 });
    expect(run.ends).toMatchObject([{ reason: "budget", detail: expect.stringContaining("were cut") }]);
    if (!stderr.includes("no C compiler"))
      expect(run.header.targets.find(({ id }) => id === "python-slice")).toMatchObject({
        available: true,
        engines: { cc: expect.any(String) },
      });
  });
});

describe.skipIf(!projectPython)("a kit that cannot", () => {
  it("says that it is cut off", async () => {
    const cut = join(folder, "cut.pyz");
    const bytes = readFileSync(kit);
    writeFileSync(cut, bytes.subarray(0, bytes.length - 1_000));
    const { code, stderr } = await runKit([], folder, { file: cut });
    expect(code).toBe(1);
    expect(stderr).toContain("This kit is cut off: copy it again");
  });

  it("says what in it is damaged", async () => {
    const damaged = join(folder, "damaged.pyz");
    const bytes = Buffer.from(readFileSync(kit));
    const at = bytes.indexOf("models/") + 200;
    bytes[at] = bytes[at]! ^ 0xff;
    writeFileSync(damaged, bytes);
    const { code, stderr } = await runKit([], folder, { file: damaged });
    expect(code).toBe(1);
    expect(stderr).toMatch(/is damaged: models\/\w+\.onnx .*copy the kit again/);
  });

  it("says what to install, where none of its targets can run, and leaves nothing", async () => {
    const cwd = emptyFolder("bare");
    const lacking = emptyFolder("lacking");
    for (const name of ["onnxruntime", "numpy"])
      writeFileSync(join(lacking, `${name}.py`), `raise ModuleNotFoundError("No module named '${name}'")\n`);
    const { code, stderr } = await runKit([], cwd, { env: { PYTHONPATH: lacking } });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /there is no onnxruntime; there is no numpy\. To enable: .* -m pip install onnxruntime numpy/,
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("says so before it measures, where the run cannot be written", async () => {
    const { code, stderr } = await runKit(["--out", join(folder, "nowhere", "run.jsonl")], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/nowhere is not there: name a file in another folder with --out/);
  });
});

describe("portolan kit", () => {
  it("makes the same bytes of the same things", async () => {
    const again = join(folder, "again.pyz");
    await build(again);
    if (existsSync(kit)) expect(readFileSync(again).equals(readFileSync(kit))).toBe(true);
  });

  it("refuses a target that needs Node, with those that it carries", async () => {
    const { code, message } = await inProcess(registerKit, ["kit", "--target", "wasm"]);
    expect(code).toBe(1);
    expect(message).toMatch(/a kit cannot carry the target "wasm".*python-numpy/);
  });
});
