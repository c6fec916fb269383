import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildStore } from "../../loaders/store/build-store.ts";
import { openDuckDb } from "../../loaders/store/duckdb.ts";
import { RecordingWriter, readRecordingFile } from "../../loaders/store/recording-file.ts";
import { readRecordings } from "../../loaders/store/recordings.ts";
import { RowFileError } from "../../loaders/store/row-file.ts";
import { readRuns } from "../../loaders/store/runs.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import {
  attributionRowOf,
  completeRecording,
  execution,
  recordingHeader,
  recordingOf,
} from "../fixtures/recording.ts";
import { completeRows, header as runHeader, writeRows } from "../fixtures/run.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const runs = join(temporaryHome(), "runs");
const scratch = join(runs, "scratch");
mkdirSync(scratch, { recursive: true });
let files = 0;
const newPath = () => join(scratch, `${files++}.recording.jsonl`);

function fileOf(...rows: unknown[]): string {
  const path = newPath();
  writeRows(path, rows);
  return path;
}

describe("a recording", () => {
  it("is read back as it was written", () => {
    const path = newPath();
    const writer = new RecordingWriter(path, recordingHeader());
    for (const row of completeRecording()) writer.append(row);
    writer.close();
    const rows = completeRecording().map((row, i) => (row.kind === "end" ? { ...row, rows: i + 1 } : row));
    const recording = recordingOf(recordingHeader(), rows);
    expect(readRecordingFile(path)).toEqual({ recording, warnings: [] });
  });

  it("has no file before something was measured, and overwrites none", () => {
    const path = newPath();
    const writer = new RecordingWriter(path, recordingHeader());
    expect(writer.isWritten).toBe(false);
    writer.close();
    expect(() => readFileSync(path)).toThrow(/ENOENT/);
    const taken = fileOf(recordingHeader());
    expect(() => new RecordingWriter(taken, recordingHeader()).append(execution())).toThrow(
      `${taken} exists already`,
    );
  });

  it("reads as a prefix of its rows wherever after the header a kill cut it", () => {
    const rows = completeRecording();
    const path = fileOf(recordingHeader(), ...rows);
    const whole = readFileSync(path);
    fc.assert(
      fc.property(fc.integer({ min: whole.indexOf(10) + 1, max: whole.length }), (cut) => {
        writeFileSync(path, whole.subarray(0, cut));
        const kept = whole.subarray(0, cut).toString("utf8").split("\n").length - 2;
        const { recording, warnings } = readRecordingFile(path);
        expect(recording).toEqual(recordingOf(recordingHeader(), rows.slice(0, kept)));
        expect(warnings.length).toBe(whole[cut - 1] === 10 ? 0 : 1);
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it.each([
    ["text", ["{half"], /line 1: not JSON/],
    [
      "another version",
      [{ ...recordingHeader(), schemaVersion: 9 }],
      /schema version 9; this Portolan reads version 1/,
    ],
    ["no header", [execution()], /line 1: expected a row of kind "recording", found execution/],
    ["nothing", [], /found nothing/],
    ["two headers", [recordingHeader(), recordingHeader()], /2 rows of kind "recording"; allowed is one/],
    ["a negative wall time", [recordingHeader(), execution({ wallMs: -1 })], /line 2: wallMs/],
    [
      "a tree whose node lies above its parent",
      [recordingHeader(), { ...attributionRowOf(), tree: [...attributionRowOf().tree].reverse() }],
      /line 2: tree: every node's parent must have a smaller index/,
    ],
  ])("with %s is refused", (_, rows, message) => {
    const path = newPath();
    const text = rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("");
    writeFileSync(path, text);
    expect(() => readRecordingFile(path)).toThrow(RowFileError);
    expect(() => readRecordingFile(path)).toThrow(message);
  });
});

describe("the runs folder", () => {
  it("keeps runs and recordings apart, and skips a damaged recording with its reason", () => {
    writeRows(join(runs, "20260101T000000Z-quick-1.jsonl"), [runHeader(), ...completeRows()]);
    writeRows(join(runs, "20260102T030405Z-b.recording.jsonl"), [recordingHeader(), ...completeRecording()]);
    writeRows(join(runs, "20260102T030405Z-a.recording.jsonl"), [
      recordingHeader({ recordingId: "a" }),
      ...completeRecording(),
    ]);
    writeFileSync(join(runs, "20260103T000000Z-c.recording.jsonl"), "no\n");
    writeFileSync(join(runs, "20260102T030405Z-b.log"), "printed\n");
    const said: string[] = [];
    expect(readRuns((line) => said.push(line)).map(({ run }) => run.header.runId)).toEqual([
      runHeader().runId,
    ]);
    expect(said).toEqual([]);
    expect(readRecordings((line) => said.push(line)).map(({ id }) => id)).toEqual([
      "a",
      recordingHeader().recordingId,
    ]);
    expect(said).toEqual([
      expect.stringMatching(/^skipped 20260103T000000Z-c\.recording\.jsonl: .*not JSON/),
    ]);
  });
});

describe("the store", () => {
  it("holds recordings beside runs, with buckets that add up to the wall time", async () => {
    const bytes = await buildStore(
      [runOfRows(runHeader(), completeRows())],
      [recordingOf(recordingHeader(), completeRecording())],
    );
    const { bindings, connection } = await openDuckDb();
    bindings.registerFileBuffer("any.duckdb", bytes);
    connection.query("ATTACH 'any.duckdb' AS store (READ_ONLY)");
    const query = (sql: string) =>
      connection
        .query(sql)
        .toArray()
        .map((row) => row.toJSON());
    expect(
      query("SELECT title, command, profiler, end_reason, wall_ms, inflation FROM store.recordings"),
    ).toEqual([
      {
        title: "pipeline.py",
        command: "python pipeline.py",
        profiler: "py-spy 0.4.3",
        end_reason: "complete",
        wall_ms: 1_000,
        inflation: expect.closeTo(0.12, 9),
      },
    ]);
    expect(
      query("SELECT arm, count(*)::INTEGER AS n FROM store.recording_executions GROUP BY arm ORDER BY arm"),
    ).toEqual([
      { arm: "plain", n: 3 },
      { arm: "profiled", n: 1 },
    ]);
    expect(query("SELECT sum(duration_ms) AS ms FROM store.recording_buckets")).toEqual([
      { ms: expect.closeTo(1_000, 6) },
    ]);
  });
});
