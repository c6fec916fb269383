import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunFileError, RunWriter, readRunFile } from "../../loaders/store/run-file.ts";
import type { RunRow } from "../../src/model/run-file.ts";
import { completeRows, endRow, engineRow, header, processRows, runOf, writeRows } from "../fixtures/run.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
let files = 0;
const newPath = () => join(folder, `run-${files++}.jsonl`);

function fileOf(...rows: unknown[]): string {
  const path = newPath();
  writeRows(path, rows);
  return path;
}

function samplesRow(over: object): object {
  const row = processRows({ target: "js", wallMs: [1, 2] }).find(({ kind }) => kind === "samples")!;
  return { ...row, ...over };
}

describe("writing and reading", () => {
  it("gives back header and rows as they were written", () => {
    const rows: RunRow[] = [...completeRows(), engineRow({ target: "js" })];
    const path = newPath();
    const writer = new RunWriter(path, header());
    for (const row of rows) writer.append(row);
    writer.close();
    expect(readRunFile(path)).toEqual({ run: runOf(header(), rows), warnings: [] });
  });

  it("reads targets with and without what was recorded of their code later", () => {
    const browserFiles = [{ name: "engine.wasm", gzipBytes: 3_700_000, workload: null }];
    const [python, js] = header().targets;
    const targets = [python!, { ...js!, glue: "javascript" as const, browserFiles }];
    expect(readRunFile(fileOf(header({ targets }))).run.header.targets).toEqual(targets);
    const wrong = [{ ...js!, glue: "cobol" }];
    expect(() => readRunFile(fileOf({ ...header(), targets: wrong }))).toThrow(/glue/);
  });

  it("does not overwrite a run that is there", () => {
    const path = fileOf(header());
    const before = readFileSync(path, "utf8");
    expect(() => new RunWriter(path, header())).toThrow(`${path} exists already`);
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("keeps all ends of a run with several sittings, in order", () => {
    const { run } = readRunFile(fileOf(header(), endRow("interrupted"), endRow("complete")));
    expect(run.ends.map(({ reason }) => reason)).toEqual(["interrupted", "complete"]);
  });
});

describe("a run that was killed", () => {
  it("loses its truncated last line, with a warning that names the file", () => {
    const path = fileOf(header(), ...completeRows());
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.slice(0, -10));
    const { run, warnings } = readRunFile(path);
    expect(run).toEqual(runOf(header(), completeRows().slice(0, -1)));
    expect(warnings).toEqual([expect.stringMatching(/^run-\d+\.jsonl: the last line is truncated/)]);
  });

  it("reads as a prefix of its rows wherever after the header it was cut", () => {
    const rows = completeRows();
    const path = fileOf(header(), ...rows);
    const whole = readFileSync(path);
    const headerBytes = whole.indexOf(10) + 1;
    fc.assert(
      fc.property(fc.integer({ min: headerBytes, max: whole.length }), (cut) => {
        writeFileSync(path, whole.subarray(0, cut));
        const { run } = readRunFile(path);
        const kept = whole.subarray(0, cut).toString("utf8").split("\n").length - 2;
        expect(run).toEqual(runOf(header(), rows.slice(0, kept)));
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("is gone on with after the last whole row, whatever tail it has", () => {
    const rows = completeRows();
    const whole = readFileSync(fileOf(header(), ...rows));
    const headerBytes = whole.indexOf(10) + 1;
    const path = newPath();
    fc.assert(
      fc.property(fc.integer({ min: headerBytes, max: whole.length }), (cut) => {
        writeFileSync(path, whole.subarray(0, cut));
        const kept = whole.subarray(0, cut).toString("utf8").split("\n").length - 2;
        const writer = new RunWriter(path, null);
        writer.append(endRow("interrupted", "resumed"));
        writer.close();
        expect(readRunFile(path)).toEqual({
          run: runOf(header(), [...rows.slice(0, kept), endRow("interrupted", "resumed")]),
          warnings: [],
        });
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});

describe("a last row that lacks nothing but its newline", () => {
  it("is dropped by the reader as by the resuming writer, so that no process is lost between them", () => {
    const path = fileOf(header(), ...completeRows());
    writeFileSync(path, readFileSync(path, "utf8").trimEnd());
    const { run } = readRunFile(path);
    expect(run.ends).toEqual([]);
    new RunWriter(path, null).close();
    expect(readRunFile(path)).toEqual({ run, warnings: [] });
  });
});

describe("a damaged file", () => {
  it("names line and content of damage in the middle", () => {
    const path = fileOf(header(), ...completeRows());
    const lines = readFileSync(path, "utf8").split("\n");
    lines[3] = "{half of a";
    writeFileSync(path, lines.join("\n"));
    expect(() => readRunFile(path)).toThrow(RunFileError);
    expect(() => readRunFile(path)).toThrow(/run-\d+\.jsonl, line 4: not JSON \("\{half of a"\)/);
  });

  it("is not excused by lying on a last line that ends in a newline", () => {
    expect(() => readRunFile(fileOf(header(), { kind: "end", reason: "bored" }))).toThrow(/line 2: reason/);
  });

  it("names the schema version that it found and the one that it reads", () => {
    expect(() => readRunFile(fileOf({ ...header(), schemaVersion: 99 }))).toThrow(
      /line 1: schema version 99; this Portolan reads version 1\. .*measure again/,
    );
  });

  it.each([
    ["a negative duration", { wallMs: [1, -2] }, /line 2: wallMs\.1: /],
    ["NaN, which JSON writes as null", { wallMs: [1, Number.NaN] }, /line 2: wallMs\.1: /],
    ["columns of different lengths", { startMs: [0] }, /startMs and wallMs differ in length/],
    ["a segment without spans", { spanMs: [[1, 2]] }, /spanMs needs one array per segment/],
    ["an unknown bucket", { segments: [{ stage: "load", bucket: "gpu" }] }, /line 2: segments\.0\.bucket/],
  ])("names the path of %s", (_, over, message) => {
    expect(() => readRunFile(fileOf(header(), samplesRow(over)))).toThrow(message);
  });

  it("names the path of a bad SHA-256 in the header", () => {
    const [workload] = header().workloads;
    const bad = { ...workload, model: { ...workload!.model, sha256: "ABC" } };
    expect(() => readRunFile(fileOf({ ...header(), workloads: [bad] }))).toThrow(
      /line 1: workloads\.0\.model\.sha256: a SHA-256 in lower-case hex/,
    );
  });

  it.each([
    ["without a header", [endRow()], /line 1: expected a row of kind "header", found end/],
    ["that is empty", [], /line 1: expected a row of kind "header", found nothing/],
    ["with two headers", [header(), header()], /2 header rows; a run file has one, on line 1/],
    ["with an unknown kind of row", [header(), { kind: "gossip" }], /line 2: kind: /],
  ])("%s is refused", (_, rows, message) => {
    expect(() => readRunFile(fileOf(...rows))).toThrow(message);
  });
});
