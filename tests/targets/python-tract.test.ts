import { describe, expect, it } from "vitest";
import { readRunFile } from "../../loaders/store/run-file.ts";
import { target } from "../../loaders/targets/python-tract.ts";
import { summarise } from "../../src/model/summarise.ts";
import { lendPython, projectPython } from "../fixtures/python.ts";
import { lendRuntimes, projectRuntimes } from "../fixtures/runtimes.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";
import { measureTelemetry } from "./measure-telemetry.ts";

const home = temporaryHome();

describe("another engine beneath the same Python", () => {
  it("says which workloads it leaves out", () => {
    expect(target.skips!("score-telemetry")).toBeNull();
    expect(target.skips!("detect-speech")).toContain("from call to call");
    expect(target.skips!("read-text")).toMatch(/from call to call|decodes pictures/);
  });

  it.runIf(projectRuntimes && projectPython)("answers as the reference does, and is not today", async () => {
    lendRuntimes(home);
    lendPython(home);
    const { path } = await measureTelemetry("--target", "python-numpy", target.id, "--no-boundary");
    const { run } = readRunFile(path);
    const outcomes = run.outcomes.filter((outcome) => outcome.target === target.id);
    expect(outcomes.map(({ state, detail }) => [state, detail])).toEqual(
      outcomes.map(() => ["ok", expect.not.stringContaining("profile")]),
    );
    expect(outcomes.every(({ agreement }) => agreement!.compared > 0)).toBe(true);
    const [workload] = summarise(run).workloads;
    expect(workload!.baseline).toBe("python-numpy");
    expect(workload!.cells.find((cell) => cell.target === target.id)).toMatchObject({ state: "measured" });
  });
});
