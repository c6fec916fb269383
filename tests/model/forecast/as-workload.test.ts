import { describe, expect, it } from "vitest";
import { decideAbout } from "../../../src/model/decision/subject.ts";
import { asWorkload, atLevel, TODAY } from "../../../src/model/forecast/as-workload.ts";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import type { ForecastInput } from "../../../src/model/forecast/input.ts";
import { SHIPPED_BOOK } from "../../../src/model/prices/shipped-book.ts";
import { scenarioWith } from "../decision/evidence.ts";
import { referenceOf, inputOf as requestOf } from "./reference.ts";

const reference = referenceOf();

const inputOf = (over: Partial<ForecastInput> = {}) =>
  requestOf({ interpreter: 80, compute: 15, io: 5 }, over);

function workloadOf(input: ForecastInput) {
  return asWorkload("pipeline.py", input, forecast(input, reference).targets, reference);
}

describe("a forecast as a workload", () => {
  it("has today's program as its baseline, and leaves out where it runs today", () => {
    const { workload, targets } = workloadOf(inputOf());
    expect(workload.baseline).toBe(TODAY);
    expect(targets.map(({ id }) => id)).toEqual([TODAY, "js", "wasm", "native", "webgpu", "gpu"]);
    expect(workload.cells.map(({ target }) => target)).toEqual(targets.map(({ id }) => id));
    expect(workload.cells[0]).toMatchObject({
      p50Ms: { value: 100, low: 100, high: 100 },
      peakRssBytes: 100e6,
    });
  });

  it("offers a Node program neither Python nor the target that it runs on", () => {
    const { targets } = workloadOf(inputOf({ host: "node", engine: "wasm" }));
    expect(targets.map(({ id }) => id)).toEqual([TODAY, "wasm", "native", "webgpu", "gpu"]);
  });

  it("hands on what a run knows of each target's code; today's is in the language of its host", () => {
    const browserFiles = [{ name: "engine.wasm", gzipBytes: 3_700_000, workload: null }];
    const told = {
      ...reference,
      targets: reference.targets.map((target) => (target.id === "js" ? { ...target, browserFiles } : target)),
    };
    const { targets } = asWorkload("p.py", inputOf(), forecast(inputOf(), told).targets, told);
    const of = (id: string) => targets.find((target) => target.id === id);
    expect(of(TODAY)).toMatchObject({ glue: "python" });
    expect(of("js")).toMatchObject({ glue: "javascript", browserFiles });
    expect(of("native")).toMatchObject({ glue: "compiled", course: "port" });
    expect(of("webgpu")).not.toHaveProperty("glue");
  });

  it("keeps each forecast's time, and claims neither processes nor percentiles", () => {
    const input = inputOf();
    const native = forecast(input, reference).targets.find(({ target }) => target === "native")!;
    const cell = workloadOf(input).workload.cells.find(({ target }) => target === "native")!;
    if (native.state !== "forecast" || cell.state !== "measured") throw new Error("native has evidence");
    expect(cell.p50Ms.value).toBe(native.timeMs.median);
    expect(cell.p50Ms).toMatchObject({ low: native.timeMs.low, high: native.timeMs.high });
    expect(cell.ratio?.high99).toBeGreaterThan(cell.ratio!.high);
    expect(cell).toMatchObject({
      processes: 0,
      iterations: 0,
      agreement: null,
      p99: { state: "insufficient" },
    });
    const parts = Object.values(cell.attribution.bucketMs).reduce((sum, ms) => sum + ms, 0);
    expect(parts).toBeCloseTo(native.timeMs.median, 6);
  });

  it("lets the advice rank it: glue that dominates gains from a port, compute does not from Wasm", () => {
    expect(fastestOf(inputOf())).toBe("native");
    const compute = { interpreter: 1, compute: 97, io: 2, unattributed: 0 };
    expect(fastestOf(inputOf({ bucketMs: compute }))).toBe(TODAY);
  });

  it("keeps waiting on every port, and lets the advice leave a program that only waits where it is", () => {
    const bucketMs = { interpreter: 2, compute: 0, io: 0, unattributed: 98 };
    const input = inputOf({ bucketMs, waitingMs: 98 });
    const { workload } = workloadOf(input);
    for (const cell of workload.cells) {
      if (cell.state === "measured") expect(cell.p50Ms.low).toBeGreaterThanOrEqual(98);
    }
    expect(fastestOf(input)).toBe(TODAY);
  });

  it("does not advise a port for waiting in which other threads may work", () => {
    const bucketMs = { interpreter: 8, compute: 0, io: 0, unattributed: 92 };
    const input = inputOf({ bucketMs, waitingMs: 92, unfollowedMs: 92 });
    expect(fastestOf(input)).toBe(TODAY);
  });

  it("offers every port where nothing but waiting was seen", () => {
    const bucketMs = { interpreter: 0, compute: 0, io: 0, unattributed: 100 };
    const { targets } = workloadOf(inputOf({ bucketMs, waitingMs: 100 }));
    expect(targets.map(({ id }) => id)).toEqual(expect.arrayContaining(["js", "wasm", "native"]));
  });

  it("says why a target without evidence is out", () => {
    const { evidence } = decided(inputOf()).decision;
    const gpu = evidence.absent.find(({ target }) => target === "gpu");
    expect(gpu?.reason).toContain("measure it on a machine that has one");
  });
});

function decided(input: ForecastInput) {
  const found = decideAbout(
    { kind: "profiled", evidence: null, batches: new Map(), ...workloadOf(input) },
    SHIPPED_BOOK,
    scenarioWith({ p99SloMs: null }),
    { draws: 40 },
  );
  if (found.state === "missing") throw new Error(found.reason);
  return found;
}

const fastestOf = (input: ForecastInput) => decided(input).advice.fastest!.target.target;

describe("an interval at another level", () => {
  it("widens on the log scale, and keeps a limit of 0", () => {
    const interval = { median: 10, low: 5, high: 20 };
    const same = atLevel(interval, 1.2815515655446004);
    expect(same.low).toBeCloseTo(5, 9);
    expect(same.high).toBeCloseTo(20, 9);
    const wide = atLevel(interval, 2 * 1.2815515655446004);
    expect(wide.low).toBeCloseTo(2.5, 9);
    expect(wide.high).toBeCloseTo(40, 9);
    expect(atLevel({ median: 10, low: 0, high: 20 }, 2.6).low).toBe(0);
  });
});
