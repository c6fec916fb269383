import { describe, expect, it } from "vitest";
import { engineBuilds } from "../../src/model/features/engine-builds.ts";
import type { MeasuredSummary } from "../../src/model/summary.ts";
import {
  buildsFinding,
  featureFindings,
  featureGaps,
  featuresFinding,
  variantTimes,
} from "../../src/report/features.ts";
import { featuresRow } from "../fixtures/features.ts";
import { target } from "../fixtures/run.ts";

describe("builds of one engine on a model", () => {
  const build = (id: string, simd: boolean, threads: number) => ({
    ...target(id, "wasm", { threads }),
    build: { engine: "an engine 1.0", simd },
  });
  const targets = [
    build("both", true, 2),
    build("simd", true, 1),
    build("scalar", false, 1),
    target("other"),
  ];
  const cells = { both: 20, simd: 30, scalar: 90, other: 10 };
  const summary = {
    targets,
    workloads: [
      {
        title: "Image classification",
        cells: targets.map(({ id, threads }) => ({
          state: "measured",
          target: id,
          threads,
          p50Ms: { value: cells[id as keyof typeof cells], low: 1, high: 100 },
        })),
      },
    ],
  } as unknown as MeasuredSummary;

  it("are told apart from no SIMD on one thread on, and others are left out", () => {
    const [found, ...more] = engineBuilds(summary);
    expect(more).toEqual([]);
    expect(found!.builds.map(({ target }) => target)).toEqual(["scalar", "simd", "both"]);
    expect(buildsFinding(found!)).toBe(
      "Image classification on an engine 1.0: SIMD brings 3 times; 2 threads on top of it 1.5 times",
    );
  });

  it("are no finding where one alone was measured", () => {
    const one = summary.workloads.map((workload) => ({ ...workload, cells: workload.cells.slice(0, 1) }));
    expect(engineBuilds({ ...summary, workloads: one })).toEqual([]);
  });
});

describe("what Wasm's features are worth", () => {
  it("is said of each step that was measured, and of no other", () => {
    expect(featureFindings(featuresRow(), "matmul")).toEqual([
      "compiling JavaScript instead of interpreting it: 60 times as fast",
      "Wasm without SIMD in place of JavaScript: 2.5 times as fast",
      "SIMD: 8 times as fast",
      "threads on top of SIMD: 1.8 times as fast",
      "the optimising compiler in place of the baseline one: 4.8 times as fast",
      "native code with all of the CPU’s vectors in place of Wasm SIMD: 2.5 times as fast",
    ]);
  });

  it("tells no difference where the middle halves of the rounds overlap", () => {
    expect(featuresFinding([featuresRow()])).toBe(
      "In Node, SIMD brings to a matrix product in Wasm: 8 times as fast; to a hash whose every step needs the last: no difference that can be told.",
    );
  });

  it("is relative to Wasm SIMD, and to nothing where that is missing", () => {
    const row = featuresRow();
    expect(variantTimes(row, "matmul").find(({ variant }) => variant === "wasm-scalar")!.speed).toBeCloseTo(
      1 / 8,
    );
    const without = { ...row, kernels: row.kernels.filter(({ variant }) => variant !== "wasm-simd") };
    for (const { speed } of variantTimes(without, "matmul")) expect(speed).toBeNull();
    expect(featuresFinding([without])).toContain("did not measure");
  });

  it("names what is missing, with what would change that", () => {
    expect(featureGaps(featuresRow())).toEqual([
      "Wasm SIMD, 64-bit memory in Node: the engine refuses it. To change that: a newer Node",
    ]);
  });
});
