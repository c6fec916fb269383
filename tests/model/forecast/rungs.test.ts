/** A reference with the rungs, settings and slices of a whole run: what is like with like in a forecast. */
import { describe, expect, it } from "vitest";
import { asWorkload, TODAY } from "../../../src/model/forecast/as-workload.ts";
import { forecast } from "../../../src/model/forecast/forecast.ts";
import { inputOfRecording } from "../../../src/model/forecast/from-recording.ts";
import type { ForecastInput } from "../../../src/model/forecast/input.ts";
import { inputOfReference, leaveOneOut } from "../../../src/model/forecast/leave-one-out.ts";
import type { ForecastReference, ReferenceTarget } from "../../../src/model/forecast/reference.ts";
import { summariseRecording } from "../../../src/model/summarise-recording.ts";
import { attributionRowOf, execution, recordingHeader, recordingOf } from "../../fixtures/recording.ts";
import { cellOf, inputOf, type Times, targetOf, WORKLOADS } from "./reference.ts";

const python = { port: "stay", glue: "numpy" } as const;
const TARGETS: readonly ReferenceTarget[] = [
  targetOf("loops", { ...python, course: "plain", glue: "python" }),
  targetOf("numpy", { ...python, course: "stay" }),
  // Before the one with threads: what is tuned as well is another program, whatever its threads.
  targetOf("tuned", { ...python, course: "setting", threads: 2, tuned: true }),
  targetOf("two threads", { ...python, course: "setting", threads: 2 }),
  targetOf("slice", { ...python, course: "slice", glue: "compiled" }),
  targetOf("slice, two threads", { ...python, course: "slice", glue: "compiled", threads: 2 }),
  targetOf("ported", { port: "native" }),
  targetOf("ported, two threads", { port: "native", threads: 2 }),
];

/** Ratios to today's program on one thread; two threads halve the engine's time but for a tenth. */
const RATIOS: Readonly<Record<string, Times>> = {
  loops: { interpreter: 10, compute: 1, io: 1 },
  numpy: { interpreter: 1, compute: 1, io: 1 },
  tuned: { interpreter: 1, compute: 0.3, io: 1 },
  "two threads": { interpreter: 1, compute: 0.55, io: 1 },
  slice: { interpreter: 0.2, compute: 1, io: 1 },
  "slice, two threads": { interpreter: 0.2, compute: 0.55, io: 1 },
  ported: { interpreter: 0.1, compute: 1, io: 1.2 },
  "ported, two threads": { interpreter: 0.1, compute: 0.55, io: 1.2 },
};

const JITTER = [1.03, 0.97, 1.01, 0.99];

function reference(without: readonly string[] = []): ForecastReference {
  const targets = TARGETS.filter(({ id }) => !without.includes(id));
  return {
    runId: "run",
    baseline: "numpy",
    targets,
    workloads: WORKLOADS.map(({ id, payloadBytes, ...times }, i) => ({
      id,
      boundary: { calls: 1, bytes: payloadBytes },
      isVectorised: true,
      cells: new Map(
        targets.map(({ id: target, threads }) => {
          const ratio = RATIOS[target]!;
          // Today's own cells are exact, so that a ratio of 1 is one.
          const jitter = target === "numpy" || target === "two threads" ? 1 : JITTER[i]!;
          const own = {
            interpreter: times.interpreter * ratio.interpreter * jitter,
            compute: times.compute * ratio.compute * jitter,
            io: times.io * ratio.io * jitter,
          };
          const wallMs = own.interpreter + own.compute + own.io;
          return [target, cellOf(own, { cpuPerWall: 1 + ((threads - 1) * own.compute) / wallMs })] as const;
        }),
      ),
    })),
    copy: {},
    widening: 1,
  };
}

function timesOf(input: ForecastInput, from = reference()): Record<string, number> {
  return Object.fromEntries(
    forecast(input, from).targets.flatMap((made) =>
      made.state === "forecast" ? [[made.target, made.timeMs.median]] : [],
    ),
  );
}

const todayOf = (input: ForecastInput, from = reference()) =>
  forecast(input, from).targets.flatMap(({ target, isToday }) => (isToday ? [target] : []));

const engineOnly = (engineCores: number | null) =>
  inputOf({ interpreter: 0, compute: 100, io: 0 }, { engineCores });

/** An unprofiled execution of 1 s, of which 0.9 are in the engine, with so much CPU time. */
function recorded(cpuMs: number | null): ForecastInput {
  const row = attributionRowOf();
  const of = (share: number) => ({ ms: share * row.attribution.wallMs, share });
  const buckets = { interpreter: of(0.05), compute: of(0.9), io: of(0.05), unattributed: of(0) };
  const attribution = { ...row.attribution, buckets, waiting: of(0), coverage: 1 };
  const rows = [execution({ cpuMs }), { ...row, attribution }];
  const summary = summariseRecording(recordingOf(recordingHeader(), rows))!;
  return inputOfRecording(summary, summary.attributions[0]!);
}

