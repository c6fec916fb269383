import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { registerImport } from "../../loaders/commands/import.ts";
import { registerRuns } from "../../loaders/commands/runs.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { runsFolder } from "../../loaders/paths.ts";
import { chosenSummary } from "../../loaders/store/chosen-summary.ts";
import { RunWriter } from "../../loaders/store/run-file.ts";
import { workloadById } from "../../loaders/workloads/index.ts";
import { liveHeader } from "../../src/model/live/header.ts";
import { type RunHeader, SUITE_VERSION } from "../../src/model/run-file.ts";
import { DEVICE } from "../fixtures/live.ts";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { around, completeRows, endRow, header, processRows, target, writeRows } from "../fixtures/run.ts";
import { setEnvironment, temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const shared = temporaryHome();
const folder = temporaryFolder();
const [ID] = WORKLOADS;
const { sha256, bytes, source } = ownModel(workloadById(ID));
const workload = { ...header().workloads[0]!, id: ID, model: { name: "m", source, sha256, bytes } };

let homes = 0;
beforeEach(() => {
  const home = join(shared, `home-${homes++}`);
  mkdirSync(home);
  setEnvironment({ PORTOLAN_HOME: home });
});

/** A run of a browser, as a file elsewhere. */
function runFile(over: Partial<RunHeader> = {}, name = "run.jsonl"): string {
  const path = join(folder, `${homes}-${name}`);
  const head = liveHeader({
    suiteVersion: SUITE_VERSION,
    device: DEVICE,
    workloads: [workload],
    targets: [target("js")],
    startedAt: "2026-01-02T03:04:05.000Z",
    seed: 7,
  });
  const writer = new RunWriter(path, { ...head, ...over });
  for (const row of processRows({ workload: ID, target: "js", wallMs: around(5, 0), outcome: {} }))
    writer.append(row);
  writer.append(endRow());
  writer.close();
  return path;
}

const runs = async () => JSON.parse((await inProcess(registerRuns, ["runs", "--json"])).stdout);
const imports = (...args: string[]) => inProcess(registerImport, ["import", ...args]);

describe("portolan import", () => {
  it("adds a run of a browser, which is then a run like any other", async () => {
    const path = runFile();
    const { code, stdout } = await imports(path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Added 20260102T030405Z-live-00000007: .*Chromium 140 on Linux/);
    const [run, ...more] = await runs();
    expect(more).toEqual([]);
    expect(run).toMatchObject({
      cpuModel: expect.stringContaining("Chromium 140"),
      end: "complete",
      processes: 1,
    });
    expect(readFileSync(run.path)).toEqual(readFileSync(path));
    expect(chosenSummary(undefined)?.environment.browser?.userAgent).toBe("Test/1.0");
  });

  it("adds nothing the second time, nor under another name", async () => {
    await imports(runFile());
    const again = await imports(runFile({}, "copy.jsonl"));
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to add") });
    expect(await runs()).toHaveLength(1);
  });

  it("leaves the report with the run that has something to compare with", async () => {
    const path = join(runsFolder(), `${header().runId}.jsonl`);
    writeRows(path, [header({ startedAt: "2026-01-01T00:00:00.000Z" }), ...completeRows()]);
    await imports(runFile());
    expect(await runs()).toHaveLength(2);
    expect(chosenSummary(undefined)?.runId).toBe(header().runId);
  });

  it("takes a folder and a pattern", async () => {
    const some = join(folder, `some-${homes}`);
    mkdirSync(some);
    for (const runId of ["a", "b"]) {
      const path = runFile({ runId }, `${runId}.jsonl`);
      writeFileSync(join(some, `${runId}.jsonl`), readFileSync(path));
    }
    expect((await imports(join(some, "a*.jsonl"))).stdout).toMatch(/^Added a:/);
    const { stdout } = await imports(some, "--json");
    expect(
      JSON.parse(stdout).map(({ runId, state }: { runId: string; state: string }) => [runId, state]),
    ).toEqual([
      ["a", "there"],
      ["b", "added"],
    ]);
  });

  it.each([
    ["another suite", { suiteVersion: "1.9.0" }, "suite 1.9.0, and this Portolan measures suite"],
    [
      "another model",
      { workloads: [{ ...workload, model: { ...workload.model, sha256: "0".repeat(64) } }] },
      "measure with the same file first",
    ],
    ["an unknown workload", { workloads: [{ ...workload, id: "other" }] }, 'the workload "other"'],
    ["an id that leads elsewhere", { runId: "../../evil" }, "its run id is"],
  ] as const)("refuses %s, and says why", async (_, over, reason) => {
    const { code, stdout } = await imports(runFile(over as unknown as Partial<RunHeader>));
    expect(code).toBe(1);
    expect(stdout).toContain(reason);
    expect(await runs()).toEqual([]);
  });

  it("refuses what was changed, and what is no run", async () => {
    const path = runFile();
    writeFileSync(path, readFileSync(path, "utf8").replace('"elapsedMs":500', '"elapsedMs":501'));
    expect((await imports(path)).stdout).toContain("the checksum is");
    const other = join(folder, "other.jsonl");
    writeFileSync(other, "{}\n");
    expect(await imports(other, join(folder, "missing.jsonl"))).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/Refused .*other[\s\S]*there is no run file/),
    });
    expect(readdirSync(process.env.PORTOLAN_HOME!)).not.toContain("evil");
  });
});
