import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { askStore } from "../../loaders/store/ask-store.ts";
import { currentStore } from "../../loaders/store/current-store.ts";
import { SUITE_VERSION } from "../../src/model/run-file.ts";
import { unpackRuns } from "../../src/model/runs/runs-file.ts";
import { completeRecording, recordingHeader } from "../fixtures/recording.ts";
import { completeRows, header, writeRows } from "../fixtures/run.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
const runs = join(home, "runs");
const pathOf = (runId: string) => join(runs, `${runId}.jsonl`);

function plant(runId: string, startedAt: string, suiteVersion = SUITE_VERSION): void {
  writeRows(pathOf(runId), [header({ runId, startedAt, suiteVersion }), ...completeRows()]);
}

let told: string[];
const current = () => currentStore((line) => told.push(line));
/** How often it was made. */
const made = () => readdirSync(join(home, "cache", "store")).length;

async function ask(sql: string): Promise<unknown[]> {
  const [answer] = await askStore((await current()).store, [sql], "");
  if (answer instanceof Error) throw answer;
  return answer!.rows.map(([value]) => value);
}
const runIds = () => ask("select run_id from runs order by run_id");

mkdirSync(runs, { recursive: true });
beforeEach(() => {
  told = [];
});

describe("the store of all runs", () => {
  it("is made once for the same runs, with what is wrong with them said each time", async () => {
    plant("a", "2026-01-01T00:00:00.000Z");
    plant("b", "2026-01-02T00:00:00.000Z");
    writeFileSync(pathOf("b"), readFileSync(pathOf("b"), "utf8").replace("\n", "\n[]\n"));
    const first = await current();
    expect(told).toEqual([expect.stringMatching(/^skipped b\.jsonl: b\.jsonl, line 2/)]);
    const again = await current();
    expect([Buffer.compare(again.store, first.store), again.runsFile]).toEqual([0, first.runsFile]);
    expect(told).toEqual([told[0], told[0]]);
    expect(made()).toBe(1);
    expect(await runIds()).toEqual(["a"]);
  });

  it("follows what is in a file, not its date and size", async () => {
    const { mtime, size } = statSync(pathOf("a"));
    const other = SUITE_VERSION.replace(/.$/, "9");
    plant("a", "2026-01-01T00:00:00.000Z", other);
    utimesSync(pathOf("a"), mtime, mtime);
    expect(statSync(pathOf("a")).size).toBe(size);
    expect(await ask("select suite_version from runs")).toEqual([other]);
  });

  it("follows runs and recordings that come and go", async () => {
    const { recordingId } = recordingHeader();
    rmSync(pathOf("a"));
    plant("b", "2026-01-02T00:00:00.000Z");
    writeRows(join(runs, `${recordingId}.recording.jsonl`), [recordingHeader(), ...completeRecording()]);
    expect(await runIds()).toEqual(["b"]);
    expect(unpackRuns(JSON.parse((await current()).runsFile)).map(({ runId }) => runId)).toContain("b");
    expect(await ask("select recording_id from recordings")).toEqual([recordingId]);
  });
});
