import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { plannedName } from "../../loaders/harness/plan.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { cli, type Ended } from "../fixtures/cli.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();
const MEASURE = ["measure", "--workload", "score-telemetry", "--size", "small", "--target", "js", "--json"];
/** Three processes of js, and three of its A/A twin; on a machine so busy that each takes long, two of each. */
const MOST_PROCESSES = 6;

let interrupted: Ended;
let resumed: Ended;
let before: Buffer;
let path: string;

beforeAll(async () => {
  let killed = false;
  interrupted = await cli(MEASURE, {
    onStderr: (text, kill) => {
      if (killed || !/^\[\d\/\d\]/m.test(text)) return;
      killed = true;
      kill("SIGINT");
    },
  });
  const [name] = readdirSync(join(home, "runs"));
  path = join(home, "runs", name!);
  before = readFileSync(path);
  resumed = await cli(MEASURE);
});

describe("Ctrl-C in the middle of a measurement", () => {
  it("ends in order: exit code 130, and a word on what is kept", () => {
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain("Stopping; what was measured is kept.");
    expect(JSON.parse(interrupted.stdout)).toMatchObject({ end: "interrupted", resumed: false, path });
  });

  it("leaves a readable run that says so", () => {
    const lines = before.toString("utf8").trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ kind: "end", reason: "interrupted" });
    const outcomes = lines.map((line) => JSON.parse(line)).filter((row) => row.kind === "outcome");
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.length).toBeLessThan(MOST_PROCESSES);
  });
});

describe("the same command again", () => {
  it("goes on with the run, and keeps its earlier rows byte for byte", () => {
    expect(resumed.code).toBe(0);
    const first = JSON.parse(interrupted.stdout) as MeasureJson;
    const went = JSON.parse(resumed.stdout) as MeasureJson;
    expect(went).toMatchObject({
      runId: first.runId,
      path,
      resumed: true,
      end: "complete",
      cells: [{ target: "js", state: "ok" }],
    });
    expect([2, 3]).toContain(went.cells[0]!.processes);
    expect(resumed.stderr).toMatch(/Going on with interrupted run .*: \d of 6 processes are there/);
    expect(readFileSync(path).subarray(0, before.length).equals(before)).toBe(true);
    expect(readdirSync(join(home, "runs"))).toHaveLength(1);
  });

  it("measures every process once, and none of two halves", () => {
    const { run } = readRunFile(path);
    const processes = run.outcomes.map((row) => row.process);
    const { cells } = JSON.parse(resumed.stdout) as MeasureJson;
    expect(processes).toHaveLength(2 * cells[0]!.processes);
    expect(new Set(processes.map(plannedName)).size).toBe(processes.length);
    const cold = run.cold.map((row) => row.process);
    expect(new Set(cold).size).toBe(cold.length);
    expect(run.ends.map(({ reason }) => reason)).toEqual(["interrupted", "complete"]);
  });

  it("starts anew once the run is complete", async () => {
    const { stdout } = await cli([...MEASURE, "--budget", "1ms"]);
    expect(JSON.parse(stdout)).toMatchObject({ resumed: false });
    expect(readdirSync(join(home, "runs"))).toHaveLength(2);
  });
});
