import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { onnxruntime } from "../../../../src/model/traces/formats/onnxruntime.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { importTrace } from "../../../../src/model/traces/import.ts";
import { defaultRules as rules } from "../../../fixtures/default-rules.ts";
import { asBytes, brokenInvariants, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

interface Fields {
  readonly tid?: number;
  readonly args?: object;
}

function event(
  cat: string,
  name: string,
  ts: number,
  dur: number,
  { tid = 7, args = {} }: Fields = {},
): object {
  return { cat, pid: 7, tid, dur, ts, ph: "X", name, args };
}

function kernel(operator: string, ts: number, dur: number, tid = 7): object {
  return event("Node", `node_${ts}_kernel_time`, ts, dur, {
    tid,
    args: { op_name: operator, provider: "CPUExecutionProvider", output_size: "256" },
  });
}

/** One run of 1,000 µs: 800 in the executor, of which the kernels take 600. Callees are written first, as ORT does. */
function run(at: number): object[] {
  return [
    event("Node", "conv_fence_before", at + 100, 5, { args: { op_name: "Conv" } }),
    kernel("Conv", at + 110, 500),
    event("Node", "conv_fence_after", at + 620, 5, { args: { op_name: "Conv" } }),
    kernel("Relu", at + 700, 100),
    event("Session", "SequentialExecutor::Execute", at + 100, 800),
    event("Session", "model_run", at, 1_000),
  ];
}

const session = [
  event("Session", "model_loading_uri", 0, 300),
  event("Session", "session_initialization", 300, 2_000),
];

function written(events: readonly object[]): string {
  return `[\n${events.map((e) => JSON.stringify(e)).join(",\n")}\n]\n`;
}

const parse = (text: string) => onnxruntime.parse(asBytes(text));
const byName = (text: string) => selfMsBy(parse(text), ({ name }) => name);

describe("an ONNX Runtime profile", () => {
  const text = written([...session, ...run(5_000), ...run(10_000)]);

  it("is runs, executor and kernels by operator; fences have no time, and that between runs nobody has", () => {
    expect(byName(text)).toEqual({
      model_run: expect.closeTo(0.4, 9),
      "SequentialExecutor::Execute": expect.closeTo(0.4, 9),
      Conv: expect.closeTo(1, 9),
      Relu: expect.closeTo(0.2, 9),
    });
    expect(parse(text).wallMs).toBe(6);
    expect(parse(text).clock).toContain("time between two runs is the caller's and belongs to no frame");
  });

  it("leaves loading and initialisation to the cold start, and says how long they took", () => {
    const one = parse(written([...session, ...run(5_000)]));
    expect(one.wallMs).toBe(1);
    expect(one.warnings).toEqual([]);
    expect(one.clock).toContain("Wall time is that of the one model_run");
    expect(one.clock).toContain("2.30 ms of loading and initialisation before the first run");
    expect(parse(written(run(5_000))).clock).not.toContain("loading");
  });

  it("leaves them out on another thread than the runs' too, whose busiest is the one that runs most", () => {
    const setup = [
      event("Session", "model_loading_uri", 0, 90_000, { tid: 8 }),
      event("Session", "session_initialization", 90_000, 9_000, { tid: 8 }),
      event("Session", "model_run", 99_500, 100, { tid: 8 }),
    ];
    const profile = parse(written([...setup, ...run(100_000)]));
    expect(profile.clock).toMatch(/thread 7 of process 7.*99\.0 ms of loading/);
    expect(profile.wallMs).toBe(1);
  });

  it("keeps them where there is no run, and warns", () => {
    const profile = parse(written([...session, kernel("Conv", 3_000, 500)]));
    expect(selfMsBy(profile, ({ name }) => name)).toEqual({
      model_loading_uri: expect.closeTo(0.3, 9),
      session_initialization: expect.closeTo(2, 9),
      Conv: expect.closeTo(0.5, 9),
    });
    expect(profile.wallMs).toBe(3.5);
    expect(profile.warnings).toEqual([expect.stringMatching(/no model_run.*belong to the cold start/)]);
  });

  it("leaves out a run that is not there to its end, and says so", () => {
    const profile = parse(written([...run(5_000), ...run(10_000).slice(0, -1)]));
    expect(profile.wallMs).toBe(1);
    expect(profile.warnings).toEqual([expect.stringMatching(/^2 kernels started after the last model_run/)]);
  });

  it("counts runs and operators", () => {
    const { boundary, operators } = parse(text);
    expect(boundary).toEqual({ calls: 2, bytes: null });
    expect(operators).toEqual([
      { operator: "Conv", ms: expect.closeTo(1, 9), calls: 2 },
      { operator: "Relu", ms: expect.closeTo(0.2, 9), calls: 2 },
    ]);
  });

  it("puts kernels below the executor, below the run, also where a kernel fills it wholly", () => {
    const { tree } = parse(
      written([
        kernel("Conv", 100, 50),
        event("Session", "SequentialExecutor::Execute", 100, 50),
        event("Session", "model_run", 100, 50),
      ]),
    );
    expect(tree.frame.slice(1).map((frame) => tree.frames[frame]!.category)).toEqual([
      "ort_session",
      "ort_executor",
      "ort_kernel",
    ]);
    expect(tree.parent).toEqual([0, 0, 1, 2]);
  });

  it("may lack its end, and says so", () => {
    const cut = text.slice(0, text.lastIndexOf("]"));
    expect(parse(cut).tree).toEqual(parse(text).tree);
    expect(parse(cut).warnings).toEqual([expect.stringContaining("closing bracket is missing")]);
    expect(parse(text.slice(0, -40)).warnings.join()).toContain("The file ends within an event");
  });

  it("is found within what else a program printed", () => {
    const printed = `warming up [ok]\n[1, 2]\n${text}done\n`;
    expect(onnxruntime.detect(headOf(asBytes(printed)))).toBe(true);
    expect(parse(printed)).toEqual(parse(text));
  });

  it.each(["stdout: ", "app-1  | ", "2026-01-01T12:00:00.000Z [INFO] [worker] "])(
    "is found where a log puts %j before each line",
    (prefix) => {
      const printed = `warming up [ok]\n${text}done [1]\n`.replace(/^(?=.)/gm, prefix);
      expect(importTrace(asBytes(printed))).toEqual(parse(text));
    },
  );

  it("is known whatever the order of the keys, and however they are indented", () => {
    const sorted = JSON.stringify(
      JSON.parse(text).map((event: object) => Object.fromEntries(Object.entries(event).sort())),
      null,
      2,
    );
    expect(sorted).toMatch(/^\[\s*\{\s*"args"/);
    expect(importTrace(asBytes(sorted))).toEqual(parse(text));
  });

  it("tells of a second one in the file, which it does not read", () => {
    const { warnings, wallMs } = parse(text + text);
    expect(wallMs).toBe(6);
    expect(warnings).toEqual([expect.stringContaining(`follows at byte ${text.length}`)]);
  });
});

describe("several threads", () => {
  const pool = (executor: string) =>
    written([
      kernel("Conv", 1_100, 600, 8),
      kernel("Conv", 1_200, 500, 9),
      kernel("Relu", 1_750, 50),
      event("Session", executor, 1_050, 900),
      event("Session", "model_run", 1_000, 1_000),
    ]);

  it.each(["ParallelExecutor::Execute", "SequentialExecutor::Execute"])(
    "of a pool are resolved on the clock, below %s",
    (executor) => {
      const profile = parse(pool(executor));
      expect(selfMsBy(profile, ({ name }) => name)).toEqual({
        model_run: expect.closeTo(0.1, 9),
        [executor]: expect.closeTo(0.25, 9),
        Conv: expect.closeTo(0.6, 9),
        Relu: expect.closeTo(0.05, 9),
      });
      expect(profile.hiddenMs).toBeCloseTo(0.5, 9);
      expect(profile.operators[0]).toEqual({ operator: "Conv", ms: expect.closeTo(1.1, 9), calls: 2 });
    },
  );

  it("with runs of their own are other requests: the busiest is shown", () => {
    const other = [kernel("Conv", 2_500, 10, 9), event("Session", "model_run", 2_400, 400, { tid: 9 })];
    const { warnings, boundary, clock } = parse(written([...run(1_000), ...other]));
    expect(clock).toContain("thread 7");
    expect(boundary?.calls).toBe(2);
    expect(warnings).toEqual([
      expect.stringContaining("2 threads ran the model: the busiest is the request's"),
    ]);
  });
});

describe("GPU kernels", () => {
  it("of CUDA come before the session that waits for them; copies are not compute", () => {
    const profile = parse(
      written([
        event("Node", "conv_kernel_time", 110, 20, { args: { op_name: "Conv" } }),
        event("Kernel", "implicit_gemm", 120, 300, { tid: -1, args: { op_name: "Conv", stream: "0" } }),
        event("Kernel", "MemcpyDeviceToHost", 420, 30, { tid: -1 }),
        event("Session", "SequentialExecutor::Execute", 100, 400),
        event("Session", "model_run", 90, 420),
      ]),
    );
    expect(selfMsBy(profile, ({ category }) => category!)).toMatchObject({
      // The CPU's side of it is hidden behind.
      kernel: expect.closeTo(0.3, 9),
      ort_kernel: expect.closeTo(0.01, 9),
      gpu_memcpy: expect.closeTo(0.03, 9),
    });
    expect(profile.operators).toEqual([{ operator: "Conv", ms: expect.closeTo(0.3, 9), calls: 1 }]);
  });

  it("of WebGPU, whose clock is the GPU's own, are operators and not on the clock", () => {
    const api = event("Api", "Conv2DMatMul", 999_000, 700, { tid: -1, args: { shapes: "inputs[0] = {1}" } });
    const profile = parse(written([...session, ...run(5_000), api]));
    expect(profile.wallMs).toBe(1);
    expect(profile.operators).toEqual([{ operator: "Conv2DMatMul", ms: 0.7, calls: 1 }]);
    expect(profile.warnings).toEqual([expect.stringContaining("the GPU's own clock")]);
  });
});

describe("waiting for a device", () => {
  const onCuda = (operator: string, ts: number, dur: number) =>
    event("Node", `${operator}_kernel_time`, ts, dur, {
      args: { op_name: operator, provider: "CUDAExecutionProvider" },
    });

  it("is what a run spends after its executor, and neither io nor unnamed", () => {
    const profile = onnxruntime.parse(readSample("onnxruntime.device-wait.json"));
    const { buckets, waiting } = attributeTrace(profile, rules);
    expect(waiting.ms).toBeCloseTo(39.9, 6);
    expect(buckets.io.ms).toBeCloseTo(0.1, 6);
    expect(buckets.compute.ms).toBeCloseTo(10, 6);
    expect(profile.warnings).toEqual([expect.stringMatching(/CUDAExecutionProvider, and the device's own/)]);
  });

  it("stays io on a CPU, where a run after its executor gives the outputs back", () => {
    const { buckets, waiting } = attributeTrace(parse(written(run(0))), rules);
    expect(waiting.ms).toBe(0);
    expect(buckets.io.ms).toBeCloseTo(0.2, 9);
  });

  it("is told in every run, and not between one run's start and its executor's", () => {
    const one = (at: number) => [
      onCuda("Conv", at + 100, 100),
      onCuda("MemcpyToHost", at + 200, 200),
      event("Session", "SequentialExecutor::Execute", at + 100, 300),
      event("Session", "model_run", at, 1_000),
    ];
    expect(byName(written([...one(1_000), ...one(2_000)]))).toEqual({
      model_run: expect.closeTo(0.2, 9),
      Conv: expect.closeTo(0.2, 9),
      "waiting for the device": expect.closeTo(1.6, 9),
    });
  });

  it("is behind the device's own kernels where these are in the profile", () => {
    const profile = parse(
      written([
        onCuda("Conv", 100, 100),
        event("Kernel", "gemm", 150, 600, { tid: -1 }),
        event("Kernel", "ncclDevKernel_AllReduce(args)", 700, 150, { tid: -1 }),
        event("Session", "SequentialExecutor::Execute", 100, 200),
        event("Session", "model_run", 0, 1_000),
      ]),
    );
    expect(selfMsBy(profile, ({ category }) => category!)).toEqual({
      ort_session: expect.closeTo(0.1, 9),
      ort_kernel: expect.closeTo(0.05, 9),
      kernel: expect.closeTo(0.6, 9),
      gpu_collective: expect.closeTo(0.1, 9),
      gpu_sync: expect.closeTo(0.15, 9),
    });
    expect(profile.warnings).toEqual([]);
  });
});

describe("a first run that dominates", () => {
  it("is said, with how much longer it took", () => {
    const { warnings } = onnxruntime.parse(readSample("onnxruntime.first-run.json"));
    expect(warnings).toContainEqual(
      expect.stringMatching(/^The first of 3 runs dominates: it took 90\.0 ms, 18 times the median/),
    );
  });

  it("is not said of runs that take about the same, nor of one among many", () => {
    const lasting = (at: number, dur: number) => [
      kernel("Conv", at, dur),
      event("Session", "model_run", at, dur),
    ];
    const rest = (count: number) => Array.from({ length: count }, (_, k) => lasting(10_000 + k * 1_000, 900));
    expect(parse(written([...lasting(0, 2_000), ...rest(3).flat()])).warnings).toEqual([]);
    expect(parse(written([...lasting(0, 5_000), ...rest(60).flat()])).warnings).toEqual([]);
  });
});

describe("what is odd", () => {
  it("is dropped and counted with its first value", () => {
    const { warnings } = parse(
      written([...run(5_000), event("Session", "model_run", 9_000, -5), { cat: "Other", ts: 1, dur: 1 }]),
    );
    expect(warnings).toEqual([
      expect.stringMatching(/^1 events whose dur .* \(the first: {"dur":-5,"name":"model_run"}\)\.$/),
      expect.stringMatching(/^1 events whose cat .* \(the first: "Other"\)\.$/),
    ]);
  });

  it("tells that the producer drops what comes after a million events", () => {
    const fence = ',\n{"cat":"Node","name":"a_fence_before"}';
    const text = `[\n${JSON.stringify(event("Session", "model_run", 0, 9))}${fence.repeat(999_999)}\n]`;
    expect(parse(text).warnings).toEqual([expect.stringContaining("1000000 events, and ONNX Runtime drops")]);
  });

  it("is refused without a profile, and with one that holds nothing usable", () => {
    expect(() => parse("Segmentation fault\n")).toThrow(TraceError);
    expect(() => parse("Segmentation fault\n")).toThrow("no line with an opening bracket");
    expect(() => parse(written([event("Session", "model_run", 1, -1)]))).toThrow(
      /has 1 events, none of them usable/,
    );
  });
});

describe("files of ONNX Runtime 1.30", () => {
  it.each([
    ["onnxruntime.native.json", 5, 53],
    ["onnxruntime.parallel.json", 5, null],
    ["onnxruntime.wasm-stdout.txt", 3, 31],
  ])(
    "%s has %i runs of three fused operators, the first %s times as long as the others",
    (name, runs, times) => {
      const profile = onnxruntime.parse(readSample(name));
      expect(brokenInvariants(profile)).toEqual([]);
      expect(profile.boundary?.calls).toBe(runs);
      expect(profile.operators.map(({ operator, calls }) => [operator, calls])).toEqual([
        ["FusedGemm", 3 * runs],
      ]);
      expect(Object.keys(selfMsBy(profile, ({ name }) => name))).toEqual([
        "model_run",
        "SequentialExecutor::Execute",
        "FusedGemm",
      ]);
      const said = times === null ? [] : [expect.stringContaining(`${times} times the median of the others`)];
      expect(profile.warnings).toEqual(said);
    },
  );
});

describe("what the profiler itself adds", () => {
  it("is said for the nodes on the clock, as a share of it", () => {
    const { bias, wallMs } = onnxruntime.parse(readSample("onnxruntime.native.json"));
    expect(wallMs).toBeGreaterThan(20);
    expect(bias).toMatch(
      /some 7 µs to each node.*for the 15 nodes here that is 105 µs, <1 % of the wall time/,
    );
  });

  it("is never more than all of it", () => {
    const kernels = Array.from({ length: 100 }, (_, k) => kernel("Neg", 100 + k * 2, 1));
    const { bias } = parse(written([...kernels, event("Session", "model_run", 100, 200)]));
    expect(bias).toMatch(/for the 100 nodes here that is 200 µs, 100 % /);
  });
});

describe("runs", () => {
  const onGpu = (name: string, ts: number, dur: number) =>
    event("Kernel", name, ts, dur, { tid: 9, args: { op_name: name, provider: "CUDAExecutionProvider" } });

  it("are requests, each with what it held, and what lies between two is nobody's", () => {
    const profile = parse(
      written([
        ...session,
        ...run(5_000),
        kernel("Conv", 10_050, 900),
        event("Session", "model_run", 10_000, 1_000),
      ]),
    );
    const { what, each } = profile.requests!;
    expect([what, each.map(({ wallMs }) => wallMs)]).toEqual(["model_run", [1, 1]]);
    const times = each.map(({ nodes, selfMs }) =>
      Object.fromEntries(
        nodes.map((node, k) => [
          profile.tree.frames[profile.tree.frame[node]!]!.name,
          Number(selfMs[k]!.toFixed(6)),
        ]),
      ),
    );
    expect(times).toEqual([
      { model_run: 0.2, "SequentialExecutor::Execute": 0.2, Conv: 0.5, Relu: 0.1 },
      { model_run: 0.1, Conv: 0.9 },
    ]);
  });

  it("tell how busy a device was, and why it idled, of all the time on the clock", () => {
    const profile = parse(
      written([
        ...[onGpu("gemm", 200, 300), onGpu("Memcpy HtoD", 100, 50), onGpu("ncclKernel_AllReduce", 500, 100)],
        kernel("Conv", 110, 40),
        ...[event("Session", "SequentialExecutor::Execute", 50, 150), event("Session", "model_run", 0, 800)],
        event("Session", "model_run", 1_000, 200),
      ]),
    );
    const { busyMs, idleMs } = profile.device!;
    expect(busyMs).toBeCloseTo(0.3, 9);
    expect(idleMs).toMatchObject({ copy: expect.closeTo(0.05, 9), communication: expect.closeTo(0.1, 9) });
    // Between the runs.
    expect(idleMs["nothing queued"]).toBeCloseTo(0.2, 9);
    const sum = Object.values(idleMs).reduce((all, ms) => all + ms, busyMs);
    expect(sum).toBeCloseTo(profile.wallMs, 9);
    expect(parse(written([...session, ...run(5_000)])).device).toBeNull();
  });
});
