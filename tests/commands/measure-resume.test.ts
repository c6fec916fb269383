import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { registerMeasure } from "../../loaders/commands/measure.ts";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import { plannedName } from "../../loaders/harness/plan.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import { cli, type Ended } from "../fixtures/cli.ts";
import { lendCache, temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const home = temporaryHome();
lendCache(home);
const SMALL = ["measure", "--workload", "score-telemetry", "--size", "small", "--json"];
const MEASURE = [...SMALL, "--target", "js"];
/** Two processes of js, and two of its A/A twin. */
const PROCESSES = 4;
const measure = (args: readonly string[]) => inProcess(registerMeasure, args);

let interrupted: Ended;
let resumed: Pick<Ended, "code" | "stdout" | "stderr">;
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
  resumed = await measure(MEASURE);
});

describe("Ctrl-C in the middle of a measurement", () => {
  it("ends in order: exit code 130, and a word on what is kept", () => {
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toMatch(/Stopped; what was measured is kept: \d process/);
    expect(JSON.parse(interrupted.stdout)).toMatchObject({ end: "interrupted", resumed: false, path });
  });

  it("leaves a readable run that says so", () => {
    const lines = before.toString("utf8").trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ kind: "end", reason: "interrupted" });
    const outcomes = lines.map((line) => JSON.parse(line)).filter((row) => row.kind === "outcome");
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.length).toBeLessThan(PROCESSES);
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
      cells: [{ target: "js", state: "ok", processes: PROCESSES / 2 }],
    });
    expect(resumed.stderr).toMatch(/Going on with interrupted run .*: [1-3] of 4 processes are there/);
    expect(readFileSync(path).subarray(0, before.length).equals(before)).toBe(true);
    expect(readdirSync(join(home, "runs"))).toHaveLength(1);
  });

  it("measures every process once, and none of two halves", () => {
    const { run } = readRunFile(path);
    const processes = run.outcomes.map((row) => row.process);
    expect(processes).toHaveLength(PROCESSES);
    expect(new Set(processes.map(plannedName)).size).toBe(processes.length);
    const cold = run.cold.map((row) => row.process);
    expect(new Set(cold).size).toBe(cold.length);
    expect(run.ends.map(({ reason }) => reason)).toEqual(["interrupted", "complete"]);
  });

  it("starts anew once the run is complete", async () => {
    const { stdout } = await measure([...MEASURE, "--budget", "1ms"]);
    expect(JSON.parse(stdout)).toMatchObject({ resumed: false });
    expect(readdirSync(join(home, "runs"))).toHaveLength(2);
  });
});

/** A virtual environment that looks right to the probe, and whose Python dies as soon as it is to work. */
function plantBrokenPython(): void {
  const bin = join(home, "venv", "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, "python"),
    '#!/bin/sh\nif [ "$1" = -c ]; then echo 3.12.0 1.0 2.0; exit 0; fi\n' +
      "echo loading >&2; echo Fatal Python error: no luck >&2; exit 3\n",
  );
  chmodSync(join(bin, "python"), 0o755);
  const requirements = join(projectRoot, "loaders", "python", "requirements.txt");
  copyFileSync(requirements, join(home, "venv", "portolan-requirements.txt"));
}

describe("a target that crashes", () => {
  it("loses its own cell only, and its last words are said", async () => {
    plantBrokenPython();
    const { code, stdout, stderr } = await measure([...SMALL, "--target", "python", "js"]);
    expect(code).toBe(0);
    const { cells, path: run } = JSON.parse(stdout) as MeasureJson;
    expect(cells).toMatchObject([
      {
        target: "python",
        state: "crash",
        detail: "the worker ended early (exit code 3): Fatal Python error: no luck",
        processes: 0,
        p50Ms: null,
      },
      { target: "js", state: "ok" },
    ]);
    expect(stderr).toContain("score-telemetry/python/wall/0: crash — ");
    const [workload] = summarise(readRunFile(run).run).workloads;
    expect(workload!.cells[0]).toMatchObject({ target: "python", state: "failed" });
  });
});
