import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "simple-statistics";
import { beforeAll, describe, expect, it } from "vitest";
import { type DoctorJson, registerDoctor } from "../../loaders/commands/doctor.ts";
import { type RunJson, registerRuns } from "../../loaders/commands/runs.ts";
import { registerSql } from "../../loaders/commands/sql.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { targets } from "../../loaders/targets/index.ts";
import { summarise } from "../../src/model/summarise.ts";
import type { WorkloadSummary } from "../../src/model/summary.ts";
import { type MeasuredRun, measuredRun } from "../fixtures/measured-run.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { inProcess } from "./in-process.ts";

const home = temporaryHome();

let { ended, result, run, scratch } = {} as MeasuredRun;
let workload: WorkloadSummary;

beforeAll(async () => {
  const measured = await measuredRun();
  ({ ended, result, run, scratch } = measured);
  measured.copyTo(home);
  workload = summarise(run).workloads.find(({ id }) => id === "score-telemetry")!;
});

const isMissing = (id: string) => !run.header.targets.some((target) => target.id === id && target.available);
const cells = () => result.cells.filter((cell) => cell.workload === workload.id);

describe("portolan measure --json", () => {
  it("exits with 0 and prints nothing but JSON on stdout, progress on stderr", () => {
    expect(ended.code).toBe(0);
    expect(result).toMatchObject({ end: "complete", resumed: false, runId: run.header.runId });
    expect(ended.stderr).toMatch(/^\[ ?\d+\/\d+\] score-telemetry × js #1 \(.* s\), \d+ (?:s|min) left$/m);
  });

  it("measures the cells that can be", ({ skip }) => {
    for (const cell of cells()) {
      expect(cell).toMatchObject({ state: "ok", detail: "" });
      expect(cell.processes).toBeGreaterThanOrEqual(2);
      expect(cell.iterations).toBeGreaterThanOrEqual(3 * cell.processes);
    }
    const measured = cells().map(({ target }) => target);
    expect(measured).toContain("js");
    skip(isMissing("native"), "native is not available on this machine");
    expect(measured).toContain("native");
  });

  it("leaves a run file from which the same numbers can be derived again", () => {
    for (const { target, iterations, p50Ms } of cells()) {
      const processes = run.samples.filter(
        (row) => row.workload === workload.id && row.target === target && row.arm === "wall",
      );
      expect(p50Ms).toBe(median(processes.flatMap((row) => row.wallMs)));
      const cell = workload.cells.find((found) => found.target === target)!;
      if (cell.state !== "measured") throw new Error(`${target} is ${cell.state}`);
      expect(cell.p50Ms.value).toBe(median(processes.map((row) => median(row.wallMs))));
      expect(cell.iterations).toBe(iterations);
    }
    expect(JSON.stringify(summarise(readRunFile(result.path).run))).toBe(JSON.stringify(summarise(run)));
  });

  it("fills every part of a measured cell", () => {
    for (const cell of workload.cells) {
      if (cell.state !== "measured") continue;
      expect(cell.attribution.engine.state).not.toBe("unprofiled");
      expect(cell.attribution.coverage).toBeGreaterThan(0.95);
      expect(cell.agreement!.maxAbsError).toBeLessThanOrEqual(cell.agreement!.tolerance);
      for (const phase of ["spawn", "import", "session", "firstInference"] as const) {
        expect(cell.coldMs[phase], phase).toBeGreaterThan(0);
      }
      if (process.platform !== "win32") expect(cell.peakRssBytes).toBeGreaterThan(2 ** 23);
    }
  });

  it("leaves nothing in its scratch folder", () => {
    expect(scratch).toEqual([]);
  });
});

describe("portolan runs --json", () => {
  it("lists the run as it is", async () => {
    const { code, stdout } = await inProcess(registerRuns, ["runs", "--json"]);
    expect(code).toBe(0);
    const runs = JSON.parse(stdout) as RunJson[];
    expect(runs).toEqual([
      {
        runId: run.header.runId,
        path: join(home, "runs", `${run.header.runId}.jsonl`),
        startedAt: run.header.startedAt,
        effort: "quick",
        machineId: run.header.environment.machineId,
        cpuModel: run.header.environment.cpuModel,
        end: "complete",
        processes: run.outcomes.length,
        samples: run.samples.reduce((total, row) => total + row.wallMs.length, 0),
        elapsedMs: run.ends[0]!.elapsedMs,
        warnings: [],
      },
    ]);
  });

  it("skips a damaged run with its reason, and lists the others", async () => {
    const damaged = join(home, "runs", "00000000T000000Z-quick-1.jsonl");
    writeFileSync(damaged, "not a run\n");
    const { code, stdout, stderr } = await inProcess(registerRuns, ["runs"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^skipped 00000000T000000Z-quick-1\.jsonl: .* line 1: not JSON/m);
    expect(stdout).toContain(run.header.runId);
    rmSync(damaged);
  });
});

describe("portolan sql", () => {
  it("answers from the runs that are there", async () => {
    const { code, stdout } = await inProcess(registerSql, [
      "sql",
      `select target, count(*) as n, min(wall_ms) > 0 as positive from samples
       where arm = 'wall' and workload = '${workload.id}' group by target order by target`,
      "--json",
    ]);
    expect(code).toBe(0);
    const rows = cells().map(({ target, iterations }) => ({ target, n: iterations, positive: true }));
    expect(JSON.parse(stdout)).toEqual(rows.sort((a, b) => (a.target < b.target ? -1 : 1)));
  });

  it("fails with what DuckDB says of the query", async () => {
    const { code, stdout, message } = await inProcess(registerSql, ["sql", "select nothing from nowhere"]);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(message).toMatch(/^the query failed: .*nowhere/);
  });
});

describe("portolan doctor --json", () => {
  it("lists every target with what it has or what it lacks", async () => {
    const { code, stdout } = await inProcess(registerDoctor, ["doctor", "--json"]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as DoctorJson;
    expect(report).toMatchObject({ home, node: process.versions.node });
    expect(report.targets.map(({ id }) => id)).toEqual(targets.map(({ id }) => id));
    for (const target of report.targets) {
      if (target.available) {
        expect(Object.keys(target.engines)).not.toHaveLength(0);
        expect([target.reason, target.enable]).toEqual([null, null]);
      } else {
        expect(target.reason).toMatch(/\S/);
        expect(target.enable).toMatch(/\S/);
      }
    }
    expect(report.targets.find(({ id }) => id === "js")!.available).toBe(true);
  });
});
