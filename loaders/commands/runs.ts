import type { Command } from "commander";
import type { Run } from "../../src/model/run-file.ts";
import { holderOf } from "../files/lock.ts";
import { formatDuration } from "../harness/progress.ts";
import { readStoredRecordings } from "../store/recordings.ts";
import { eachRun } from "../store/runs.ts";
import { print, say } from "../terminal/print.ts";
import { renderTable } from "../terminal/table.ts";
import { recordingJson, recordingTable } from "./recording-list.ts";
import { trendText } from "./runs-trend.ts";

export interface RunJson {
  readonly runId: string;
  readonly path: string;
  readonly startedAt: string;
  readonly effort: string;
  readonly machineId: string;
  readonly cpuModel: string;
  readonly end: "complete" | "interrupted" | "budget" | "killed" | "running";
  readonly processes: number;
  readonly samples: number;
  readonly elapsedMs: number;
  readonly warnings: readonly string[];
}

interface Options {
  readonly recordings?: boolean;
  readonly trend?: boolean;
  readonly baseline?: string;
  readonly json?: boolean;
}

export function registerRuns(program: Command): void {
  program
    .command("runs")
    .description("list the runs, and what `npx portolan profile` recorded")
    .option("--recordings", "the recordings only")
    .option(
      "--trend",
      "what became of each cell over the runs of the newest run's machine, and which run moved it",
    )
    .option("--baseline <run>", "the run that --trend starts from; the oldest of each cell by default")
    .option("--json", "print as JSON on stdout: the runs, the recordings or the trends (docs/json.md)")
    .action(({ recordings: isRecordingsOnly, trend, baseline, json }: Options) => {
      if (baseline !== undefined && !trend) throw new Error("--baseline is where --trend starts; give both");
      if (trend && isRecordingsOnly) throw new Error("--trend and --recordings: choose one of them");
      if (trend) {
        print(trendText(baseline ?? null, json ?? false));
        return;
      }
      const recordings = isRecordingsOnly || !json ? readStoredRecordings(say).map(recordingJson) : [];
      const runs = isRecordingsOnly ? [] : described();
      if (json) {
        print(JSON.stringify(isRecordingsOnly ? recordings : runs, null, 2));
        return;
      }
      const parts = [
        ...(isRecordingsOnly
          ? []
          : [runs.length > 0 ? table(runs) : "No runs yet. `npx portolan measure` makes one."]),
        ...(recordings.length > 0 ? [recordingTable(recordings)] : []),
        ...(isRecordingsOnly && recordings.length === 0
          ? ["No recordings yet. `npx portolan profile -- python pipeline.py` makes one."]
          : []),
      ];
      print(parts.join("\n\n"));
    });
}

/** One at a time: what is listed of a run is little. */
function described(): RunJson[] {
  const runs: RunJson[] = [];
  for (const { path, run, warnings } of eachRun(say)) runs.push({ ...describe(run, path), path, warnings });
  return runs;
}

function describe(run: Run, path: string): Omit<RunJson, "path" | "warnings"> {
  const { header, ends, outcomes, samples } = run;
  return {
    runId: header.runId,
    startedAt: header.startedAt,
    effort: header.effort,
    machineId: header.environment.machineId,
    cpuModel: header.environment.cpuModel,
    end: holderOf(path) ? "running" : (ends.at(-1)?.reason ?? "killed"),
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
