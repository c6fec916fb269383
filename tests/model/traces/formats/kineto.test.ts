import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { totalMs } from "../../../../src/model/traces/call-tree.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { kineto } from "../../../../src/model/traces/formats/kineto.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import { importTrace } from "../../../../src/model/traces/import.ts";
import type { ImportedProfile } from "../../../../src/model/traces/profile.ts";
import { defaultRules as rules } from "../../../fixtures/default-rules.ts";
import { asBytes, brokenInvariants, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

function event(
  cat: string,
  name: string,
  ts: number,
  dur: number,
  args: object = {},
  tid: unknown = 1,
): object {
  return { ph: "X", cat, name, pid: 100, tid, ts, dur, args };
}

function launch(correlation: number, at: number): object {
  return event("cuda_runtime", "cudaLaunchKernel", at, 10, { correlation });
}

function onGpu(cat: string, name: string, ts: number, dur: number, correlation: number, stream = 7): object {
  return { ph: "X", cat, name, pid: 0, tid: stream, ts, dur, args: { stream, correlation } };
}

function parse(traceEvents: readonly object[], extra: object = {}): ImportedProfile {
  return kineto.parse(asBytes({ schemaVersion: 1, deviceProperties: [], ...extra, traceEvents }));
}

const msByCategory = (profile: ImportedProfile) => selfMsBy(profile, ({ category }) => category ?? "none");

describe("a category that every object has", () => {
  it.each(["constructor", "__proto__", "toString"])("%s is no category of PyTorch's", (name) => {
    const known = [event("cpu_op", "aten::mm", 0, 100)];
    const profile = parse([...known, event(name, "f", 10, 20)], { [name]: { version: "1" } });
    expect(msByCategory(profile)).toEqual(msByCategory(parse(known)));
  });
});

describe("a PyTorch trace with a GPU", () => {
  const profile = kineto.parse(readSample("kineto.gpu.json"));

  it("is resolved on the wall clock of its steps, to the last microsecond", () => {
    expect(brokenInvariants(profile)).toEqual([]);
    expect(profile.wallMs).toBeCloseTo(1, 9);
    expect(totalMs(profile.tree)[0]).toBeCloseTo(1, 9);
    expect(msByCategory(profile)).toEqual({
      // 320–720 µs, on two streams.
      kernel: expect.closeTo(0.4, 6),
      gpu_memcpy: expect.closeTo(0.06, 6),
      // The synchronisation outlasts the kernels by 30 µs.
      cuda_sync: expect.closeTo(0.03, 6),
      cuda_runtime: expect.closeTo(0.125, 6),
      cpu_op: expect.closeTo(0.085, 6),
      python_function: expect.closeTo(0.299, 6),
      user_annotation: expect.closeTo(0.001, 6),
    });
  });

  it("hides what the CPU and the second stream do meanwhile, not the waiting", () => {
    // 50 µs behind the copies and 130 behind kernels on the thread, 100 on the second stream, 40 on another thread,
    // 10 in the copy back.
    expect(profile.hiddenMs).toBeCloseTo(0.33, 6);
  });

  it("gives kernels to the operator that launched them", () => {
    expect(profile.operators[0]).toEqual({
      operator: "aten::cudnn_convolution",
      ms: expect.closeTo(0.43, 6),
      calls: 1,
    });
    const { tree } = profile;
    const path: string[] = [];
    const kernel = tree.frames.findIndex(({ category }) => category === "kernel");
    for (let node = tree.frame.indexOf(kernel); node > 0; node = tree.parent[node]!) {
      path.push(tree.frames[tree.frame[node]!]!.name);
    }
    expect(path.slice(1, 4)).toEqual(["cudaLaunchKernel", "aten::cudnn_convolution", "aten::conv2d"]);
  });

  it("has Python frames with file and line, and no addresses in names", () => {
    expect(profile.tree.frames).toContainEqual({
      name: "predict",
      file: "serve.py",
      line: 21,
      category: "python_function",
    });
    expect(profile.tree.frames.map(({ name }) => name)).toContain("<built-in method item of Tensor object>");
  });
});

describe("a trace of a CPU alone, as PyTorch 1.8 wrote it", () => {
  const profile = kineto.parse(readSample("kineto.cpu-old.json"));

  it("is read by its old category names and absolute times", () => {
    expect(profile.wallMs).toBeCloseTo(0.62, 9);
    expect(msByCategory(profile)).toEqual({ cpu_op: expect.closeTo(0.59, 9) });
    expect(profile.operators.slice(0, 2)).toEqual([
      { operator: "aten::convolution", ms: expect.closeTo(0.28, 9), calls: 1 },
      { operator: "aten::addmm", ms: expect.closeTo(0.14, 9), calls: 1 },
    ]);
  });

  it("does not speak of a GPU", () => {
    expect(profile.clock).not.toMatch(/GPU|kernel/);
  });
});

describe("what it needs and what it does not", () => {
  const events = [event("cpu_op", "aten::mm", 10, 90)];

  it("reads the same with and without distributedInfo", () => {
    const { tree } = parse(events, { distributedInfo: { rank: 3, world_size: 8 } });
    expect(tree).toEqual(parse(events).tree);
  });

  it.each([{ baseTimeNanoseconds: 1 }, { computeProperties: [] }, {}])("knows a trace with %j", (extra) => {
    expect(kineto.detect(headOf(asBytes({ ...extra, traceEvents: events })))).toBe(true);
  });

  it("leaves other trace events to the general format", () => {
    const bytes = asBytes({ traceEvents: [{ ...events[0], cat: "v8" }] });
    expect(importTrace(bytes).format).toBe("chrome-trace");
    expect(importTrace(asBytes({ traceEvents: events })).format).toBe("kineto");
  });
});

describe("time on the clock", () => {
  it.each(["cudaDeviceSynchronize", "cudaStreamSynchronize", "cudaEventSynchronize", "hipDeviceSynchronize"])(
    "in %s is waiting, where no kernel runs",
    (name) => {
      const profile = parse([
        event("cpu_op", "aten::item", 0, 100),
        event("cuda_runtime", name, 20, 60),
        onGpu("kernel", "gemm", 10, 50, 1),
      ]);
      expect(msByCategory(profile)).toEqual({
        kernel: expect.closeTo(0.05, 9),
        cuda_sync: expect.closeTo(0.02, 9),
        cpu_op: expect.closeTo(0.03, 9),
      });
    },
  );

  it("belongs to an annotation only where nothing inside it runs", () => {
    const profile = parse([
      event("user_annotation", "inference", 0, 100),
      event("cpu_op", "aten::mm", 10, 80),
      onGpu("gpu_user_annotation", "inference", 0, 100, 1),
    ]);
    expect(msByCategory(profile)).toEqual({
      user_annotation: expect.closeTo(0.02, 9),
      cpu_op: expect.closeTo(0.08, 9),
    });
  });

  it("goes from the first step to the GPU's last work, and what is outside does not count", () => {
    const profile = parse([
      event("cpu_op", "warm-up", 0, 500),
      onGpu("kernel", "warm-up", 300, 300, 1),
      event("user_annotation", "ProfilerStep#1", 1_000, 100),
      launch(2, 1_050),
      onGpu("kernel", "gemm", 1_060, 140, 2),
    ]);
    expect(profile.wallMs).toBeCloseTo(0.2, 9);
    expect(msByCategory(profile)).toMatchObject({ kernel: expect.closeTo(0.14, 9) });
    expect(msByCategory(profile)).not.toHaveProperty("cpu_op");
  });

  it("is that of the thread with the operators, not of one that only waits", () => {
    const profile = parse([
      event("cuda_runtime", "cudaStreamSynchronize", 0, 1_000, {}, 2),
      event("cpu_op", "aten::mm", 100, 100),
    ]);
    expect(profile.clock).toContain("thread 1 of process 100");
    expect(profile.wallMs).toBeCloseTo(0.1, 9);
  });

  it("of a trace of the GPU alone is the GPU's", () => {
    const profile = parse([onGpu("Kernel", "gemm", 0, 100, 1), onGpu("Memset", "Memset", 100, 50, 2)]);
    expect(profile.clock).toContain("the GPU alone");
    expect(msByCategory(profile)).toEqual({
      kernel: expect.closeTo(0.1, 9),
      gpu_memset: expect.closeTo(0.05, 9),
    });
    expect(profile.operators).toEqual([{ operator: "gemm", ms: expect.closeTo(0.1, 9), calls: 1 }]);
  });
});

describe("what a GPU does to the buckets", () => {
  const attributed = (profile: ImportedProfile) => attributeTrace(profile, rules);

  it("counts a collective alone on the device as io, marked as communication", () => {
    const { buckets, rules: times } = attributed(kineto.parse(readSample("kineto.nccl.json")));
    expect(buckets.io.share).toBeCloseTo(0.78, 6);
    expect(buckets.compute.share).toBeCloseTo(0.21, 6);
    expect(times[0]).toMatchObject({ id: "gpu-communication", ms: expect.closeTo(78, 6) });
  });

  it("hides a collective behind a kernel that computes", () => {
    const profile = parse([
      event("cpu_op", "aten::mm", 0, 10),
      onGpu("kernel", "ncclDevKernel_AllGather_RING_LL(ncclDevKernelArgs)", 10, 80, 1, 8),
      onGpu("kernel", "gemm", 20, 50, 2),
    ]);
    expect(msByCategory(profile)).toMatchObject({
      gpu_collective: expect.closeTo(0.03, 9),
      kernel: expect.closeTo(0.05, 9),
    });
  });

  it.each([
    ["ncclKernel_AllReduce_RING_LL_Sum_half", true],
    ["void vllm::cross_device_reduce_1stage<__nv_bfloat16, 2>(vllm::RankData*)", true],
    ["void multimem_all_reduce_kernel<c10::BFloat16>", true],
    ["twoShotAllReduceKernel", true],
    ["void at::native::reduce_kernel<512, 1>", false],
    ["void smallReduceKernel<float>", false],
    ["wall_reduce", false],
  ])("takes the kernel %s for a collective: %s", (name, isOne) => {
    const profile = parse([onGpu("kernel", name, 0, 10, 1)]);
    expect(Object.keys(msByCategory(profile))).toEqual([isOne ? "gpu_collective" : "kernel"]);
  });

  it("counts dispatch on any device as CUDA's, and MTIA's own work as the device's", () => {
    const profile = kineto.parse(readSample("kineto.other-devices.json"));
    const { buckets, unmatched, deviceMs, hiddenMs } = attributed(profile);
    expect(buckets.compute.share).toBeCloseTo(1, 9);
    expect(unmatched).toEqual([]);
    expect(deviceMs.compute).toBeCloseTo(90, 9);
    expect(hiddenMs).toBeCloseTo(90, 9);
  });

  it.each(["xpu_driver", "glow_runtime", "hpu_op", "gcu_runtime", "musa_driver"])(
    "knows %s as dispatch",
    (category) => {
      const { buckets } = attributed(parse([event("cpu_op", "mm", 0, 10), event(category, "go", 2, 8)]));
      expect(buckets.compute.ms).toBeCloseTo(0.01, 9);
    },
  );

  it("names a category that it does not know, with its time", () => {
    const { warnings } = parse([
      event("cpu_op", "aten::mm", 0, 100),
      event("new_device_events", "fc", 10, 50),
      event("new_device_events", "fc", 30, 50),
      event("overhead", "Buffer Flush", 10, 50),
    ]);
    expect(warnings).toEqual([expect.stringMatching(/not known.*"new_device_events" for 70\.0 µs\.$/)]);
  });

  it("says that launches have no kernels", () => {
    const { warnings } = kineto.parse(readSample("kineto.launches-without-kernels.json"));
    expect(warnings).toEqual([expect.stringMatching(/^90 launches .* and no kernel.*not in the trace/)]);
    expect(parse([launch(1, 0), onGpu("kernel", "gemm", 10, 10, 1)]).warnings).toEqual([]);
  });

  it("leaves the creation of a context to the cold start, and says so", () => {
    const profile = kineto.parse(readSample("kineto.context-creation.json"));
    expect(profile.wallMs).toBeCloseTo(9009.1 - 8998, 6);
    expect(profile.clock).toMatch(/9\.00 s of start-up .*cudaDeviceGetStreamPriorityRange/);
    expect(msByCategory(profile)).toMatchObject({ kernel: expect.closeTo(8, 6) });
    expect(attributed(profile).wallMs).toBeCloseTo(11.1, 6);
  });

  it("leaves out loading and compiling at any time, not what the device does meanwhile", () => {
    const profile = parse([
      event("cpu_op", "aten::mm", 0, 1_000),
      onGpu("kernel", "gemm", 100, 100, 1),
      event("cuda_driver", "cuModuleLoadData", 150, 150),
      event("cpu_op", "compile_fx_inner (dynamo_timed)", 400, 300),
      event("python_function", "codegen.py(1): run", 450, 100),
    ]);
    expect(profile.wallMs).toBeCloseTo(0.6, 9);
    expect(msByCategory(profile)).toEqual({
      kernel: expect.closeTo(0.1, 9),
      cpu_op: expect.closeTo(0.5, 9),
    });
  });

  it("says where the first step dominates", () => {
    const step = (number: number, at: number, dur: number) =>
      event("user_annotation", `ProfilerStep#${number}`, at, dur);
    const { warnings } = parse([step(1, 0, 600), step(2, 600, 50), step(3, 650, 50)]);
    expect(warnings).toEqual([expect.stringMatching(/^The first of 3 steps dominates.* 12 times/)]);
    expect(parse([step(1, 0, 60), step(2, 60, 50)]).warnings).toEqual([]);
  });

  it("takes a long call for start-up only before the device's first work, and neither pinning nor waiting", () => {
    const profile = parse([
      event("cuda_runtime", "cudaHostAlloc", 0, 20_000),
      event("cuda_runtime", "cudaStreamSynchronize", 20_000, 20_000),
      event("cuda_runtime", "cudaLaunchKernel", 40_000, 20_000),
      onGpu("kernel", "gemm", 59_000, 1_000, 1),
      event("cuda_runtime", "cudaLaunchKernel", 60_000, 20_000),
      event("cpu_op", "aten::mm", 80_000, 20_000),
    ]);
    expect(profile.wallMs).toBeCloseTo(100 - 19, 6);
  });
});

describe("a CUDA graph", () => {
  const node = (ts: number, dur: number, stream = 7) => onGpu("kernel", "gemm", ts, dur, 5, stream);
  const profile = parse([
    event("cpu_op", "model", 0, 100),
    event("cuda_runtime", "cudaGraphLaunch", 10, 20, { correlation: 5 }),
    ...[node(40, 20), node(60, 20), node(70, 20, 8)],
    event("cuda_runtime", "cudaStreamSynchronize", 40, 60),
  ]);

  it("is one launch, below which all of its kernels hang", () => {
    const { tree } = profile;
    const gemms = tree.frame.flatMap((at, k) => (tree.frames[at]?.name === "gemm" ? [k] : []));
    expect(gemms.map((k) => tree.frames[tree.frame[tree.parent[k]!]!]!.name)).toEqual(["cudaGraphLaunch"]);
    expect(tree.selfMs[gemms[0]!]).toBeCloseTo(0.05, 9);
    expect(profile.operators).toEqual([{ operator: "model", ms: expect.closeTo(0.07, 9), calls: 1 }]);
  });

  it("is resolved once, on however many streams it runs", () => {
    expect(msByCategory(profile)).toEqual({
      cpu_op: expect.closeTo(0.02, 9),
      cuda_runtime: expect.closeTo(0.02, 9),
      kernel: expect.closeTo(0.05, 9),
      cuda_sync: expect.closeTo(0.01, 9),
    });
    expect(profile.device!.busyMs).toBeCloseTo(0.05, 9);
  });
});

describe("steps", () => {
  const step = (number: number, ts: number, dur: number) =>
    event("user_annotation", `ProfilerStep#${number}`, ts, dur);
  const profile = parse([
    ...[step(1, 0, 80), step(2, 100, 100)],
    ...[event("cpu_op", "aten::mm", 10, 20), event("cpu_op", "aten::mm", 110, 40)],
    // Of the first step, though its call has ended, and two at a time in the second.
    onGpu("kernel", "gemm", 70, 30, 1),
    ...[onGpu("kernel", "gemm", 150, 40, 2), onGpu("kernel", "gemm", 170, 40, 3, 8)],
  ]);

  it("are told one by one, each until the next begins, and sum to the whole", () => {
    const { what, each } = profile.requests!;
    expect([what, ...each.map(({ wallMs }) => wallMs)]).toEqual([
      "ProfilerStep",
      0.1,
      expect.closeTo(0.11, 9),
    ]);
    const { tree } = profile;
    const sums = tree.selfMs.map(() => 0);
    for (const { nodes, selfMs } of each) for (const [k, node] of nodes.entries()) sums[node]! += selfMs[k]!;
    for (const [node, ms] of tree.selfMs.entries()) expect(sums[node]).toBeCloseTo(ms, 9);
    const gemm = tree.frame.findIndex((at) => tree.frames[at]?.name === "gemm");
    expect(each.map(({ nodes, selfMs }) => selfMs[nodes.indexOf(gemm)])).toEqual([
      expect.closeTo(0.03, 9),
      expect.closeTo(0.06, 9),
    ]);
  });

  it("are none where there is one alone", () => {
    expect(parse([step(1, 0, 80), event("cpu_op", "aten::mm", 10, 20)]).requests).toBeNull();
  });
});

describe("why a device idles", () => {
  const kernel = onGpu("kernel", "gemm", 40, 20, 1);
  const whole = event("python_function", "serve.py(1): serve", 0, 100);

  it.each([
    ["copy", [onGpu("gpu_memcpy", "Memcpy HtoD", 0, 40, 2)], 0.04],
    ["communication", [onGpu("kernel", "ncclDevKernel_AllReduce_Sum_f32", 60, 30, 2, 8)], 0.03],
    ["synchronisation", [event("cuda_runtime", "cudaStreamSynchronize", 50, 30)], 0.02],
    ["dispatch", [event("cpu_op", "aten::mm", 10, 40)], 0.03],
    ["nothing queued", [], 0.08],
  ] as const)("is told: %s", (cause, events, ms) => {
    const { device, wallMs } = parse([whole, kernel, ...events]);
    const { busyMs, idleMs } = device!;
    expect(idleMs[cause]).toBeCloseTo(ms, 9);
    expect(busyMs).toBeCloseTo(0.02, 9);
    const rest = cause === "nothing queued" ? 0 : wallMs - busyMs - ms;
    expect(idleMs["nothing queued"]).toBeCloseTo(cause === "nothing queued" ? ms : rest, 9);
    expect(busyMs + Object.values(idleMs).reduce((sum, idle) => sum + idle, 0)).toBeCloseTo(wallMs, 9);
  });

  it("has one cause at a time, the first of them", () => {
    const { device } = parse([
      whole,
      kernel,
      event("cpu_op", "aten::mm", 0, 100),
      event("cuda_runtime", "cudaStreamSynchronize", 60, 40),
      onGpu("gpu_memcpy", "Memcpy HtoD", 30, 40, 2),
      onGpu("kernel", "ncclDevKernel_AllReduce_Sum_f32", 65, 15, 3, 8),
    ]);
    expect(device).toEqual({
      busyMs: expect.closeTo(0.02, 9),
      idleMs: {
        copy: expect.closeTo(0.02, 9),
        communication: expect.closeTo(0.01, 9),
        synchronisation: expect.closeTo(0.02, 9),
        dispatch: expect.closeTo(0.03, 9),
        "nothing queued": expect.closeTo(0, 9),
      },
    });
  });

  it("is not asked of start-up, and not without a device's own work", () => {
    const { device, wallMs } = parse([
      event("cuda_runtime", "cuModuleLoadData", 0, 30),
      event("cpu_op", "aten::mm", 30, 70),
      kernel,
    ]);
    expect(wallMs).toBeCloseTo(0.07, 9);
    expect(device).toMatchObject({
      busyMs: expect.closeTo(0.02, 9),
      idleMs: { dispatch: expect.closeTo(0.05, 9) },
    });
    expect(device!.idleMs["nothing queued"]).toBeCloseTo(0, 9);
    expect(parse([event("cpu_op", "aten::mm", 0, 10)]).device).toBeNull();
  });
});

describe("a stray time", () => {
  const now = 1_700_000_000_000_000;

  it.each([
    ["an operator's", event("cpu_op", "stray", 0, 5)],
    ["a kernel's", onGpu("kernel", "stray", 0, 5, 9)],
    ["a step's", event("user_annotation", "ProfilerStep#0", 1e308, 5)],
  ])("%s leaves the wall time alone, and is named", (_, stray) => {
    const profile = parse([
      stray,
      event("cpu_op", "aten::mm", now, 100),
      event("cpu_op", "aten::mm", now + 100, 100),
    ]);
    expect(profile.wallMs).toBeCloseTo(0.2, 6);
    expect(profile.operators).toEqual([{ operator: "aten::mm", ms: expect.closeTo(0.2, 6), calls: 2 }]);
    expect(profile.warnings).toEqual([expect.stringMatching(/^1 events .* were dropped/)]);
  });
});

describe("a trace without anything usable", () => {
  it.each([
    [[], "0 events"],
    [[event("cpu_op", "aten::mm", 0, -1)], '{"dur":-1,"name":"aten::mm"}'],
    [[{ ph: "i", cat: "cpu_instant_event", ts: 1 }], "1 events"],
  ])("is refused: %j", (events, said) => {
    expect(() => parse(events)).toThrow(TraceError);
    expect(() => parse(events)).toThrow(said);
  });
});
