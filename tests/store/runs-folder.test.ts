import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { readStoredRecordings } from "../../loaders/store/recordings.ts";
import { readRuns } from "../../loaders/store/runs.ts";
import { completeRecording, recordingHeader } from "../fixtures/recording.ts";
import { completeRows, header, writeRows } from "../fixtures/run.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const folder = join(temporaryHome(), "runs");
const pathOf = (name: string) => join(folder, name);

function plant(runId: string, startedAt: string, name = `${runId}.jsonl`): void {
  writeRows(pathOf(name), [header({ runId, startedAt }), ...completeRows()]);
}

let told: string[];
const runIds = () => readRuns((line) => told.push(line)).map(({ run }) => run.header.runId);

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  told = [];
});

describe("runs", () => {
  it("are in the order in which they began, whatever their files are called", () => {
    plant("a", "2020-03-01T00:00:00.000Z");
    plant("b", "2020-01-01T00:00:00.000Z");
    plant("c", "2020-02-01T00:00:00.000Z");
    expect(runIds()).toEqual(["b", "c", "a"]);
    expect(told).toEqual([]);
  });

  it("dated in the future are never the newest, and it is said", () => {
    plant("29990101T000000Z-quick-1", "2999-01-01T00:00:00.000Z");
    plant("20200101T000000Z-quick-1", "2020-01-01T00:00:00.000Z");
    expect(runIds()).toEqual(["29990101T000000Z-quick-1", "20200101T000000Z-quick-1"]);
    expect(told).toEqual([
      "29990101T000000Z-quick-1.jsonl: run 29990101T000000Z-quick-1 is dated 2999-01-01T00:00:00.000Z, in the future " +
        "by this machine's clock; it counts as the oldest",
    ]);
  });

  it.each(["copy of run.jsonl", "zzz.jsonl"])("count once, and the original counts: beside %s", (copy) => {
    plant("run", "2020-01-01T00:00:00.000Z");
    copyFileSync(pathOf("run.jsonl"), pathOf(copy));
    expect(readRuns((line) => told.push(line)).map(({ path }) => path)).toEqual([pathOf("run.jsonl")]);
    expect(told).toEqual([`skipped ${copy}: it holds run run, as run.jsonl does`]);
  });

  it("are read from regular files only, without a wait for anything else", () => {
    plant("run", "2020-01-01T00:00:00.000Z");
    mkdirSync(pathOf("folder.jsonl"));
    execFileSync("mkfifo", [pathOf("fifo.jsonl")]);
    expect(runIds()).toEqual(["run"]);
    expect(told).toEqual([
      "skipped fifo.jsonl: it is a FIFO; only regular files are read",
      "skipped folder.jsonl: it is a folder; only regular files are read",
    ]);
  });
});

describe("recordings", () => {
  it("count once too, and a FIFO is none", () => {
    const { recordingId } = recordingHeader();
    writeRows(pathOf(`${recordingId}.recording.jsonl`), [recordingHeader(), ...completeRecording()]);
    copyFileSync(pathOf(`${recordingId}.recording.jsonl`), pathOf("a.recording.jsonl"));
    execFileSync("mkfifo", [pathOf("b.recording.jsonl")]);
    writeFileSync(pathOf("c.log"), "");
    expect(readStoredRecordings((line) => told.push(line)).map(({ path }) => path)).toEqual([
      pathOf(`${recordingId}.recording.jsonl`),
    ]);
    expect(told).toHaveLength(2);
  });
});