describe("a recording that keeps 1.9 cores busy", () => {
  const input = recorded(1_890);

  it("says so of its engine", () => {
    expect(input.engineCores).toBeCloseTo(1.99, 9);
    expect(input.cpuPerWall).toBeCloseTo(1.89, 9);
  });

  it("runs today where the threads are, and is promised none of them again", () => {
    expect(todayOf(input)).toEqual(["two threads"]);
    const times = timesOf(input);
    expect(times["two threads"]).toBe(1_000);
    expect(times.tuned! / 1_000).toBeCloseTo(0.1 + 0.9 * (0.3 / 0.55), 1);
    expect(times["ported, two threads"]! / 1_000).toBeGreaterThan(0.9);
    expect(times["slice, two threads"]! / 1_000).toBeGreaterThan(0.9);
  });

  it("would compute for longer on one thread", () => {
    expect(timesOf(input).ported! / 1_000).toBeGreaterThan(1.5);
    expect(timesOf(input).slice! / 1_000).toBeGreaterThan(1.5);
  });

  it("is forecast from another host's threads where its own were not measured, and from full use where none were", () => {
    const measured = reference(["two threads"]);
    // A registered target that was not measured tells nothing of threads.
    const own = { ...measured, targets: TARGETS };
    expect(timesOf(input, own)["ported, two threads"]! / 1_000).toBeGreaterThan(0.9);
    expect(todayOf(input, own)).toEqual(["numpy"]);
    expect(timesOf(input, own).numpy).toBe(1_000);
    const alone = reference(["two threads", "slice, two threads", "ported, two threads"]);
    expect(timesOf(input, alone).ported! / 1_000).toBeGreaterThan(1.7);
  });

  it("is priced with its cores", () => {
    const from = reference();
    const { workload, targets } = asWorkload("ocr.py", input, forecast(input, from).targets, from);
    const cellOfTarget = (id: string) => {
      const cell = workload.cells.find(({ target }) => target === id);
      return cell?.state === "measured" ? cell : null;
    };
    expect(targets.find(({ id }) => id === TODAY)).toMatchObject({
      threads: 2,
      course: "stay",
      glue: "numpy",
    });
    expect(cellOfTarget(TODAY)!.cpuPerWall).toBeCloseTo(1.89, 9);
    expect(cellOfTarget("ported, two threads")!.cpuPerWall!).toBeGreaterThan(1.8);
    expect(cellOfTarget("ported")!.cpuPerWall!).toBeLessThan(1.01);
  });
});

describe("a threaded port of a program on one core", () => {
  it("is held against today's program with as many threads, so that the page can tell threads from port", () => {
    const [input, from] = [recorded(1_000), reference()];
    const { workload } = asWorkload("p.py", input, forecast(input, from).targets, from);
    const cellOfTarget = (id: string) => {
      const cell = workload.cells.find(({ target }) => target === id);
      if (cell?.state !== "measured") throw new Error(`${id} is not forecast`);
      return cell;
    };
    expect(cellOfTarget("ported, two threads")).toMatchObject({ threads: 2, likeTarget: "two threads" });
    expect(cellOfTarget("ported, two threads").ratio!.value).toBeLessThan(0.65);
    expect(cellOfTarget("ported, two threads").likeRatio!.value).toBeGreaterThan(0.9);
    expect(cellOfTarget("ported")).toMatchObject({ threads: 1, likeTarget: TODAY });
    expect(cellOfTarget("two threads").likeTarget).toBeNull();
  });
});

describe("a recording on one core", () => {
  it("runs today's program as it was measured, and may gain what threads bring", () => {
    const input = recorded(1_000);
    expect(input.engineCores).toBe(1);
    expect(todayOf(input)).toEqual(["numpy"]);
    expect(timesOf(input)["two threads"]! / 1_000).toBeCloseTo(0.05 + 0.05 + 0.9 * 0.55, 2);
    expect(timesOf(input).ported! / 1_000).toBeCloseTo(1, 1);
  });

  it("says nothing of its cores where CPU time is unknown, or a busy machine withheld it", () => {
    expect(recorded(null).engineCores).toBeNull();
    expect(recorded(500).engineCores).toBeNull();
    expect(recorded(800).engineCores).toBe(1);
  });
});

