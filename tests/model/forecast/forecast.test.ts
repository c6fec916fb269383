import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadRules } from "../../../loaders/traces/read-trace.ts";
import { SOUND_EVIDENCE } from "../../../src/model/evidence-gate.ts";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import { extrasOfProfile } from "../../../src/model/forecast/from-profile.ts";
import { inputOfAttribution } from "../../../src/model/forecast/input.ts";
import { referenceWithoutRun } from "../../../src/model/forecast/measured-reference.ts";
import type { ForecastReference, RungTimes } from "../../../src/model/forecast/reference.ts";
import type { Forecast, ForecastPart, TargetForecast } from "../../../src/model/forecast/result.ts";
import { attributeTrace } from "../../../src/model/traces/attribute.ts";
import { noTime } from "../../../src/model/traces/bucket-ms.ts";
import { resolveNodes } from "../../../src/model/traces/destinations.ts";
import { importTrace } from "../../../src/model/traces/import.ts";
import { readSample } from "../../fixtures/trace-samples.ts";
import { inputOf, operator, RATIOS, referenceOf, TARGETS, targetOf } from "./reference.ts";

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

  it("scales with its input, the boundary and the cold start apart, and is no surer of less", () => {
    fc.assert(
      fc.property(times, fc.double({ min: 1, max: 100, noNaN: true }), (given, factor) => {
        const larger = inputOf({
          interpreter: given.interpreter * factor,
          compute: given.compute * factor,
          io: given.io * factor,
          unattributed: given.unattributed * factor,
        });
        const [small, large] = [forecast(inputOf(given), referenceOf()), forecast(larger, referenceOf())];
        for (const id of ["js", "wasm", "native"]) {
          const [before, after] = [known(small, id).timeMs, known(large, id).timeMs];
          const scaled = before.median * factor;
          expect(after.median).toBeCloseTo(scaled, 4 - Math.ceil(Math.log10(1 + after.median)));
          expect(after.low).toBeGreaterThanOrEqual(before.low * factor - 1e-6 * scaled);
          expect(after.high).toBeLessThanOrEqual(before.high * factor + 1e-6 * scaled);
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
          targets: [...TARGETS, targetOf("twin", { port: "wasm" })],
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

const mix = (matrix: number, elementwise: number) => [operator("Gemm", matrix), operator("Add", elementwise)];

/** On wasm matrix products take a larger share than on Python: they fare worse than the model as a whole. */
function mixedReference() {
  const reference = referenceOf();
  const workloads = reference.workloads.map((workload) => ({
    ...workload,
    cells: new Map(
      [...workload.cells].map(([id, cell]) => [
        id,
        { ...cell, operators: id === "wasm" ? mix(9, 1) : mix(5, 5) },
      ]),
    ),
  }));
  return { ...reference, workloads };
}

describe("operators", () => {
  it("shift compute to what their class fared", () => {
    const computeOf = (operators: ReturnType<typeof mix>) => {
      const input = inputOf({ interpreter: 0, compute: 100, io: 0 }, { operators });
      return part(known(forecast(input, mixedReference()), "wasm"), "compute");
    };
    expect(computeOf(mix(1, 0)).ms.median).toBeGreaterThan(computeOf(mix(5, 5)).ms.median);
    expect(computeOf(mix(0, 1)).ms.median).toBeLessThan(computeOf(mix(5, 5)).ms.median);
    const { details, ms } = computeOf(mix(5, 5));
    expect(details.map(({ name }) => name)).toEqual(["matrix product", "elementwise"]);
    expect(details.reduce((sum, detail) => sum + detail.ms, 0)).toBeCloseTo(ms.median, 9);
  });
});

describe("an interval", () => {
  const computeOf = (ms: number) =>
    part(known(forecast(inputOf({ interpreter: 0, compute: ms, io: 0 }), referenceOf()), "wasm"), "compute")
      .ratio!;

  it("is wider for times below those of the workloads, about the same ratio", () => {
    // They compute for 5 to 30 ms. A profile of many requests has more of everything, which says nothing.
    const [within, below, far] = [computeOf(10), computeOf(1), computeOf(0.1)];
    for (const ms of [5, 29, 1e4]) expect(computeOf(ms)).toEqual(within);
    for (const ratio of [below, far]) expect(ratio.median).toBeCloseTo(within.median, 12);
    const width = ({ low, high }: { low: number; high: number }) => Math.log(high / low);
    expect(width(below)).toBeGreaterThan(width(within));
    expect(width(far)).toBeGreaterThan(width(below));
    // As far below as they range, the spread doubles.
    expect(width(computeOf(5 / 6)) / width(within)).toBeCloseTo(2, 9);
  });
});

describe("a ladder of kernels", () => {
  const ladder = (usual: number, few: number): RungTimes => ({
    convolution: usual,
    "pointwise-convolution": usual,
    "matrix-product": usual,
    "few-channels-depthwise": few,
    "few-channels-pointwise": few,
    "few-channels-convolution": few,
  });
  const reference = mixedReference();
  const withLadder = {
    ...reference,
    targets: reference.targets.map((target) => ({
      ...target,
      rungMs: target.id === "wasm" ? ladder(5, 2) : ladder(1, 2),
    })),
  };
  const computeOf = (operators: ReturnType<typeof mix>, of: ForecastReference = withLadder) => {
    const input = inputOf({ interpreter: 0, compute: 100, io: 0 }, { operators });
    return part(known(forecast(input, of), "wasm"), "compute").ms.median;
  };
  const few = [operator("Conv of few channels", 9), operator("ReorderOutput of few channels", 1)];

  it("foretells a class that no workload has", () => {
    expect(computeOf(few) / computeOf(few, reference)).toBeCloseTo(1 / 5, 9);
  });

  it("leaves alone what fares as usual", () => {
    expect(computeOf(mix(5, 5))).toBeCloseTo(computeOf(mix(5, 5), reference), 9);
  });

  it("does not change what a workload of nothing else shows", () => {
    const workloads = reference.workloads.slice(0, 1).map((workload) => ({
      ...workload,
      cells: new Map([...workload.cells].map(([id, cell]) => [id, { ...cell, operators: few }])),
    }));
    const one = { ...withLadder, workloads };
    const { cells } = workloads[0]!;
    const [today, there] = ["python", "wasm"].map((id) => cells.get(id)!.bucketMs.compute);
    expect(computeOf(few, one)).toBeCloseTo((100 * there!) / today!, 9);
  });
});

describe("vectorised glue", () => {
  it("gains less from native code than bytecode does", () => {
    const of = (interpreter: number) => {
      const vectorisedMs = { interpreter, compute: 0 };
      const input = inputOf({ interpreter: 100, compute: 0, io: 0 }, { vectorisedMs });
      return known(forecast(input, referenceOf()), "native");
    };
    expect(of(80).timeMs.median).toBeGreaterThan(10 * of(0).timeMs.median);
    expect(part(of(80), "interpreter").details.map(({ name }) => name)).toEqual([
      "bytecode",
      "vectorised loops",
    ]);
  });
});

describe("array code in the compute bucket", () => {
  const computeOf = (compute: number) => {
    const vectorisedMs = { interpreter: 0, compute };
    const input = inputOf({ interpreter: 0, compute: 100, io: 0 }, { vectorisedMs });
    return part(known(forecast(input, mixedReference()), "wasm"), "compute");
  };

  it("fares as elementwise kernels do, and the engine's as the model", () => {
    const [engine, half, arrays] = [computeOf(0), computeOf(50), computeOf(100)];
    expect(arrays.ms.median).toBeLessThan(engine.ms.median * 0.9);
    expect(half.ms.median).toBeCloseTo((engine.ms.median + arrays.ms.median) / 2, 6);
    expect(half.ratio!.median).toBeCloseTo(half.ms.median / 100, 9);
    expect(half).toMatchObject({ baselineMs: 100, basis: { kind: "measured" } });
    expect(half.details.map(({ name }) => name)).toEqual(["engine and matrix products", "vectorised loops"]);
    expect(half.details.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(half.ms.median, 9);
    expect(arrays.details.map(({ name }) => name)).toEqual(["vectorised loops"]);
  });

  it("is named where no model engine was seen", () => {
    const times = { interpreter: 1, compute: 100, io: 0 };
    const notesFor = (arraysOnly: boolean) =>
      forecast(inputOf(times, { arraysOnly }), mixedReference()).notes;
    expect(notesFor(true)).toContain("arrays only");
    expect(notesFor(false)).not.toContain("arrays only");
  });
});

describe("array code where it runs today", () => {
  it("changes by exactly nothing, however few samples saw it", () => {
    const vectorisedMs = { interpreter: 20, compute: 60 };
    const input = inputOf({ interpreter: 50, compute: 100, io: 0 }, { vectorisedMs, samples: 40 });
    const python = known(forecast(input, referenceOf()), "python");
    for (const name of ["interpreter", "compute"] as const) {
      expect(part(python, name).ratio).toEqual({ median: 1, low: 1, high: 1 });
    }
  });
});

describe("time that nobody attributed", () => {
  it("stays exactly as it is on every target, however large it is", () => {
    const input = inputOf({ interpreter: 20, compute: 20, io: 1, unattributed: 59 });
    for (const made of forecast(input, referenceOf()).targets) {
      if (made.state !== "forecast") continue;
      expect(part(made, "unattributed").ms).toEqual({ median: 59, low: 59, high: 59 });
    }
  });
});

describe("a program whose work is on a GPU", () => {
  const profile = importTrace(readSample("kineto.gpu-bound.json"));
  const rules = loadRules(undefined);
  const { destinations } = resolveNodes(profile, rules);
  const input = inputOfAttribution(attributeTrace(profile, rules), extrasOfProfile(profile, destinations));
  const made = forecast(input, referenceOf());

  it("is promised nothing by a ratio of CPU code", () => {
    for (const id of ["js", "wasm", "native", "webgpu", "gpu"]) {
      const target = made.targets.find(({ target }) => target === id);
      expect(target).toMatchObject({ target: id, state: "no-evidence" });
      expect(target).not.toHaveProperty("timeMs");
    }
    expect(made.targets.find(({ target }) => target === "native")).toMatchObject({
      reason: expect.stringContaining("no ratio of CPU code"),
    });
  });

  it("carries the caveat", () => {
    expect(made.gate).toMatchObject({
      state: "unsound",
      excludes: "ports",
      faults: [{ kind: "on a device", share: expect.closeTo(0.98, 9) }],
    });
  });

  it("keeps its device where it runs today, and so its time there", () => {
    const python = known(made, "python");
    expect(part(python, "device").ms).toEqual({ median: 98, low: 98, high: 98 });
    expect(python.timeMs.median).toBeCloseTo(100, 9);
  });

  it("is not forecast by a stray kernel", () => {
    const deviceMs = { ...noTime(), compute: 0.1 };
    const stray = inputOf(
      { interpreter: 50, compute: 50, io: 0 },
      { deviceMs, evidence: { ...SOUND_EVIDENCE, deviceShare: 0.001 } },
    );
    expect(known(forecast(stray, referenceOf()), "native").parts.map(({ part }) => part)).not.toContain(
      "device",
    );
  });
});

describe("a split that is known to be wrong", () => {
  it.each([{ hiddenEngine: { name: "PyTorch", share: 0.91 } }, { inflation: 0.4 }])(
    "is not scaled to any target: %j",
    (fault) => {
      const evidence = { ...SOUND_EVIDENCE, ...fault };
      const made = forecast(inputOf({ interpreter: 91, compute: 9, io: 0 }, { evidence }), referenceOf());
      expect(known(made, "python").timeMs.median).toBe(100);
      for (const id of ["js", "wasm", "native"]) {
        expect(made.targets.find(({ target }) => target === id)).toMatchObject({ state: "no-evidence" });
      }
      expect(made.gate).toMatchObject({ state: "unsound", excludes: "all" });
    },
  );
});

describe("known waiting", () => {
  const waits = fc.record({
    known: fc.double({ min: 0, max: 1, noNaN: true }),
    unfollowed: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("is never forecast away, whatever else the program does and however wide the intervals are", () => {
    fc.assert(
      fc.property(
        times,
        calls,
        waits,
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.option(fc.integer({ min: 1, max: 50 })),
        (given, boundary, { known, unfollowed }, widening, requestsPerColdStart) => {
          const waitingMs = given.unattributed * known;
          const unfollowedMs = waitingMs * unfollowed;
          const over = { boundary, waitingMs, unfollowedMs, requestsPerColdStart };
          const made = forecast(inputOf(given, over), { ...referenceOf(), widening });
          for (const target of made.targets) {
            if (target.state !== "forecast") continue;
            // Nor is time that nobody attributed.
            const fixedMs = given.unattributed - unfollowedMs;
            expect(target.timeMs.low).toBeGreaterThanOrEqual(fixedMs * (1 - 1e-12));
            expect(target.timeMs.median).toBeGreaterThanOrEqual(fixedMs * (1 - 1e-12));
            const parts = target.parts.reduce((sum, { ms }) => sum + ms.median, 0);
            expect(parts).toBeCloseTo(target.timeMs.median, 6);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("stays exactly as it is, beside what the ratios make of the rest", () => {
    const times = { interpreter: 10, compute: 0, io: 0, unattributed: 1_500 };
    const native = known(forecast(inputOf(times, { waitingMs: 1_490 }), referenceOf()), "native");
    expect(part(native, "waiting")).toMatchObject({
      baselineMs: 1_490,
      ratio: { median: 1, low: 1, high: 1 },
      ms: { median: 1_490, low: 1_490, high: 1_490 },
      basis: { kind: "definition", reason: "no port shortens it" },
    });
    expect(part(native, "unattributed").ms.median).toBe(10);
    expect(native.timeMs.median).toBeLessThan(1_501);
  });

  it("is part of a cold start, once", () => {
    const coldOf = (waitingMs: number) => {
      const times = { interpreter: 10, compute: 10, io: 1, unattributed: waitingMs };
      const { coldMs } = known(forecast(inputOf(times, { waitingMs }), referenceOf()), "native");
      return coldMs.state === "forecast" ? coldMs.range.median : Number.NaN;
    };
    expect(coldOf(1_000)).toBeCloseTo(coldOf(0) + 1_000, 6);
  });

  it("may change where other threads work meanwhile, in either direction", () => {
    const times = { interpreter: 10, compute: 0, io: 0, unattributed: 100 };
    const input = inputOf(times, { waitingMs: 100, unfollowedMs: 80 });
    const made = forecast(input, referenceOf());
    const behind = part(known(made, "native"), "other threads");
    expect(behind).toMatchObject({ baselineMs: 80, ms: { median: 80, high: 80 } });
    expect(behind.ms.low).toBeLessThan(4);
    expect(part(known(made, "native"), "waiting").baselineMs).toBe(20);
    expect(known(made, "python").timeMs).toEqual({ median: 110, low: 110, high: 110 });
    expect(made.notes).toContain("others worked");
  });

  it("must be a part of what is unattributed", () => {
    const times = { interpreter: 10, compute: 0, io: 0, unattributed: 100 };
    const faulty = (over: object) => () => forecast(inputOf(times, over), referenceOf());
    expect(faulty({ waitingMs: 101 })).toThrow("waitingMs is 101, more than bucketMs.unattributed (100)");
    expect(faulty({ waitingMs: 50, unfollowedMs: 51 })).toThrow(
      "unfollowedMs is 51, more than waitingMs (50)",
    );
    expect(faulty({ waitingMs: -1 })).toThrow("waitingMs is -1; allowed is a finite number from 0");
    expect(faulty({ waitingMs: 100 + 1e-9 })).not.toThrow();
  });
});

describe("where a program runs today", () => {
  const todayOf = (input: ReturnType<typeof inputOf>) =>
    forecast(input, referenceOf()).targets.flatMap(({ target, isToday }) => (isToday ? target : []));

  it("is the target of its glue and its engine, however little of it was seen", () => {
    const all = { interpreter: 10, compute: 10, io: 1 };
    expect(todayOf(inputOf(all))).toEqual(["python"]);
    expect(todayOf(inputOf(all, { host: "node", engine: "wasm" }))).toEqual(["js"]);
    expect(todayOf(inputOf(all, { host: "node", engine: "native" }))).toEqual([]);
    const waits = { interpreter: 0, compute: 0, io: 0, unattributed: 10 };
    expect(todayOf(inputOf(waits, { waitingMs: 10 }))).toEqual(["python"]);
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
    expect(made.notes[0]).toBe("no run");
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
