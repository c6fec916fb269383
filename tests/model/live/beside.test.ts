import { describe, expect, it } from "vitest";
import {
  onThisDevice,
  publishedBeside,
  ratioOfEstimates,
  withBrowser,
  withReader,
} from "../../../src/model/live/beside.ts";
import { runOfRows } from "../../../src/model/run-of-rows.ts";
import { DEFAULT_SCENARIO } from "../../../src/model/scenario/scenario.ts";
import { summarise } from "../../../src/model/summarise.ts";
import type { MeasuredSummary, WorkloadSummary } from "../../../src/model/summary.ts";
import { completeRows, header } from "../../fixtures/run.ts";
import { cell, estimate, target, workload } from "../cells.ts";

const summary = summarise(runOfRows(header(), completeRows()));
const withWorkload = (one: WorkloadSummary, targets = summary.targets): MeasuredSummary => ({
  ...summary,
  targets,
  workloads: [one],
});
const page = target("page-wasm", "wasm", { reach: ["browser"] });
const python = target("python", "stay");
const published = withWorkload(workload("python", [cell("python", 50), cell("page-wasm", 40)]), [
  python,
  page,
]);
const live = withWorkload(workload("page-wasm", [cell("page-wasm", 20)]), [page]);

describe("the ratio of two medians of different machines", () => {
  it("has an interval wider than either median's, and a verdict of it", () => {
    const ratio = ratioOfEstimates(estimate(20, 0.03), estimate(40, 0.04));
    expect(ratio.value).toBeCloseTo(0.5);
    expect(ratio.verdict).toBe("faster");
    expect(ratio.high / ratio.low).toBeGreaterThan(1.08);
    expect(ratio.high / ratio.low).toBeLessThan(1.16);
  });

  it("is undecided where the intervals are wide", () => {
    expect(ratioOfEstimates(estimate(20, 0.5), estimate(25, 0.5)).verdict).toBe("inconclusive");
  });
});

describe("a cell beside the run", () => {
  const beside = (other: WorkloadSummary | null) =>
    publishedBeside(live.workloads[0]!, cell("page-wasm", 20), other && withWorkload(other));

  it("is held against the same target", () => {
    expect(beside(published.workloads[0]!)).toMatchObject({ state: "measured", ratio: { value: 0.5 } });
  });

  it.each([
    ["another size", { size: "m" }, "size m"],
    [
      "another model",
      { model: { name: "m", source: "mine", sha256: "1".repeat(64), bytes: 5 } },
      "another model",
    ],
    ["no such cell", { cells: [cell("python", 50)] }, "no measurement"],
    ["another workload", { id: "other" }, "does not hold"],
  ])("is held against nothing of %s, and says why", (_, over, reason) => {
    expect(beside({ ...published.workloads[0]!, ...over })).toMatchObject({
      state: "not",
      reason: expect.stringContaining(reason),
    });
  });
});

describe("the run with the reader's numbers", () => {
  it("has the reader's cell in place of its own, compared with today", () => {
    const merged = withReader(published, live)!;
    const cells = merged.workloads[0]!.cells;
    expect(cells.map(({ target }) => target)).toEqual(["python", "page-wasm"]);
    expect(cells[1]).toMatchObject({ p50Ms: { value: 20 }, ratio: { value: 0.4, verdict: "faster" } });
  });

  it("keeps the published record of a target that the reader's browser lacks", () => {
    const gpu = { ...page, id: "page-webgpu" };
    const { id, title, summary, port, reach, threads } = gpu;
    const lacks = {
      id,
      title,
      summary,
      port,
      reach,
      threads,
      available: false as const,
      reason: "none",
      enable: "get one",
    };
    const today = published.workloads[0]!;
    const both = {
      ...published,
      targets: [...published.targets, gpu],
      workloads: [{ ...today, cells: [...today.cells, cell("page-webgpu", 5)] }],
    };
    const merged = withReader(both, { ...live, targets: [...live.targets, lacks] })!;
    expect(merged.targets.find((target) => target.id === "page-webgpu")).toBe(gpu);
  });

  it("is none where the run has nothing to compare with, or is of another suite", () => {
    const bare = withWorkload(workload(null, [cell("page-wasm", 40)]), [page]);
    expect(withReader(bare, live)).toBeNull();
    expect(withReader({ ...published, suiteVersion: "1.0.0" }, live)).toBeNull();
  });

  it("is decided with a browser among the platforms, and every device like this one", () => {
    const scenario = onThisDevice(withBrowser(DEFAULT_SCENARIO));
    expect(scenario.platforms).toEqual([...DEFAULT_SCENARIO.platforms, "browser"]);
    expect(scenario.deviceTimeFactor).toEqual({ kind: "value", value: 1 });
    expect(withBrowser(withBrowser(DEFAULT_SCENARIO)).platforms).toHaveLength(scenario.platforms.length);
  });
});
