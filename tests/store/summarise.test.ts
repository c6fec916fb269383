import { describe, expect, it } from "vitest";
import { PROFILER_INFLATION_LIMIT } from "../../src/model/attribution.ts";
import { BUCKETS_AND_REST } from "../../src/model/buckets.ts";
import type { RunRow } from "../../src/model/run-file.ts";
import { runOfRows } from "../../src/model/run-of-rows.ts";
import { summarise } from "../../src/model/summarise.ts";
import type { Cell, MeasuredCell, MeasuredSummary } from "../../src/model/summary.ts";
import {
  around,
  completeRows,
  endRow,
  engineRow,
  header,
  outcomeRow,
  processRows,
  target,
  unavailable,
} from "../fixtures/run.ts";

function summaryOf(rows: readonly RunRow[], head = header()): MeasuredSummary {
  return summarise(runOfRows(head, rows));
}

function cellOf(summary: MeasuredSummary, id: string): Cell {
  return summary.workloads[0]!.cells.find((cell) => cell.target === id)!;
}

function measured(summary: MeasuredSummary, id: string): MeasuredCell {
  const cell = cellOf(summary, id);
  if (cell.state !== "measured") throw new Error(`${id} is ${cell.state}: ${cell.reason}`);
  return cell;
}

const ofTarget = (rows: readonly RunRow[], id: string) =>
  rows.filter((row) => "target" in row && row.target === id);

describe("a measured cell", () => {
  const summary = summaryOf(completeRows());

  it("has the median that was put in, inside its interval", () => {
    const { p50Ms, processes, iterations } = measured(summary, "python");
    expect(p50Ms.value).toBeCloseTo(10, 6);
    expect(p50Ms.low).toBeLessThanOrEqual(p50Ms.value);
    expect(p50Ms.high).toBeGreaterThanOrEqual(p50Ms.value);
    expect([processes, iterations]).toEqual([3, 33]);
  });

  it("has buckets in the shares that were put in, and they add up to the wall time", () => {
    for (const id of ["python", "js"]) {
      const { attribution, p50Ms } = measured(summary, id);
      expect(attribution.wallMs).toBe(p50Ms.value);
      const total = BUCKETS_AND_REST.reduce((sum, bucket) => sum + attribution.bucketMs[bucket], 0);
      expect(total).toBeCloseTo(attribution.wallMs, 9);
      expect(attribution.bucketMs.interpreter / attribution.wallMs).toBeCloseTo(0.3, 9);
      expect(attribution.bucketMs.compute / attribution.wallMs).toBeCloseTo(0.5, 9);
      expect(attribution.bucketMs.io / attribution.wallMs).toBeCloseTo(0.2, 9);
      expect(attribution.coverage).toBeCloseTo(1, 9);
    }
  });

  it("leaves unattributed what no span claims", () => {
    const rows = [0, 1, 2].flatMap((replicate) =>
      processRows({ target: "js", replicate, wallMs: around(8, replicate), shares: [0.1, 0.2, 0.4, 0.1] }),
    );
    const { attribution } = measured(summaryOf([...rows, endRow()]), "js");
    expect(attribution.coverage).toBeCloseTo(0.8, 9);
    expect(attribution.bucketMs.unattributed).toBeCloseTo(0.2 * attribution.wallMs, 9);
  });

  it("is compared with the baseline, which is compared with nothing", () => {
    expect(summary.workloads[0]!.baseline).toBe("python");
    expect(measured(summary, "python").ratio).toBeNull();
    const ratio = measured(summary, "js").ratio!;
    expect(ratio.value).toBeCloseTo(0.5, 6);
  });

  it("takes today for what the course says it is, whatever stands first", () => {
    const targets = [target("js", "stay", { course: "plain" }), target("python", "stay", { course: "stay" })];
    const other = summaryOf(completeRows(), header({ targets }));
    expect(other.workloads[0]!.baseline).toBe("python");
    expect(measured(other, "js").ratio!.value).toBeCloseTo(0.5, 6);
  });

  it("has the median of each cold phase", () => {
    const { coldMs } = measured(summary, "js");
    expect(coldMs).toEqual({ spawn: 10, import: 20, compile: 0, session: 30, firstInference: 41 });
  });

  it("has no baseline to compare with when the baseline failed", () => {
    const rows = [
      ...ofTarget(completeRows(), "js"),
      outcomeRow({ workload: "embed-text", target: "python", state: "crash", detail: "gone" }),
    ];
    const without = summaryOf(rows);
    expect(without.workloads[0]!.baseline).toBeNull();
    expect(measured(without, "js").ratio).toBeNull();
  });

  it("does not count samples of a process without an outcome", () => {
    const torn = processRows({ target: "js", replicate: 9, wallMs: [900, 900, 900], outcome: null });
    const with_ = summaryOf([...completeRows(), ...torn]);
    expect(measured(with_, "js")).toEqual(measured(summary, "js"));
  });

  it("does not count samples of a process that crashed", () => {
    const crash = { state: "crash", detail: "late" } as const;
    const torn = processRows({ target: "js", replicate: 9, wallMs: [900, 900], outcome: crash });
    expect(measured(summaryOf([...completeRows(), ...torn]), "js").maxMs).toBeLessThan(10);
  });
});

