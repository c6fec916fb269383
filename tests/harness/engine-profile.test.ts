import { describe, expect, it } from "vitest";
import { engineTotals, separateProfiles } from "../../src/model/engine-profile.ts";

/** One model run as ONNX Runtime writes it: times in µs, the kernels inside the executor inside the run. */
function modelRun(at: number, microseconds: number): object[] {
  const event = (cat: string, name: string, ts: number, dur: number, args: object = {}) => ({
    cat,
    pid: 7,
    tid: 7,
    dur,
    ts,
    ph: "X",
    name,
    args,
  });
  return [
    event("Node", "conv_0_kernel_time", at + 20, microseconds * 0.5, { op_name: "Conv" }),
    event("Node", "relu_0_fence_after", at + 21, 1, { op_name: "Relu" }),
    event("Node", "relu_0_kernel_time", at + 22, microseconds * 0.1, { op_name: "Relu" }),
    event("Session", "SequentialExecutor::Execute", at + 10, microseconds * 0.8),
    event("Session", "model_run", at, microseconds),
  ];
}

const session = [
  { cat: "Session", name: "model_loading_array", ts: 1, dur: 900, args: {} },
  { cat: "Session", name: "session_initialization", ts: 950, dur: 4_000, args: {} },
];

/** The array as the engine prints it, one event a line. */
function profile(events: readonly object[]): string {
  return `[\n${events.map((event) => JSON.stringify(event)).join(",\n")}\n]\n`;
}

const fourRuns = [1_000, 2_000, 2_000, 2_000].flatMap((us, i) => modelRun(10_000 * (i + 1), us));

describe("the engine's profile", () => {
  it("is totalled per iteration over the last runs", () => {
    expect(engineTotals([profile([...session, ...fourRuns])], 3)).toEqual({
      iterations: 3,
      modelRunMs: 2,
      executorMs: expect.closeTo(1.6, 9),
      kernelMs: expect.closeTo(1.2, 9),
      operators: [
        { operator: "Conv", ms: expect.closeTo(1, 9), calls: expect.closeTo(1, 9) },
        { operator: "Relu", ms: expect.closeTo(0.2, 9), calls: expect.closeTo(1, 9) },
      ],
    });
  });

  it("is not coloured by a stray slow run", () => {
    const runs = [2_000, 2_000, 90_000, 2_000].flatMap((us, i) => modelRun(100_000 * (i + 1), us));
    const totals = engineTotals([profile(runs)], 4);
    expect(totals.modelRunMs).toBe(2);
    expect(totals.kernelMs).toBeCloseTo(1.2, 9);
  });

  it("is found within other output of the process", () => {
    const text = `warming up [ok]\n${profile(fourRuns)}done\n`;
    expect(engineTotals([text], 3).modelRunMs).toBe(2);
  });

  it("may lack its end, with or without a dangling comma", () => {
    const whole = profile(fourRuns);
    const cut = whole.slice(0, whole.lastIndexOf("]"));
    expect(engineTotals([cut], 3)).toEqual(engineTotals([whole], 3));
    expect(engineTotals([`${cut.trimEnd()},\n`], 3)).toEqual(engineTotals([whole], 3));
  });

  it("is refused with too few runs: found and expected are named", () => {
    expect(() => engineTotals([profile(fourRuns)], 5)).toThrow("has 4 model runs, expected at least 5");
    expect(() => engineTotals([profile(session)], 1)).toThrow("has 0 model runs, expected at least 1");
  });

  it("is refused when there is none in the text", () => {
    expect(() => engineTotals(["Segmentation fault\n"], 1)).toThrow("no line with an opening bracket");
  });
});

describe("profiles of a request that calls several models", () => {
  /** Of three requests after one of warming up: the first model is called once in each, the second one twice. */
  const first = profile([4_000, 1_000, 1_000, 1_000].flatMap((us, i) => modelRun(100_000 * i, us)));
  const second = profile(
    [9_000, 9_000, 3_000, 1_000, 3_000, 1_000, 3_000, 1_000].flatMap((us, i) =>
      modelRun(100_000 * i + 50_000, us),
    ),
  );

  it("add up to what the models take in a request, all calls of it", () => {
    expect(engineTotals([first, second], 3, [1, 2])).toEqual({
      iterations: 3,
      modelRunMs: expect.closeTo(5, 9),
      executorMs: expect.closeTo(4, 9),
      kernelMs: expect.closeTo(3, 9),
      operators: [
        { operator: "Conv", ms: expect.closeTo(2.5, 9), calls: expect.closeTo(3, 9) },
        { operator: "Relu", ms: expect.closeTo(0.5, 9), calls: expect.closeTo(3, 9) },
      ],
    });
  });

  it("leave a model out that no request calls", () => {
    expect(engineTotals([first, profile(session)], 3, [1, 0])).toEqual(engineTotals([first], 3));
    expect(engineTotals([profile(session)], 3, [0])).toMatchObject({
      iterations: 3,
      modelRunMs: 0,
      operators: [],
    });
  });

  it("keep the calls of a request together, where a stray one is slow", () => {
    const runs = [1_000, 1_000, 1_000, 80_000, 1_000, 1_000, 1_000, 1_000];
    const slow = profile(runs.flatMap((us, i) => modelRun(100_000 * i, us)));
    expect(engineTotals([slow], 4, [2]).modelRunMs).toBe(2);
  });

  it("are refused where one lacks calls, or is missing", () => {
    expect(() => engineTotals([first, second], 3, [1, 3])).toThrow("has 8 model runs, expected at least 9");
    expect(() => engineTotals([first], 3, [1, 2])).toThrow(
      "the engine gave 1 profiles, expected 2: one of each model",
    );
  });

  it("are told apart where an engine prints them one after the other", () => {
    const printed = separateProfiles(`warming up [ok]\n${first}${second}`);
    expect(printed).toHaveLength(2);
    expect(engineTotals(printed, 3, [1, 2])).toEqual(engineTotals([first, second], 3, [1, 2]));
    expect(separateProfiles(first)).toEqual([first]);
  });
});
