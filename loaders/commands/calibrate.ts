import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { calibrate } from "../../src/model/forecast/index.ts";
import { projectRoot } from "../paths.ts";
import { calibrationDocument, calibrationText } from "./calibrate-report.ts";
import { chosenSummary } from "./chosen-summary.ts";

interface Options {
  readonly run?: string;
  readonly json?: boolean;
  readonly write?: boolean;
}

export function registerCalibrate(program: Command): void {
  program
    .command("calibrate")
    .description("score the forecasts: every workload forecast without its own measurements, then compared")
    .option("--run <id>", "the run to score on; the newest by default")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .option("--write", "write docs/calibration.md")
    .action(run);
}

function run({ run: runId, json, write }: Options): void {
  const summary = chosenSummary(runId);
  if (summary === null) {
    throw new Error("no run to score the forecasts on: `portolan measure` makes one in about two minutes");
  }
  const calibration = calibrate(summary);
  if (write) {
    writeFileSync(join(projectRoot, "docs", "calibration.md"), calibrationDocument(calibration, summary));
  }
  process.stdout.write(
    json ? `${JSON.stringify(calibration, null, 2)}\n` : `${calibrationText(calibration)}\n`,
  );
}
