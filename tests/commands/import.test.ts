import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { registerImport } from "../../loaders/commands/import.ts";
import { registerRuns } from "../../loaders/commands/runs.ts";
import { ownModel } from "../../loaders/models/model-file.ts";
import { runsFolder } from "../../loaders/paths.ts";
import { chosenSummary } from "../../loaders/store/chosen-summary.ts";
import type { Imported } from "../../loaders/store/import-run.ts";
import { RunWriter } from "../../loaders/store/run-file.ts";
import { workloadById } from "../../loaders/workloads/index.ts";
import { liveHeader } from "../../src/model/live/header.ts";
import { checkedLine } from "../../src/model/row-line.ts";
import { type RunHeader, SUITE_VERSION } from "../../src/model/run-file.ts";
import { DEVICE } from "../fixtures/live.ts";
import { WORKLOADS } from "../fixtures/measured-run.ts";
import { ObjectServer } from "../fixtures/object-server.ts";
import { around, completeRows, endRow, header, processRows, target, writeRows } from "../fixtures/run.ts";
import { setEnvironment, temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const shared = temporaryHome();
const folder = temporaryFolder();
const [ID] = WORKLOADS;
const { sha256, bytes, source } = ownModel(workloadById(ID));
const workload = { ...header().workloads[0]!, id: ID, model: { name: "m", source, sha256, bytes } };

let homes = 0;
let files = 0;
beforeEach(() => {
  const home = join(shared, `home-${homes++}`);
  mkdirSync(home);
  setEnvironment({ PORTOLAN_HOME: home });
});

/** A run of a browser, as a file elsewhere. */
function runFile(over: Partial<RunHeader> = {}, name = "run.jsonl"): string {
  const path = join(folder, `${files++}-${name}`);
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

/** From standard input, in pieces that end anywhere. */
async function piped(...pieces: readonly (string | Buffer)[]) {
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  const chunks = Array.from({ length: Math.ceil(bytes.length / 997) }, (_, i) =>
    bytes.subarray(i * 997, (i + 1) * 997),
  );
  const input = vi
    .spyOn(process, "stdin", "get")
    .mockReturnValue(Readable.from(chunks) as unknown as typeof process.stdin);
  const ran = await imports("-", "--json");
  input.mockRestore();
  return { ...ran, imported: JSON.parse(ran.stdout) as Imported[] };
}

const bytesOf = (over: Partial<RunHeader>) => readFileSync(runFile(over));

describe("portolan import, of a stream", () => {
  it("takes several runs, one after the other, compressed or not, each as it was", async () => {
    const runs = ["a", "b", "c"].map((runId) => bytesOf({ runId }));
    for (const pieces of [runs, [gzipSync(Buffer.concat(runs))]]) {
      const { imported } = await piped(...pieces);
      expect(imported.map(({ runId }) => runId)).toEqual(["a", "b", "c"]);
    }
    for (const [i, runId] of ["a", "b", "c"].entries())
      expect(readFileSync(join(runsFolder(), `${runId}.jsonl`))).toEqual(runs[i]);
  });

  it("tells a run that was cut off in a line from the one after it", async () => {
    const [a, b] = ["a", "b"].map((runId) => bytesOf({ runId }));
    const { imported } = await piped(a!.subarray(0, -20), b!);
    expect(imported.map(({ runId, state }) => [runId, state])).toEqual([
      ["a", "added"],
      ["b", "added"],
    ]);
    expect(imported[0]!.warnings.join()).toMatch(
      /run 1: the last line is truncated.*it has no end, so it was cut off: 1 process is whole and counts/,
    );
    expect(readFileSync(join(runsFolder(), "b.jsonl"))).toEqual(b);
  });

  it("names the damaged line by its place in the stream, and takes the other runs", async () => {
    const [a, b] = ["a", "b"].map((runId) => bytesOf({ runId }).toString());
    const lines = a!.split("\n").length - 1;
    const { code, imported } = await piped(a!, b!.replace('"cpuPerWall":1', '"cpuPerWall":2'));
    expect(code).toBe(1);
    const line = lines + 1 + b!.split("\n").findIndex((text) => text.includes('"cpuPerWall":1'));
    expect(imported[0]!.state).toBe("added");
    expect(imported[1]!.detail).toContain(`run 2, line ${line}: the checksum is`);
  });

  it.each([
    ["nothing", "", "there is nothing in standard input"],
    ["what is no run", "hello\n", "line 1: not JSON"],
    [
      "a damaged archive",
      gzipSync(Buffer.from("x".repeat(9_999))).subarray(0, -9),
      "compressed by gzip and damaged",
    ],
  ])("refuses %s", async (_, bytes, reason) => {
    const { code, imported } = await piped(bytes);
    expect(code).toBe(1);
    expect(imported[0]!.detail).toContain(reason);
  });
});

describe("portolan import, of a run that is there with other content", () => {
  it("goes on with it where it is the same run later, and leaves it where it is the same earlier", async () => {
    const whole = runFile({ runId: "a" });
    const cut = join(folder, `cut-${homes}.jsonl`);
    const text = readFileSync(whole, "utf8");
    writeFileSync(cut, text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
    expect((await imports(cut)).stderr).toContain("it has no end");
    expect((await imports(whole)).stdout).toMatch(
      /^Went on with a: the one that was there ended 1 rows earlier/,
    );
    expect((await imports(cut)).stdout).toMatch(/^Nothing to add .* 1 rows more/);
    expect(readFileSync(join(runsFolder(), "a.jsonl"), "utf8")).toBe(text);
  });

  it("refuses it, says what differs, and keeps both under two ids", async () => {
    await imports(runFile({ runId: "a" }));
    const other = runFile({ runId: "a", seed: 8 }, "other.jsonl");
    const { code, stdout } = await imports(other);
    expect(code).toBe(1);
    expect(stdout).toMatch(/on line 1 seed is 7 there and 8 here.*npx portolan import --as/);
    expect((await imports(other, "--as", "a-8")).stdout).toMatch(/^Added a-8/);
    expect((await imports(other, "--as", "a-8")).stdout).toMatch(/^Nothing to add/);
    expect((await runs()).map(({ runId }: { runId: string }) => runId).sort()).toEqual(["a", "a-8"]);
    expect((await imports(other, "--as", "../a")).message).toContain("its run id is");
  });
});

describe("portolan import, of what a machine got wrong", () => {
  /** Rows with checksums that no writer of ours would have written. */
  function rawFile(rows: readonly object[]): string {
    let checksum = 0;
    const lines = rows.map((row) => {
      const checked = checkedLine(row, checksum);
      checksum = checked.checksum;
      return checked.line;
    });
    const path = join(folder, `raw-${homes}.jsonl`);
    writeFileSync(path, `${lines.join("\n")}\n`);
    return path;
  }
  const rowsOf = (path: string): Record<string, unknown>[] =>
    readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => {
        const { crc32: _, ...row } = JSON.parse(line);
        return row;
      });

  it("says that a clock jumped, was wrong, or is ahead, and takes the run", async () => {
    const rows = rowsOf(runFile({ startedAt: "1970-01-01T00:00:09.000Z" }));
    const { stdout, stderr } = await imports(rawFile(rows));
    expect(stdout).toMatch(/^Added/);
    expect(stderr).toContain("before there was a Portolan");
    const back = rowsOf(runFile({ runId: "b", startedAt: "2026-01-02T05:04:05.000Z" }));
    expect((await imports(rawFile(back))).stderr).toMatch(/its machine's clock went back by 7,200 s/);
    const ahead = runFile({ runId: "c", startedAt: "2999-01-01T00:00:00.000Z" });
    expect((await imports(ahead)).stderr).toContain("in the future by this machine's clock");
  });

  it("refuses a negative time and one that nothing can have taken, with line and value", async () => {
    for (const spawnMs of [-3, 1e13]) {
      const rows = rowsOf(runFile()).map((row) => (row.kind === "cold" ? { ...row, spawnMs } : row));
      expect((await imports(rawFile(rows))).stdout).toMatch(
        new RegExp(`line 2: spawnMs: ${spawnMs === -3 ? -3 : 10000000000000} `),
      );
    }
  });

  it("refuses the schema and the suite of a newer Portolan, and says so", async () => {
    const newer = rowsOf(runFile()).map((row) =>
      row.kind === "header" ? { ...row, schemaVersion: 2 } : row,
    );
    expect((await imports(rawFile(newer))).stdout).toContain("a newer one wrote this run. Update this one");
    expect((await imports(runFile({ suiteVersion: "99.0.0" }))).stdout).toContain(
      "a newer Portolan measured it",
    );
  });

  it("refuses what was cut off before anything was whole", async () => {
    const rows = rowsOf(runFile()).slice(0, 3);
    expect((await imports(rawFile(rows))).stdout).toContain("cut off before anything in it was whole");
  });
});

describe("portolan import, of a bucket", () => {
  it("takes the runs under a prefix, in as many answers as there are, once", async () => {
    await using server = await ObjectServer.start({ perAnswer: 2 });
    for (const runId of ["a", "b", "c"]) server.objects.set(`fleet x/ü+${runId}.jsonl`, bytesOf({ runId }));
    server.objects.set("fleet x/d.jsonl.gz", gzipSync(bytesOf({ runId: "d" })));
    server.objects.set("fleet x/notes.txt", Buffer.from("no run"));
    server.objects.set("other/e.jsonl", bytesOf({ runId: "e" }));
    setEnvironment(server.environment);
    const { code, stdout, stderr } = await imports("s3://bucket/fleet x/", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const states = (text: string) => JSON.parse(text).map((one: Imported) => `${one.runId} ${one.state}`);
    expect(states(stdout).sort()).toEqual(["a added", "b added", "c added", "d added"]);
    const again = await imports("s3://bucket/fleet x/", "--json");
    expect(states(again.stdout).sort()).toEqual(["a there", "b there", "c there", "d there"]);
  });

  it.each([
    ["a wrong secret", { AWS_SECRET_ACCESS_KEY: "wrong" }, "bucket", "(SignatureDoesNotMatch, HTTP 403)"],
    ["no bucket", {}, "other", "(NoSuchBucket, HTTP 404): there is no bucket of that name"],
    ["another region", { AWS_REGION: "eu-west-1" }, "bucket", "set AWS_REGION=eu-north-1"],
    [
      "no credentials",
      { AWS_ACCESS_KEY_ID: "" },
      "bucket",
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ],
    [
      "no server",
      { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
      "bucket",
      "cannot be reached at http://127.0.0.1:9",
    ],
  ])("says what to do about %s", async (_, over, bucket, reason) => {
    await using server = await ObjectServer.start({ perAnswer: 2 });
    setEnvironment({ ...server.environment, ...over });
    const { code, stdout } = await imports(`s3://${bucket}`);
    expect(code).toBe(1);
    expect(stdout).toContain(reason);
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });
});