describe("a profile that does not say how many cores", () => {
  it("is taken to be on one, and a note says so", () => {
    const unknown = engineOnly(null);
    expect(timesOf(unknown)).toEqual(timesOf(engineOnly(1)));
    expect(forecast(unknown, reference()).notes).toContain("cores unknown");
    expect(forecast(engineOnly(1), reference()).notes).not.toContain("cores unknown");
  });

  it("is promised the less by threads the more cores it is said to keep busy", () => {
    const gain = (cores: number) => timesOf(engineOnly(cores))["ported, two threads"]!;
    expect(gain(1)).toBeLessThan(gain(1.4));
    expect(gain(1.4)).toBeLessThan(gain(1.9));
    expect(todayOf(engineOnly(1.4))).toEqual([]);
  });

  it("with more cores than were measured is held against what they would bring", () => {
    expect(timesOf(engineOnly(4))["ported, two threads"]! / 100).toBeCloseTo(1 / 0.55, 1);
    expect(todayOf(engineOnly(4))).toEqual([]);
  });

  it("is refused with less than one core", () => {
    expect(() => forecast(engineOnly(0.5), reference())).toThrow(
      "engineCores is 0.5; allowed is a number from 1",
    );
  });
});

describe("rungs", () => {
  it("forecast bytecode from plain loops, and array code from numpy's", () => {
    const bytecode = inputOf({ interpreter: 100, compute: 0, io: 0 });
    const arrays = inputOf(
      { interpreter: 100, compute: 0, io: 0 },
      { vectorisedMs: { interpreter: 100, compute: 0 } },
    );
    expect(timesOf(bytecode).slice! / 100).toBeCloseTo(0.02, 2);
    expect(timesOf(arrays).slice! / 100).toBeCloseTo(0.2, 1);
    expect(forecast(arrays, reference()).notes).not.toContain("loops by analogy");
  });

  it("take glue that is array code in part for what its profile shows", () => {
    // A quarter of numpy's glue is in its loops, which take on a slice what all of it took before.
    const whole = reference();
    const parts = {
      ...whole,
      workloads: whole.workloads.map((workload) => ({ ...workload, arrayShare: 0.25 })),
    };
    const arrays = inputOf(
      { interpreter: 100, compute: 0, io: 0 },
      { vectorisedMs: { interpreter: 100, compute: 0 } },
    );
    expect(timesOf(arrays, parts).slice! / timesOf(arrays, whole).slice!).toBeCloseTo(4, 1);
    for (const from of ["numpy", "loops"]) {
      const [workload] = parts.workloads;
      const target = TARGETS.find(({ id }) => id === from);
      const { bucketMs, vectorisedMs } = inputOfReference(workload!, target)!;
      expect(vectorisedMs.interpreter).toBe(from === "numpy" ? 0.25 * bucketMs.interpreter : 0);
    }
  });

  it("below today are evidence, and nowhere to go", () => {
    expect(timesOf(engineOnly(1))).not.toHaveProperty("loops");
  });

  it("are both scored, on settings and slices too", () => {
    const scored = leaveOneOut(reference());
    for (const from of ["numpy", "loops"]) {
      const mine = scored.filter((row) => row.from === from && row.workload === "a");
      const courses = from === "numpy" ? ["setting", "slice", "port"] : ["slice", "port"];
      const expected = TARGETS.flatMap(({ id, course }) => (courses.includes(course) ? [id] : []));
      expect(mine.map(({ made }) => made.target)).toEqual(expected);
      for (const { made, measuredMs } of mine) {
        expect(made.state === "forecast" && Math.abs(made.timeMs.median / measuredMs - 1)).toBeLessThan(0.2);
      }
    }
  });
});

describe("a setting", () => {
  it("changes nothing but the engine, exactly", () => {
    const input = inputOf({ interpreter: 50, compute: 100, io: 7 });
    const made = forecast(input, reference()).targets.find(({ target }) => target === "two threads")!;
    for (const name of ["interpreter", "io"]) {
      expect(made.parts.find(({ part }) => part === name)!.ratio).toEqual({ median: 1, low: 1, high: 1 });
    }
  });

  it("and a slice stand among the courses, with what they ask of a team", () => {
    const from = reference();
    const input = inputOf({ interpreter: 50, compute: 100, io: 7 });
    const { targets } = asWorkload("p.py", input, forecast(input, from).targets, from);
    const courses = Object.fromEntries(targets.map(({ id, course }) => [id, course]));
    expect(courses).toMatchObject({
      [TODAY]: "stay",
      "two threads": "setting",
      slice: "slice",
      ported: "port",
    });
    expect(Object.keys(courses)).not.toContain("loops");
    expect(Object.keys(courses)).not.toContain("numpy");
  });
});
