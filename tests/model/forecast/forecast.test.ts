import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import { referenceWithoutRun } from "../../../src/model/forecast/reference.ts";
import type { Forecast, ForecastPart, TargetForecast } from "../../../src/model/forecast/result.ts";
import { inputOf, operator, RATIOS, referenceOf, TARGETS } from "./reference.ts";

type Known = Extract<TargetForecast, { state: "forecast" }>;

function known(made: Forecast, target: string): Known {
  const found = made.targets.find((one) => one.target === target);
  if (found?.state !== "forecast") throw new Error(`${target} is ${found?.state}`);
  return found;
}

function part({ parts }: TargetForecast, name: ForecastPart["part"]): ForecastPart {
  const found = parts.find((one) => one.part === name);
  if (!found) throw new Error(`no part ${name}`);
  return found;
}

const ms = fc.double({ min: 0, max: 1e5, noNaN: true }).map((value) => (value < 1e-6 ? 0 : value));
const times = fc.record({ interpreter: ms, compute: ms, io: ms, unattributed: ms });
const calls = fc.option(
  fc.record({ calls: fc.integer({ min: 0, max: 100 }), bytes: fc.integer({ min: 0, max: 1e8 }) }),
);

describe("a forecast", () => {
  it("is the sum of today's buckets times the ratios that were measured", () => {
    const native = known(
      forecast(inputOf({ interpreter: 100, compute: 40, io: 5 }), referenceOf()),
      "native",
    );
    expect(part(native, "interpreter").ms.median).toBeCloseTo(1, 1);
    expect(part(native, "compute").ms.median / 40).toBeCloseTo(1, 1);
    expect(part(native, "io").ms.median / 5).toBeCloseTo(1.2, 1);
    expect(native.timeMs.median).toBeCloseTo(
      native.parts.reduce((sum, { ms }) => sum + ms.median, 0),
      9,
    );
    expect(part(native, "compute").basis).toEqual({ kind: "measured", workloads: 4 });
    expect(native.evidence).toBe("measured");
  });

  it("leaves today's target as it is", () => {
    const python = known(forecast(inputOf({ interpreter: 10, compute: 5, io: 1 }), referenceOf()), "python");
    expect(python.timeMs).toEqual({ median: 16, low: 16, high: 16 });
  });

  it("holds its median, and its parts sum to it, for any input", () => {
    fc.assert(
      fc.property(times, calls, (given, boundary) => {
        for (const made of forecast(inputOf(given, { boundary }), referenceOf()).targets) {
          if (made.state !== "forecast") continue;
          const { low, median, high } = made.timeMs;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(median);
          expect(high).toBeGreaterThanOrEqual(median);
          expect(made.parts.reduce((sum, { ms }) => sum + ms.median, 0)).toBeCloseTo(median, 6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("scales with its input, the boundary and the cold start apart", () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0.01, max: 100, noNaN: true }), (given, factor) => {
        const larger = inputOf({
          interpreter: given.interpreter * factor,
          compute: given.compute * factor,
          io: given.io * factor,
          unattributed: given.unattributed * factor,
        });
        const [small, large] = [forecast(inputOf(given), referenceOf()), forecast(larger, referenceOf())];
        for (const id of ["js", "wasm", "native"]) {
          const [before, after] = [known(small, id).timeMs, known(large, id).timeMs];
          for (const end of ["low", "median", "high"] as const) {
            expect(after[end]).toBeCloseTo(before[end] * factor, 4 - Math.ceil(Math.log10(1 + after[end])));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("gives nothing for a bucket without time", () => {
    const native = known(forecast(inputOf({ interpreter: 0, compute: 10, io: 0 }), referenceOf()), "native");
    expect(native.parts.map(({ part }) => part)).toEqual(["compute"]);
  });

  it("never calls a target slower that was measured faster in all", () => {
    fc.assert(
      fc.property(times, calls, fc.double({ min: 0.2, max: 1, noNaN: true }), (given, boundary, factor) => {
        const faster = { ...RATIOS, twin: scaledRatios(RATIOS.wasm!, factor) };
        const made = forecast(inputOf(given, { boundary }), {
          ...referenceOf(faster),
          targets: [...TARGETS, { id: "twin", title: "Twin", port: "wasm", reach: [], threads: 1 }],
        });
        const [twin, wasm] = [known(made, "twin").timeMs, known(made, "wasm").timeMs];
        expect(twin.median).toBeLessThanOrEqual(wasm.median * (1 + 1e-9));
      }),
      { numRuns: 60 },
    );
  });

  it("is the same every time", () => {
    const input = inputOf({ interpreter: 3, compute: 4, io: 5 }, { boundary: { calls: 2, bytes: 100 } });
    expect(forecast(input, referenceOf())).toEqual(forecast(input, referenceOf()));
  });

  it("is the wider the more the workloads differ", () => {
    const input = inputOf({ interpreter: 100, compute: 40, io: 5 });
    const width = (jitter: number[]) => {
      const { high, low } = known(forecast(input, referenceOf(RATIOS, jitter)), "native").timeMs;
      return high / low;
    };
    expect(width([2, 0.5, 1.6, 0.7])).toBeGreaterThan(width([1.05, 0.95, 1.02, 0.97]));
  });

  it("is not carried away by one workload that is like no other", () => {
    const input = inputOf({ interpreter: 0, compute: 40, io: 0 });
    const wasm = known(forecast(input, referenceOf(RATIOS, [1.02, 0.98, 0.1, 1])), "wasm");
    expect(wasm.timeMs.median / 40).toBeGreaterThan(4);
  });

  it("is widened by what few samples leave open", () => {
    const of = (samples: number | null) =>
      known(forecast(inputOf({ interpreter: 10, compute: 90, io: 0 }, { samples }), referenceOf()), "wasm")
        .timeMs;
    const width = ({ high, low }: { high: number; low: number }) => high / low;
    expect(width(of(20))).toBeGreaterThan(width(of(2000)));
    expect(width(of(2000))).toBeGreaterThan(width(of(null)));
    expect(of(20).median).toBe(of(null).median);
  });
});

const scaledRatios = ({ interpreter, compute, io }: (typeof RATIOS)[string], factor: number) => ({
  interpreter: interpreter * factor,
  compute: compute * factor,
  io: io * factor,
});

describe("the boundary", () => {
  const input = inputOf({ interpreter: 10, compute: 10, io: 1 });
  const costOf = (calls: number, bytes: number) =>
    part(known(forecast({ ...input, boundary: { calls, bytes } }, referenceOf()), "wasm"), "boundary").ms;

  it("carries IO over and costs more with more bytes", () => {
    const made = known(forecast({ ...input, boundary: { calls: 1, bytes: 1e6 } }, referenceOf()), "wasm");
    expect(part(made, "io").ms).toEqual({ median: 1, low: 1, high: 1 });
    expect(costOf(1, 1e8).median).toBeGreaterThan(costOf(1, 1e6).median);
  });

  it("costs for each call what one call costs", () => {
    expect(costOf(10, 1e6).median).toBeCloseTo(10 * costOf(1, 1e6).median, 9);
  });

  it("is not there on the target where it runs today", () => {
    const made = known(forecast({ ...input, boundary: { calls: 9, bytes: 1e9 } }, referenceOf()), "python");
    expect(made.timeMs.median).toBe(21);
  });
});

describe("operators", () => {
  it("shift compute to what their class fared", () => {
    const reference = referenceOf();
    const mix = (matrix: number, elementwise: number) => [
      operator("Gemm", matrix),
      operator("Add", elementwise),
    ];
    // On wasm matrix products take a larger share than on Python: they fare worse than the model as a whole.
    const workloads = reference.workloads.map((workload) => ({
      ...workload,
      cells: new Map(
        [...workload.cells].map(([id, cell]) => [
          id,
          { ...cell, operators: id === "wasm" ? mix(9, 1) : mix(5, 5) },
        ]),
      ),
    }));
    const computeOf = (operators: ReturnType<typeof mix>) => {
      const input = inputOf({ interpreter: 0, compute: 100, io: 0 }, { operators });
      return part(known(forecast(input, { ...reference, workloads }), "wasm"), "compute");
    };
    expect(computeOf(mix(1, 0)).ms.median).toBeGreaterThan(computeOf(mix(5, 5)).ms.median);
    expect(computeOf(mix(0, 1)).ms.median).toBeLessThan(computeOf(mix(5, 5)).ms.median);
    const { details, ms } = computeOf(mix(5, 5));
    expect(details.map(({ name }) => name)).toEqual(["matrix product", "elementwise"]);
    expect(details.reduce((sum, detail) => sum + detail.ms, 0)).toBeCloseTo(ms.median, 9);
  });
});

describe("vectorised glue", () => {
  it("gains less from native code than bytecode does", () => {
    const of = (vectorisedMs: number) =>
      known(
        forecast(inputOf({ interpreter: 100, compute: 0, io: 0 }, { vectorisedMs }), referenceOf()),
        "native",
      );
    expect(of(80).timeMs.median).toBeGreaterThan(10 * of(0).timeMs.median);
    expect(part(of(80), "interpreter").details.map(({ name }) => name)).toEqual([
      "bytecode",
      "vectorised loops",
    ]);
  });
});

describe("a Node program with a Wasm engine", () => {
  it("is compared with the JavaScript target", () => {
    const input = inputOf({ interpreter: 10, compute: 60, io: 2 }, { host: "node", engine: "wasm" });
    const made = forecast(input, referenceOf());
    expect(known(made, "js").timeMs.median).toBe(72);
    expect(part(known(made, "native"), "compute").ms.median).toBeCloseTo(10, 0);
    const back = part(known(made, "python"), "interpreter").ms.median;
    expect(back).toBeGreaterThan(90);
    expect(back).toBeLessThan(110);
  });
});

describe("cold starts", () => {
  it("enter the time by their share of a process's requests", () => {
    const input = inputOf({ interpreter: 10, compute: 10, io: 1 });
    const warm = known(forecast(input, referenceOf()), "native");
    const shared = known(forecast({ ...input, requestsPerColdStart: 10 }, referenceOf()), "native");
    expect(warm.coldMs.state).toBe("forecast");
    if (warm.coldMs.state !== "forecast") return;
    expect(shared.timeMs.median).toBeCloseTo(warm.timeMs.median + warm.coldMs.range.median / 10, 9);
  });
});

describe("what was never measured here", () => {
  const input = inputOf({ interpreter: 10, compute: 10, io: 1 });

  it("is cited where a figure is published, and says so", () => {
    const made = known(forecast(input, referenceOf()), "webgpu");
    expect(made.evidence).toBe("cited");
    expect(made.notes[0]).toContain("Not measured here, cited");
    expect(part(made, "compute").basis).toMatchObject({ kind: "cited", figures: [{ claim: "000-m" }] });
  });

  it("is never invented", () => {
    const gpu = forecast(input, referenceOf()).targets.find(({ target }) => target === "gpu");
    expect(gpu).toMatchObject({ state: "no-evidence", memoryBytes: { state: "no-evidence" } });
  });

  it("leaves little without a run", () => {
    const made = forecast(input, referenceWithoutRun(TARGETS));
    expect(made.notes[0]).toContain("No run was measured");
    expect(known(made, "python").timeMs.median).toBe(21);
    expect(made.targets.find(({ target }) => target === "native")).toMatchObject({
      state: "no-evidence",
      reason: expect.stringContaining("interpreter"),
    });
    const compute = forecast(inputOf({ interpreter: 0, compute: 10, io: 1 }), referenceWithoutRun(TARGETS));
    const wasm = known(compute, "wasm");
    expect(wasm.evidence).toBe("cited");
    expect(part(wasm, "compute").ratio).toMatchObject({ low: 1.1, high: 16.9 });
  });
});

describe("an input that cannot be", () => {
  it("is refused with every fault", () => {
    const input = inputOf(
      { interpreter: Number.NaN, compute: -1, io: 0 },
      { requestsPerColdStart: 0, boundary: { calls: -2, bytes: null } },
    );
    expect(() => forecast(input, referenceOf())).toThrow(
      /bucketMs.interpreter is NaN[\s\S]*bucketMs.compute is -1[\s\S]*boundary.calls is -2[\s\S]*requestsPerColdStart is 0/,
    );
  });
});
