import { describe, expect, it } from "vitest";
import {
  costsOfRuntimes,
  overNative,
  savedAhead,
  worthOfEngines,
} from "../../../src/model/standalone/comparisons.ts";
import { placed, roleOf } from "../../../src/model/standalone/roles.ts";
import { HOSTED, standaloneSummary } from "../../fixtures/standalone.ts";
import { target } from "../cells.ts";

const summary = standaloneSummary();
const [classify, score] = summary.workloads;
const titles = (rows: readonly { readonly target: { readonly title: string } }[]) =>
  rows.map((row) => row.target.title);

describe("what a target stands for", () => {
  it("is told by its traits", () => {
    expect(HOSTED.map(({ record }) => [record.title, roleOf(record)])).toEqual([
      ["Python", "interpreter"],
      ["Native", "native program with an engine"],
      ["Native, compiled model", "native program with its model"],
      ["Wasmtime", "module with its model"],
      ["Wasmtime, ahead of time", "module with its model"],
      ["Runtime X", "module with its model"],
      ["Lent engine", "module on its host’s engine"],
      ["Native in Docker", "container"],
      ["Wasm", "engine in Wasm"],
    ]);
  });

  it("is nothing for a variant: with threads, tuned, or a build of an engine", () => {
    const wasm = target("w", "wasm", { glue: "compiled" });
    expect(roleOf(wasm)).toBe("engine in Wasm");
    expect(roleOf({ ...wasm, threads: 2 })).toBeNull();
    expect(roleOf({ ...wasm, tuned: true })).toBeNull();
    expect(roleOf({ ...wasm, build: { engine: "e", simd: true } })).toBeNull();
    expect(roleOf({ ...wasm, glue: "python" })).toBeNull();
    expect(roleOf({ ...wasm, reach: ["browser"] })).toBe("browser");
    expect(roleOf(target("n", "native", { glue: "compiled" }))).toBe("native engine in Node");
    expect(roleOf(target("p", "stay", { course: "plain" }))).toBeNull();
  });
});

describe("what Wasm itself costs", () => {
  it("is a module’s time over the native program of the same C, the geometric mean over workloads", () => {
    const costs = costsOfRuntimes(summary);
    expect(titles(costs)).toEqual(["Wasmtime, ahead of time", "Wasmtime", "Runtime X"]);
    const [, wasmtime, other] = costs;
    expect(wasmtime!.onWorkloads.map(({ times }) => times.value)).toEqual([
      expect.closeTo(1.1, 6),
      expect.closeTo(1.1, 6),
    ]);
    expect(other!.times.value).toBeCloseTo(2, 6);
    expect(other!.times.low).toBeLessThan(2);
    expect(other!.times.high).toBeGreaterThan(2);
  });

  it("cannot be told without the native program", () => {
    const without = standaloneSummary("program-model");
    expect(costsOfRuntimes(without)).toEqual([]);
    expect(overNative(without.workloads[0]!, without.targets)).toEqual([]);
  });

  it("is drawn beside what engines do, without interpreters and browsers", () => {
    expect(titles(overNative(classify!, summary.targets))).toEqual([
      ...["Native", "Native in Docker", "Lent engine", "Wasm", "Native, compiled model"],
      ...["Wasmtime, ahead of time", "Wasmtime", "Runtime X"],
    ]);
  });
});

describe("what an engine is worth", () => {
  it("is told from the model’s part of a request alone, in native code; the least first", () => {
    const worths = worthOfEngines(summary);
    expect(worths.map(({ workload, engine, times }) => [workload.title, engine, times.value])).toEqual([
      ["Telemetry scoring", "engine", expect.closeTo(2, 6)],
      ["Image classification", "engine", expect.closeTo(10, 6)],
    ]);
    expect(worthOfEngines(standaloneSummary("program"))).toEqual([]);
  });
});

describe("what compiling ahead saves", () => {
  it("is the start of a runtime that was measured both ways", () => {
    const saved = savedAhead(summary);
    expect(saved.map(({ workload, runtime }) => [workload.title, runtime])).toEqual([
      ["Image classification", "Wasmtime"],
      ["Telemetry scoring", "Wasmtime"],
    ]);
    expect(saved[0]!.atStart.value / saved[0]!.ahead.value).toBeCloseTo(2, 6);
    expect(savedAhead(standaloneSummary("alpha"))).toEqual([]);
  });
});

describe("a cell of a module", () => {
  it("has what its runtime says of its memory beside what was seen from outside", () => {
    const module = placed(score!, summary.targets).find(({ target: { title } }) => title === "Wasmtime")!;
    expect(module.cell).toMatchObject({ peakRssBytes: 100 * 2 ** 20, linearMemoryBytes: 90 * 2 ** 20 });
  });
});
