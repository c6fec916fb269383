import type { Command } from "commander";
import type { Run } from "../../src/model/run-file.ts";
import { formatDuration } from "../harness/progress.ts";
import { readRuns } from "../store/runs.ts";
import { renderTable } from "./table.ts";

export interface RunJson {
  readonly runId: string;
  readonly path: string;
  readonly startedAt: string;
  readonly effort: string;
  readonly machineId: string;
  readonly cpuModel: string;
  readonly end: "complete" | "interrupted" | "budget" | "killed";
  readonly processes: number;
  readonly samples: number;
  readonly elapsedMs: number;
  readonly warnings: readonly string[];
}

export function registerRuns(program: Command): void {
  program
    .command("runs")
    .description("list the runs")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .action(({ json }: { json?: boolean }) => {
      const runs = readRuns((message) => process.stderr.write(`${message}\n`)).map(
        ({ path, run, warnings }) => ({
          ...describe(run),
          path,
          warnings,
        }),
      );
      if (json) process.stdout.write(`${JSON.stringify(runs, null, 2)}\n`);
      else
        process.stdout.write(
          `${runs.length > 0 ? table(runs) : "No runs yet. `portolan measure` makes one."}\n`,
        );
    });
}

function describe(run: Run): Omit<RunJson, "path" | "warnings"> {
  const { header, ends, outcomes, samples } = run;
  return {
    runId: header.runId,
    startedAt: header.startedAt,
    effort: header.effort,
    machineId: header.environment.machineId,
    cpuModel: header.environment.cpuModel,
    end: ends.at(-1)?.reason ?? "killed",
    processes: outcomes.filter((row) => row.state !== "cut").length,
    samples: samples.reduce((total, row) => total + row.wallMs.length, 0),
    elapsedMs: ends.reduce((total, end) => total + end.elapsedMs, 0),
  };
}

function table(runs: readonly RunJson[]): string {
  return renderTable(
    ["run", "effort", "machine", "ended", "processes", "samples", "took"],
    runs.map((run) => [
      run.runId,
      run.effort,
      run.cpuModel,
      run.end,
      String(run.processes),
      String(run.samples),
      formatDuration(run.elapsedMs),
    ]),
  );
}
