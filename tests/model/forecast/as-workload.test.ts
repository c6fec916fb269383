import { describe, expect, it } from "vitest";
import { advise, DEFAULT_INPUTS } from "../../../src/model/advice.ts";
import { asWorkload, atLevel, TODAY } from "../../../src/model/forecast/as-workload.ts";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import type { ForecastInput } from "../../../src/model/forecast/input.ts";
import { referenceOf } from "./reference.ts";

const reference = referenceOf();

function inputOf(over: Partial<ForecastInput> = {}): ForecastInput {
  return {
    wallMs: 100,
    bucketMs: { interpreter: 80, compute: 15, io: 5, unattributed: 0 },
    operators: [],
    boundary: null,
    peakRssBytes: 100e6,
    host: "python",
    engine: "native",
    samples: null,
    vectorisedMs: 0,
    requestsPerColdStart: null,
    ...over,
  };
}

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

  it("lets the advice rank it: glue that dominates deserves a port, compute does not deserve Wasm", () => {
    const adviceFor = (input: ForecastInput) => {
      const { workload, targets } = workloadOf(input);
      return advise(workload, targets, { ...DEFAULT_INPUTS, objective: "latency" });
    };
    expect(adviceFor(inputOf())).toMatchObject({ state: "recommended", target: "native" });
    const compute = { interpreter: 1, compute: 97, io: 2, unattributed: 0 };
    expect(adviceFor(inputOf({ bucketMs: compute }))).toMatchObject({ state: "stay", target: TODAY });
  });

  it("says why a target without evidence is out", () => {
    const { workload, targets } = workloadOf(inputOf());
    const { gates } = advise(workload, targets, DEFAULT_INPUTS);
    const gpu = gates.find(({ target, passed }) => target === "gpu" && passed === "no");
    expect(gpu?.evidence).toContain("measure it on a machine that has one");
  });
});

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
