import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { type RunJson, registerRuns } from "../../loaders/commands/runs.ts";
import { plannedName } from "../../loaders/harness/plan.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { cli, type Ended } from "../fixtures/cli.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const home = temporaryHome();
lendCache(home);
const MEASURE = ["measure", "--workload", "score-telemetry", "--size", "small", "--target", "js", "--json"];
const runs = join(home, "runs");

let first: MeasureJson;
let second: Ended;
let third: MeasureJson;
/** How the runs had ended, the first's still being written. */
let meanwhile: RunJson["end"][];

const isMeasuring = (stderr: string) => /^\[ ?\d\/\d\]/m.test(stderr);

beforeAll(async () => {
  // The first stands still in the middle while the second runs until it is killed, and then comes to its end.
  let signal = (_: NodeJS.Signals) => {};
  let stop = () => {};
  let isResumed = false;
  const isStopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const whole = cli(MEASURE, {
    onStderr(text, kill) {
      signal = kill;
      if (isResumed || !isMeasuring(text)) return;
      kill("SIGSTOP");
      stop();
    },
  });
  await isStopped;
  second = await cli(MEASURE, { onStderr: (text, kill) => isMeasuring(text) && kill("SIGKILL") });
  const { stdout } = await inProcess(registerRuns, ["runs", "--json"]);
  meanwhile = (JSON.parse(stdout) as RunJson[]).map(({ end }) => end);
  isResumed = true;
  signal("SIGCONT");
  first = JSON.parse((await whole).stdout);
  third = JSON.parse((await cli(MEASURE)).stdout);
});

function processesOf(path: string): string[] {
  return readRunFile(path).run.outcomes.map(({ process }) => process);
}

describe("two measurements at once", () => {
  it("never share a file: the second says who is at it, and takes a run of its own", () => {
    expect(second.stderr).toMatch(
      new RegExp(
        `^Note: process \\d+ \\(portolan measure .*\\) is writing ${first.runId}.jsonl since .* disturb each other`,
        "m",
      ),
    );
    expect(second.stderr).not.toContain("Going on");
    expect(readdirSync(runs)).toHaveLength(2);
    expect(first).toMatchObject({ resumed: false, end: "complete" });
    const processes = processesOf(first.path);
    expect(new Set(processes).size).toBe(processes.length);
  });
});

describe("portolan runs", () => {
  it("tells a run that is being measured from one that was killed", () => {
    expect(meanwhile).toEqual(["running", "killed"]);
  });
});

describe("a measurement that was killed", () => {
  it("is gone on with at once by the same command, its lock notwithstanding", () => {
    expect(third).toMatchObject({ resumed: true, end: "complete" });
    expect(third.path).not.toBe(first.path);
    const planned = processesOf(third.path).map(plannedName);
    expect(new Set(planned).size).toBe(planned.length);
  });
});