describe("a workload that answers in JSON", () => {
  it("has what the reference answered, and how often a request calls each model", () => {
    const calls = [{ model: "detection", calls: 1, inputBytes: 4, outputBytes: 2 }];
    const record = { ...header().workloads[0]!, calls, answer: '{"lines":[]}', own: true } as const;
    const [workload] = summaryOf(completeRows(), header({ workloads: [record] })).workloads;
    expect(workload).toMatchObject({ calls, answer: '{"lines":[]}', own: true });
  });
});

describe("like with like", () => {
  const numpy = { glue: "numpy" } as const;
  const targets = [
    target("today", "stay", { ...numpy, course: "stay" }),
    target("today on two", "stay", { ...numpy, course: "setting", threads: 2 }),
    target("plain", "stay", { glue: "python", course: "plain" }),
    target("port", "native", { glue: "compiled", course: "port" }),
    target("port on two", "native", { glue: "compiled", course: "port", threads: 2 }),
    target("port on three", "native", { glue: "compiled", course: "port", threads: 3 }),
  ];
  const medians = { today: 12, "today on two": 8, plain: 40, port: 6, "port on two": 4, "port on three": 3 };
  const rows = Object.entries(medians).flatMap(([id, ms]) =>
    [0, 1, 2].flatMap((replicate) => processRows({ target: id, replicate, wallMs: around(ms, replicate) })),
  );
  const summary = summaryOf([...rows, endRow()], header({ targets }));
  const like = (id: string) => {
    const { likeTarget, likeRatio, ratio, threads } = measured(summary, id);
    return { likeTarget, like: likeRatio?.value ?? null, ratio: ratio?.value ?? null, threads };
  };
  const about = (value: number) => expect.closeTo(value, 6);

  it("holds two threads against today's two, beside today as it is", () => {
    const twice = { likeTarget: "today on two", like: about(0.5), ratio: about(1 / 3), threads: 2 };
    expect(like("port on two")).toEqual(twice);
    expect(measured(summary, "port on two").likeBucketRatios.compute!.value).toBeCloseTo(0.5, 6);
  });

  it("is the same comparison where threads do not differ", () => {
    expect(like("port")).toEqual({ likeTarget: "today", like: about(0.5), ratio: about(0.5), threads: 1 });
    expect(measured(summary, "port").likeRatio).toEqual(measured(summary, "port").ratio);
    expect(like("plain")).toMatchObject({ likeTarget: "today", like: about(40 / 12) });
  });

  it("is nothing for today's own program, nor where none like it was measured", () => {
    expect(like("today")).toMatchObject({ likeTarget: null, like: null, ratio: null });
    expect(like("today on two")).toMatchObject({ likeTarget: null, like: null, ratio: about(2 / 3) });
    expect(like("port on three")).toMatchObject({ likeTarget: null, like: null, ratio: about(0.25) });
  });
});

describe("a cell that was not measured", () => {
  it("is barred by one wrong output, however many processes were right", () => {
    const detail = 'postprocess: "result"[0] is 1';
    const mismatch = outcomeRow({ workload: "embed-text", target: "js", state: "mismatch", detail });
    const summary = summaryOf([...completeRows(), mismatch]);
    expect(cellOf(summary, "js")).toEqual({ state: "mismatch", target: "js", reason: detail, enable: null });
    expect(measured(summary, "python").processes).toBe(3);
  });

  it.each(["crash", "timeout"] as const)("has failed by a %s, and says why", (state) => {
    const failed = outcomeRow({ workload: "embed-text", target: "js", state, detail: "SIGSEGV" });
    const summary = summaryOf([...ofTarget(completeRows(), "python"), failed, endRow()]);
    expect(cellOf(summary, "js")).toMatchObject({ state: "failed", reason: `${state}: SIGSEGV` });
  });

  it("carries the command that would enable it", () => {
    const targets = [target("python", "stay"), unavailable("js", "not installed", "npm install x")];
    const summary = summaryOf(completeRows(), header({ targets }));
    expect(cellOf(summary, "js")).toEqual({
      state: "unavailable",
      target: "js",
      reason: "not installed",
      enable: "npm install x",
    });
  });

  it("would have been the same program over again", () => {
    const js = target("js", "wasm", { skipped: { "embed-text": "python runs the same" } });
    const targets = [target("python", "stay"), js];
    const summary = summaryOf(ofTarget(completeRows(), "python"), header({ targets }));
    const reason = "python runs the same";
    expect(cellOf(summary, "js")).toEqual({ state: "skipped", target: "js", reason, enable: null });
  });

  it("was cut by the budget, in the budget's words, or by the end of the run", () => {
    const cut = outcomeRow({ workload: "embed-text", target: "js", state: "cut", detail: "no time" });
    const python = ofTarget(completeRows(), "python");
    expect(cellOf(summaryOf([...python, cut]), "js")).toMatchObject({ state: "cut", reason: "no time" });
    expect(cellOf(summaryOf(python), "js")).toMatchObject({
      state: "cut",
      reason: "the run ended before it was reached",
    });
  });
});

