import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "simple-statistics";
import { beforeAll, describe, expect, it } from "vitest";
import type { DoctorJson } from "../../loaders/commands/doctor.ts";
import type { MeasureJson } from "../../loaders/commands/measure-report.ts";
import type { RunJson } from "../../loaders/commands/runs.ts";
import { projectRoot } from "../../loaders/paths.ts";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { targets } from "../../loaders/targets/index.ts";
import type { Run } from "../../src/model/run-file.ts";
import { summarise } from "../../src/model/summarise.ts";
import { cli, type Ended } from "../fixtures/cli.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

const home = temporaryHome();

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

let ended: Ended;
let result: MeasureJson;
let run: Run;

beforeAll(async () => {
  plantBrokenPython();
  ended = await cli([
    ...["measure", "--effort", "quick", "--workload", "score-telemetry", "--size", "small"],
    ...["--target", "python", "js", "native", "--json"],
  ]);
  result = JSON.parse(ended.stdout) as MeasureJson;
  run = readRunFile(result.path).run;
});

const isMissing = (id: string) => !run.header.targets.some((target) => target.id === id && target.available);

describe("portolan measure --json", () => {
  it("exits with 0 and prints nothing but JSON on stdout, progress on stderr", () => {
    expect(ended.code).toBe(0);
    expect(result).toMatchObject({ end: "complete", resumed: false, runId: run.header.runId });
    expect(ended.stderr).toMatch(/^\[ ?\d+\/\d+\] score-telemetry × js #1 \(.* s\), \d+ s left$/m);
  });

  it("measures the cells that work", ({ skip }) => {
    const ok = result.cells.filter((cell) => cell.target !== "python");
    expect(ok).not.toHaveLength(0);
    for (const cell of ok) {
      expect(cell).toMatchObject({ workload: "score-telemetry", state: "ok", detail: "", processes: 3 });
      expect(cell.iterations).toBeGreaterThanOrEqual(9);
    }
    skip(isMissing("native"), "native is not available on this machine");
    expect(ok.map(({ target }) => target)).toEqual(["js", "native"]);
  });

  it("loses only the cell of a target that crashes, and says its last words", () => {
    expect(result.cells.find(({ target }) => target === "python")).toMatchObject({
      state: "crash",
      detail: "the worker ended early (exit code 3): Fatal Python error: no luck",
      processes: 0,
      p50Ms: null,
    });
    expect(ended.stderr).toContain("score-telemetry/python/wall/0: crash — ");
  });

  it("leaves a run file from which the same numbers can be derived again", () => {
    const summary = summarise(run);
    expect(summary.workloads[0]!.cells[0]).toMatchObject({ target: "python", state: "failed" });
    for (const { target, iterations, p50Ms } of result.cells.filter(({ state }) => state === "ok")) {
      const processes = run.samples.filter((row) => row.target === target && row.arm === "wall");
      expect(p50Ms).toBe(median(processes.flatMap((row) => row.wallMs)));
      const cell = summary.workloads[0]!.cells.find((found) => found.target === target)!;
      if (cell.state !== "measured") throw new Error(`${target} is ${cell.state}`);
      expect(cell.p50Ms.value).toBe(median(processes.map((row) => median(row.wallMs))));
      expect(cell.iterations).toBe(iterations);
    }
    expect(JSON.stringify(summarise(readRunFile(result.path).run))).toBe(JSON.stringify(summary));
  });

  it("fills every part of a measured cell", () => {
    for (const cell of summarise(run).workloads[0]!.cells.slice(1)) {
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
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
  });
});

describe("portolan runs --json", () => {
  it("lists the run as it is", async () => {
    const { code, stdout } = await cli(["runs", "--json"]);
    expect(code).toBe(0);
    const runs = JSON.parse(stdout) as RunJson[];
    expect(runs).toEqual([
      {
        runId: run.header.runId,
        path: result.path,
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
    const { code, stdout, stderr } = await cli(["runs"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^skipped 00000000T000000Z-quick-1\.jsonl: .* line 1: not JSON/m);
    expect(stdout).toContain(run.header.runId);
    rmSync(damaged);
  });
});

describe("portolan sql", () => {
  it("answers from the runs that are there", async () => {
    const { code, stdout } = await cli([
      "sql",
      "select target, count(*) as n, min(wall_ms) > 0 as positive from samples where arm = 'wall' group by target order by target",
      "--json",
    ]);
    expect(code).toBe(0);
    const ok = result.cells.filter(({ state }) => state === "ok");
    expect(JSON.parse(stdout)).toEqual(
      ok.map(({ target, iterations }) => ({ target, n: iterations, positive: true })),
    );
  });

  it("fails with what DuckDB says of the query", async () => {
    const { code, stdout, stderr } = await cli(["sql", "select nothing from nowhere"]);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/portolan: the query failed: .*nowhere/);
  });
});

describe("portolan doctor --json", () => {
  it("lists every target with what it has or what it lacks", async () => {
    const { code, stdout } = await cli(["doctor", "--json"]);
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
