import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { registerCalibrate } from "../../loaders/commands/calibrate.ts";
import { type CalibrationJson, calibrationDocument } from "../../loaders/commands/calibrate-report.ts";
import { chosenSummary } from "../../loaders/store/chosen-summary.ts";
import { calibrate } from "../../src/model/forecast/calibrate.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { outputOf, RUN_ID, writeForecastRun } from "./forecast-run.ts";

const home = temporaryHome();
beforeEach(() => writeForecastRun(home));

describe("portolan calibrate", () => {
  it("scores every workload on every measured target", async () => {
    const made = JSON.parse(await outputOf(registerCalibrate, ["calibrate", "--json"])) as CalibrationJson;
    expect(made).toMatchObject({ runId: RUN_ID, baseline: "python", gaps: [] });
    expect(made.rows).toHaveLength(8);
    expect(made.overall!.medianAbsError).toBeLessThan(0.2);
    expect(made.byTarget.map(({ id }) => id)).toEqual(["js", "native"]);
  });

  it("prints the table and whether the aim is reached", async () => {
    const text = await outputOf(registerCalibrate, ["calibrate"]);
    expect(text).toMatch(/embed-text +python +native +[\d.]+ ms/);
    expect(text).toMatch(/aim of at most 20 % median error is (?:reached|missed)/);
  });

  it("scores the other runs of the machine too, and none of another machine", async () => {
    expect(await outputOf(registerCalibrate, ["calibrate"])).not.toContain("runs of this machine");
    const later = "20260103T030405Z-quick-1";
    writeForecastRun(home, { runId: later });
    writeForecastRun(home, { runId: "20260104T030405Z-quick-1", machineId: "another" });
    const args = ["calibrate", "--run", RUN_ID];
    const made = JSON.parse(await outputOf(registerCalibrate, [...args, "--json"])) as CalibrationJson;
    expect(made.runs.map(({ runId }) => runId)).toEqual([RUN_ID, later]);
    expect(made.runs[0]!.overall).toEqual(made.overall);
    const text = await outputOf(registerCalibrate, args);
    expect(text).toMatch(/On the 2 runs of this machine, .* is (\d+ %) to \1, and/);
    expect(text).toMatch(new RegExp(`${later} +quick +8 `));
  });

  it("asks for a run where there is none", async () => {
    rmSync(join(home, "runs"), { recursive: true });
    await expect(outputOf(registerCalibrate, ["calibrate"])).rejects.toThrow(
      "`npx portolan measure` makes one",
    );
  });
});

describe("docs/calibration.md", () => {
  it("holds every row and names its run", () => {
    const summary = chosenSummary(undefined)!;
    const made = calibrate(summary);
    const text = calibrationDocument({ ...made, runs: [] }, summary);
    expect(text).toContain(RUN_ID);
    for (const { workload, from, target } of made.rows)
      expect(text).toContain(`| ${workload} | ${from} | ${target} |`);
  });
});
