import { beforeAll, describe, expect, it } from "vitest";
import { registerMeasure } from "../../loaders/commands/measure.ts";
import { threadCount } from "../../loaders/targets/engines.ts";
import { summarise } from "../../src/model/summarise.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import { inProcess } from "../commands/in-process.ts";
import { measuredRun } from "../fixtures/measured-run.ts";
import { projectPython } from "../fixtures/python.ts";
import { temporaryHome } from "../fixtures/temporary-folder.ts";

temporaryHome();

describe.skipIf(!projectPython)("the Python targets, measured", () => {
  let summary: MeasuredSummary;
  const cell = (workload: string, target: string) =>
    summary.workloads.find(({ id }) => id === workload)!.cells.find((found) => found.target === target)!;
  const measured = (workload: string, target: string) => {
    const found = cell(workload, target);
    if (found.state !== "measured") throw new Error(`${workload} × ${target}: ${found.reason}`);
    return found;
  };

  beforeAll(async () => {
    summary = summarise((await measuredRun()).run);
  });

  it("takes Python with numpy for today, not pure Python", () => {
    expect(summary.workloads.map(({ baseline }) => baseline)).toEqual(["python-numpy", "python-numpy"]);
    expect(measured("score-telemetry", "python-numpy").ratio).toBeNull();
  });

  it("finds that plain loops are slower", () => {
    expect(measured("score-telemetry", "python").bucketRatios.interpreter!.value).toBeGreaterThan(1.3);
  });

  it("holds a port with threads against Python with as many", ({ skip }) => {
    const threads = cell("embed-text", "python-threads");
    skip(threads.state === "unavailable", "one core");
    expect(measured("embed-text", "python-threads")).toMatchObject({
      likeTarget: null,
      threads: threadCount,
    });
    const port = cell("embed-text", "native-threads");
    skip(port.state === "unavailable", "no native target here");
    const { likeTarget, likeRatio, ratio } = measured("embed-text", "native-threads");
    expect(likeTarget).toBe("python-threads");
    expect(likeRatio!.value).not.toBe(ratio!.value);
  });

  it("compiles a slice: the glue gets faster than numpy's, and pipeline and engine stay CPython's", ({
    skip,
  }) => {
    const slice = cell("score-telemetry", "python-slice");
    skip(slice.state === "unavailable", "no C compiler here");
    const { bucketRatios, likeTarget } = measured("score-telemetry", "python-slice");
    expect(likeTarget).toBe("python-numpy");
    expect(bucketRatios.interpreter!.value).toBeLessThan(0.8);
  });

  it("does not measure the same program twice", () => {
    expect(cell("embed-text", "python")).toMatchObject({
      state: "skipped",
      reason: expect.stringContaining("python-numpy runs the same program"),
      enable: null,
    });
    expect(measured("embed-text", "python-numpy").processes).toBeGreaterThan(1);
  });

  it("refuses a plan in which nothing is left to measure, with the reason", async () => {
    const args = ["measure", "--workload", "embed-text", "--target", "python"];
    const { code, stderr } = await inProcess(registerMeasure, args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/embed-text is not measured on python: .*same program; choose another --target/);
  });
});
