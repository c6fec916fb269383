import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidRow, RowFileError } from "../../loaders/store/row-file.ts";
import { RunWriter, readRunFile } from "../../loaders/store/run-file.ts";
import type { RunRow } from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { completeRows, endRow, engineRow, header, processRows, writeRows } from "../fixtures/run.ts";
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
    const counted = rows.map((row, i) => (row.kind === "end" ? { ...row, rows: i + 1 } : row));
    expect(readRunFile(path)).toEqual({ run: runOfRows(header(), counted), warnings: [] });
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
    expect(run).toEqual(runOfRows(header(), completeRows().slice(0, -1)));
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
        expect(run).toEqual(runOfRows(header(), rows.slice(0, kept)));
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
          run: runOfRows(header(), [
            ...rows.slice(0, kept),
            { ...endRow("interrupted", "resumed"), rows: kept + 1 },
          ]),
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
    expect(() => readRunFile(path)).toThrow(RowFileError);
    expect(() => readRunFile(path)).toThrow(/run-\d+\.jsonl, line 4: not JSON \("\{half of a"\)/);
  });

  it("is not excused by lying on a last line that ends in a newline", () => {
    expect(() => readRunFile(fileOf(header(), { kind: "end", reason: "bored" }))).toThrow(/line 2: reason/);
  });

  it("names the schema version that it found and the one that it reads", () => {
    expect(() => readRunFile(fileOf({ ...header(), schemaVersion: 99 }))).toThrow(
      /line 1: schema version 99; this Portolan reads version 1: a newer one wrote this run\. Update/,
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
      /line 1: workloads\.0\.model\.sha256: "ABC" \(a SHA-256 in lower-case hex\)/,
    );
  });

  it.each([
    ["without a header", [endRow()], /line 1: expected a row of kind "header", found end/],
    ["that is empty", [], /line 1: expected a row of kind "header", found nothing/],
    ["with two headers", [header(), header()], /line 2: a second header row; a run file has one, its first/],
    ["with an unknown kind of row", [header(), { kind: "gossip" }], /line 2: kind: /],
  ])("%s is refused", (_, rows, message) => {
    expect(() => readRunFile(fileOf(...rows))).toThrow(message);
  });
});

/** As Portolan writes it now, with checksums. */
function writtenFile(rows: readonly RunRow[] = completeRows()): string {
  const path = newPath();
  const writer = new RunWriter(path, header());
  for (const row of rows) writer.append(row);
  writer.close();
  return path;
}

const linesOf = (path: string) => readFileSync(path, "utf8").split("\n").slice(0, -1);
const withLines = (path: string, lines: readonly string[]) =>
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));

describe("a file with checksums", () => {
  it("is refused with any bit of it flipped, but for the last newline, without which the last row is half", () => {
    const path = writtenFile();
    const whole = readFileSync(path);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * (whole.length - 1) - 1 }), (bit) => {
        const flipped = Buffer.from(whole);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(path, flipped);
        expect(() => readRunFile(path), `bit ${bit}`).toThrow(/line \d+: |expected a row of kind "header"/);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ["dropped", (lines) => lines.toSpliced(5, 1), /line 6: the checksum is .* one before it was dropped/],
    ["doubled", (lines) => lines.toSpliced(5, 0, lines[5]!), /line 7: the checksum is /],
    ["swapped", (lines) => lines.toSpliced(5, 2, lines[6]!, lines[5]!), /line 6: the checksum is /],
    [
      "bared",
      (lines) => lines.map((line) => line.replace(/,"crc32":"\w+"/, "")).with(0, lines[0]!),
      /line 2: no/,
    ],
    [
      "first bared",
      (lines) => lines.with(0, lines[0]!.replace(/,"crc32":"\w+"/, "")),
      /line 2: a checksum, where/,
    ],
  ])("is refused with a row %s", (_, change, message) => {
    const path = writtenFile();
    withLines(path, change(linesOf(path)));
    expect(() => readRunFile(path)).toThrow(message);
  });

  it("counts its rows at every end", () => {
    const path = writtenFile([endRow("interrupted"), endRow("complete")]);
    expect(readRunFile(path).run.ends.map(({ rows }) => rows)).toEqual([1, 2]);
    const wrong = { ...endRow(), rows: 7 };
    expect(() => readRunFile(fileOf(header(), wrong))).toThrow(
      /line 2: it counts 7 rows before it, and there are 1/,
    );
  });

  it("is still JSON Lines, and tells older readers nothing that they refuse", () => {
    const rows = linesOf(writtenFile()).map((line) => JSON.parse(line));
    expect(rows.map(({ crc32, ...row }) => row)).toEqual([
      header(),
      ...completeRows().map((row, i) => (row.kind === "end" ? { ...row, rows: i + 1 } : row)),
    ]);
    expect(rows.every(({ crc32 }) => /^[0-9a-f]{8}$/.test(crc32))).toBe(true);
  });
});

