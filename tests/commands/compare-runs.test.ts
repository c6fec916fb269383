import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { registerCompareRuns } from "../../loaders/commands/compare-runs.ts";
import { registerRuns } from "../../loaders/commands/runs.ts";
import { runsFolder } from "../../loaders/paths.ts";
import { endRow, header, writeRows } from "../fixtures/run.ts";
import { rowsOf } from "../fixtures/runs-apart.ts";
import { temporaryFolder, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

temporaryHome();
const elsewhere = join(temporaryFolder(), "other.jsonl");
const [BEFORE, AFTER] = ["20260102T030405Z-quick-1", "20260103T030405Z-quick-1"] as const;

const trend = (...args: string[]) => inProcess(registerRuns, ["runs", "--trend", ...args]);
const compare = (...args: string[]) => inProcess(registerCompareRuns, ["compare-runs", ...args]);

beforeAll(() => {
  const write = (path: string, runId: string, ms: number, over = {}) =>
    writeRows(path, [
      header({ runId, startedAt: `2026-01-0${runId === AFTER ? 3 : 2}T03:04:05.000Z`, ...over }),
      ...rowsOf([{ target: "python", ms, twin: 1.001 }]),
      endRow(),
    ]);
  write(join(runsFolder(), `${BEFORE}.jsonl`), BEFORE, 10);
  write(elsewhere, AFTER, 20);
  write(join(runsFolder(), "old.jsonl"), "old", 10, {
    suiteVersion: "1.0.0",
    startedAt: "2025-01-01T00:00:00.000Z",
  });
});

describe("portolan compare-runs", () => {
  it("compares a run that is here with a file from elsewhere", async () => {
    const { code, stdout } = await compare(BEFORE, elsewhere);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Of one cell that both runs measured, one is slower in B \(2×\)\.\n/);
    expect(stdout).toMatch(/Embed text +python +10\.0 ms +20\.0 ms +2\.00× +1\.\d+× to 2\.\d+× slower/);
  });

  it("prints JSON and Markdown", async () => {
    const json = JSON.parse((await compare(BEFORE, elsewhere, "--json")).stdout);
    expect(json).toMatchObject({ a: { runId: BEFORE }, cells: [{ wallMs: { verdict: "slower" } }] });
    expect((await compare(BEFORE, elsewhere, "--markdown")).stdout).toMatch(/^## Two runs side by side\n/);
  });

  it("exits with 1 for what can't be compared at all, and says why", async () => {
    const refused = async (...args: string[]) => {
      const { code, message } = await compare(...args);
      expect(code).toBe(1);
      return message;
    };
    expect(await refused(BEFORE, "nowhere")).toMatch(new RegExp(`no run "nowhere"; known: .*${BEFORE}`));
    expect(await refused(BEFORE, "no/such.jsonl")).toContain("there is no run file no/such.jsonl");
    expect(await refused(BEFORE, BEFORE)).toContain("name two runs");
    expect(await refused(BEFORE, "old")).toContain("measured suite 2.0.0 and old suite 1.0.0");
    expect(await refused(BEFORE, elsewhere, "--json", "--markdown")).toContain("choose one of them");
  });
});

describe("portolan runs --trend", () => {
  it("says which run moved a cell beyond noise, from the baseline on", async () => {
    copyFileSync(elsewhere, join(runsFolder(), `${AFTER}.jsonl`));
    const { stdout } = await trend("--baseline", BEFORE);
    expect(stdout).toMatch(/^Of one cell that was measured more than once, one is slower/);
    expect(stdout).toContain(`slower with ${AFTER}`);
    const [json] = JSON.parse((await trend("--json")).stdout);
    expect(json.points.map(({ moved }: { moved: string }) => moved)).toEqual([null, "slower"]);
    expect((await trend("--baseline", "nowhere")).message).toContain('no run "nowhere"');
  });
});
