import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { calibrate } from "../../src/model/forecast/index.ts";
import { projectRoot } from "../paths.ts";
import { chosenOfMachine } from "../store/chosen-summary.ts";
import { print } from "../terminal/print.ts";
import { type CalibrationJson, calibrationDocument, calibrationText } from "./calibrate-report.ts";

interface Options {
  readonly run?: string;
  readonly json?: boolean;
  readonly write?: boolean;
}

export function registerCalibrate(program: Command): void {
  program
    .command("calibrate")
    .description("score the forecasts: every workload forecast without its own measurements, then compared")
    .option("--run <id>", "the run to score on; the newest by default. Others of its machine get a line each")
    .option("--json", "print as JSON on stdout (docs/json.md)")
    .option("--write", "write docs/calibration.md")
    .action(run);
}

function run({ run: runId, json, write }: Options): void {
  const found = chosenOfMachine(runId);
  if (found === null) {
    throw new Error(
      "no run to score the forecasts on: `npx portolan measure` makes one in about five minutes",
    );
  }
  const { chosen, ofMachine } = found;
  const scored = ofMachine.map((one) => ({ startedAt: one.startedAt, ...calibrate(one) }));
  const { startedAt: _, ...own } = scored[ofMachine.indexOf(chosen)]!;
  const calibration: CalibrationJson = {
    ...own,
    runs: scored.map(({ runId, startedAt, effort, overall }) => ({ runId, startedAt, effort, overall })),
  };
  if (write) {
    writeFileSync(join(projectRoot, "docs", "calibration.md"), calibrationDocument(calibration, chosen));
  }
  print(json ? JSON.stringify(calibration, null, 2) : calibrationText(calibration));
}