describe("the engine's profile", () => {
  // js spends half of about 5 ms in the model call.
  const withEngine = (over: object) =>
    measured(summaryOf([...completeRows(), engineRow({ target: "js", ...over })]), "js").attribution;

  it("moves from compute to io what the engine did not spend itself", () => {
    const { engine, bucketMs, wallMs } = withEngine({ runMs: 2.5, modelRunMs: 2, kernelMs: 1.5 });
    if (engine.state !== "profiled") throw new Error(`found ${engine.state}`);
    expect(engine.kernelShare).toBeCloseTo(0.6, 9);
    expect(engine.schedulingShare).toBeCloseTo(0.2, 9);
    expect(engine.marshallingShare).toBeCloseTo(0.2, 9);
    expect(bucketMs.compute / wallMs).toBeCloseTo(0.5 * 0.8, 9);
    expect(bucketMs.io / wallMs).toBeCloseTo(0.2 + 0.5 * 0.2, 9);
  });

  it("is withheld when the profiler slowed the call beyond the limit: compute stays whole", () => {
    const slow = 2.5 * (1 + PROFILER_INFLATION_LIMIT) * 1.1;
    const { engine, bucketMs, wallMs } = withEngine({ runMs: slow, modelRunMs: 1, kernelMs: 0.5 });
    expect(engine).toMatchObject({ state: "withheld", limit: PROFILER_INFLATION_LIMIT });
    expect(bucketMs.compute / wallMs).toBeCloseTo(0.5, 9);
  });

  it("never claims more kernels than the call lasted, as several threads might add up to", () => {
    const { engine } = withEngine({ runMs: 2.5, modelRunMs: 2.4, kernelMs: 9 });
    expect(engine).toMatchObject({ kernelShare: 1, schedulingShare: 0, marshallingShare: 0 });
  });

  it("says so when there is none", () => {
    expect(measured(summaryOf(completeRows()), "js").attribution.engine.state).toBe("unprofiled");
  });
});

describe("the run as a whole", () => {
  it("warns when it was killed, interrupted or cut, and not when it is complete", () => {
    const rows = completeRows().filter((row) => row.kind !== "end");
    expect(summaryOf(rows).warnings).toEqual([expect.stringContaining("it was killed")]);
    expect(summaryOf([...rows, endRow("interrupted")]).warnings[0]).toContain("interrupted");
    expect(summaryOf([...rows, endRow("budget", "2 cells were cut")]).warnings[0]).toContain(
      "2 cells were cut",
    );
    expect(summaryOf([...rows, endRow("interrupted"), endRow()])).toMatchObject({
      warnings: [],
      complete: true,
      elapsedMs: 3_000,
    });
  });

  it("takes its noise floor from the A/A arm", () => {
    const aa = [0, 1, 2].flatMap((replicate) =>
      processRows({ target: "js", arm: "aa", replicate, wallMs: around(5.5, replicate) }),
    );
    const summary = summaryOf([...completeRows(), ...aa]);
    expect(summary.aaPairs).toEqual([
      { target: "js", workload: "embed-text", difference: expect.closeTo(0.1, 6) },
    ]);
    expect(summary.noiseFloor).toBeCloseTo(0.1, 6);
    expect(summaryOf(completeRows()).noiseFloor).toBeNull();
  });

  it("counts the A/A arm in no cell", () => {
    const aa = processRows({ target: "js", arm: "aa", wallMs: [77, 77, 77] });
    expect(measured(summaryOf([...completeRows(), ...aa]), "js").iterations).toBe(33);
  });

  it("is summarised the same every time, digit for digit", () => {
    const rows = [...completeRows(), engineRow({ target: "js", runMs: 2.5, modelRunMs: 2, kernelMs: 1.5 })];
    expect(JSON.stringify(summaryOf(rows))).toBe(JSON.stringify(summaryOf(rows)));
  });
});