describe("a file of before there were checksums", () => {
  it("is gone on with as it began, byte for byte", () => {
    const path = fileOf(header(), ...completeRows().slice(0, 4));
    const before = readFileSync(path, "utf8");
    const writer = new RunWriter(path, null);
    writer.append(endRow("complete"));
    writer.close();
    const after = readFileSync(path, "utf8");
    expect(after.startsWith(before)).toBe(true);
    expect(after).not.toContain("crc32");
    expect(readRunFile(path).run.ends).toHaveLength(1);
  });
});

describe("a row that no reader would take", () => {
  const cold = processRows({ target: "js", wallMs: [1] })[0]!;

  it.each<[string, object, string]>([
    ["a negative time", { ...cold, importMs: -1 }, "importMs: -1 (Too small: expected number to be >=0)"],
    ["a time that never was", { ...cold, importMs: 1e308 }, "importMs: 1e+308 (Too big"],
    ["no number", { ...cold, importMs: Number.NaN }, "importMs: NaN (Invalid input"],
    ["an infinity", { ...cold, importMs: Number.POSITIVE_INFINITY }, "importMs: Infinity (Invalid input"],
    ["nothing", { ...cold, importMs: undefined }, "importMs: undefined (Invalid input"],
    [
      "a request of no time",
      samplesRow({ wallMs: [1, 0] }),
      "wallMs.1: 0 (Too small: expected number to be >0)",
    ],
  ])("is refused before it is written: %s", (_, row, message) => {
    const path = writtenFile([]);
    const before = readFileSync(path, "utf8");
    const writer = new RunWriter(path, null);
    expect(() => writer.append(row as RunRow)).toThrow(InvalidRow);
    expect(() => writer.append(row as RunRow)).toThrow(message);
    writer.append(endRow());
    writer.close();
    expect(readFileSync(path, "utf8").startsWith(before)).toBe(true);
    expect(readRunFile(path).run.ends).toHaveLength(1);
  });

  it("leaves no file if it is the first", () => {
    const path = newPath();
    expect(() => new RunWriter(path, header({ seed: 0.5 }))).toThrow(/seed: 0\.5/);
    expect(existsSync(path)).toBe(false);
    new RunWriter(path, header()).close();
  });
});

describe("a file that is being written", () => {
  it("is nobody else's to go on with, and no line of its writer's is cut", () => {
    const path = newPath();
    const writer = new RunWriter(path, header());
    writer.append(endRow("interrupted"));
    appendFileSync(path, '{"kind":"cold"'); // As far as its writer got until now.
    const before = readFileSync(path, "utf8");
    expect(() => new RunWriter(path, null)).toThrow(
      new RegExp(`process ${process.pid} .* is writing ${basename(path)} since`),
    );
    expect(readFileSync(path, "utf8")).toBe(before);
    writer.close();
    new RunWriter(path, null).close();
  });

  it("is refused with two outcomes of one process, as two writers left them", () => {
    const rows = processRows({ target: "js", wallMs: [1, 2] });
    expect(() => readRunFile(fileOf(header(), ...rows, ...rows))).toThrow(
      /^run-\d+\.jsonl, line 9: a second outcome of process "embed-text\/js\/wall\/0" of run 20260102T030405Z-quick-1; its first is on line 5\. Two measurements/,
    );
  });
});
