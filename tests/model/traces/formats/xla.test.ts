import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../../../loaders/paths.ts";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { xla } from "../../../../src/model/traces/formats/xla.ts";
import { importTrace } from "../../../../src/model/traces/import.ts";
import type { ImportedProfile } from "../../../../src/model/traces/profile.ts";
import { defaultRules as rules } from "../../../fixtures/default-rules.ts";
import { asBytes, brokenInvariants, selfMsBy } from "../../../fixtures/trace-samples.ts";

type Event = Readonly<Record<string, unknown>>;

const HOST = 701;
const GPU = 1;

const named = (kind: "process_name" | "thread_name", name: string, pid: number, tid?: number): Event => ({
  ...{ ph: "M", pid, tid, name: kind, ts: 0 },
  args: { name },
});
const lanes: readonly Event[] = [
  named("process_name", "/device:GPU:0", GPU),
  named("thread_name", "Steps", GPU, 1),
  named("thread_name", "XLA Modules", GPU, 2),
  named("thread_name", "XLA Ops", GPU, 3),
  named("thread_name", "Stream #13(Compute)", GPU, 13),
  named("thread_name", "Stream #14(MemcpyH2D)", GPU, 14),
  named("thread_name", "Framework Name Scope", GPU, 15),
  named("process_name", "/host:CPU", HOST),
  named("thread_name", "python3", HOST, 1),
  named("thread_name", "tf_XLAPjRtCpuClient/1", HOST, 2),
];
const X = (pid: number, tid: number, name: string, ts: number, dur: number, args?: object): Event => ({
  ...{ ph: "X", pid, tid, name, ts, dur },
  ...(args && { args }),
});
const host = (name: string, ts: number, dur: number, args?: object) => X(HOST, 1, name, ts, dur, args);

const parse = (events: readonly Event[]): ImportedProfile =>
  xla.parse(asBytes({ displayTimeUnit: "ns", traceEvents: [...lanes, ...events, {}] }));
const byCategory = (profile: ImportedProfile) => selfMsBy(profile, ({ category }) => category ?? "none");
const ms = (value: number) => expect.closeTo(value, 9);

describe("a device's lanes", () => {
  const views = [
    X(GPU, 1, "0", 0, 100),
    X(GPU, 2, "jit_f(123)", 5, 90),
    X(GPU, 15, "jit(f)/dot_general", 5, 90),
  ];
  const ops = [X(GPU, 3, "fusion.1", 5, 50, { hlo_module: "jit_f" }), X(GPU, 3, "all-reduce.2", 55, 35)];
  const call = host("PjitFunction(f)", 0, 100);

  it("are views of one time: the operators count, not the modules, steps and scopes", () => {
    const profile = parse([call, ...views, ...ops]);
    expect(byCategory(profile)).toEqual({
      kernel: ms(0.05),
      gpu_collective: ms(0.035),
      xla_runtime: ms(0.015),
    });
    expect(profile.tree.frames).toContainEqual({
      ...{ name: "fusion.1", file: "jit_f", line: null, category: "kernel" },
    });
    expect(profile.operators).toEqual([{ operator: "fusion", ms: ms(0.05), calls: 1 }]);
  });

  it("of streams come before the operators' and show copies", () => {
    const streams = [
      X(GPU, 13, "gemm_fusion_dot_kernel", 20, 40),
      X(GPU, 13, "ncclDevKernel_AllReduce_Sum_f32_RING_LL(ncclDevKernelArgs)", 60, 20),
      X(GPU, 14, "MemcpyH2D", 10, 20),
    ];
    expect(byCategory(parse([call, ...views, ...ops, ...streams]))).toEqual({
      kernel: ms(0.04),
      gpu_memcpy: ms(0.01),
      gpu_collective: ms(0.02),
      xla_runtime: ms(0.03),
    });
  });

  it("may nest, as loops do, or overlap without nesting where they are asynchronous", () => {
    const profile = parse([
      ...[named("process_name", "/device:TPU:0", 2), named("thread_name", "XLA Ops", 2, 1)],
      named("thread_name", "Async XLA Ops", 2, 2),
      ...[X(2, 1, "while.3", 0, 50), X(2, 1, "fusion.4", 10, 20)],
      ...[X(2, 2, "copy-start.1", 40, 30), X(2, 2, "all-gather-start.2", 60, 40)],
    ]);
    expect(selfMsBy(profile, ({ name }) => name)).toEqual({
      "while.3": ms(0.03),
      "fusion.4": ms(0.02),
      "copy-start.1": ms(0.02),
      "all-gather-start.2": ms(0.03),
    });
    expect(profile.clock).toContain("the device alone");
  });

  it("tell how busy it was, and why it idled", () => {
    const { device, wallMs } = parse([
      host("$serve.py:4 serve", 0, 200),
      host("PjitFunction(f)", 10, 20),
      host("$array.py:631 _value", 30, 100),
      X(GPU, 13, "gemm", 40, 50),
      X(GPU, 14, "MemcpyD2H", 90, 10),
    ]);
    expect(device).toEqual({
      busyMs: ms(0.05),
      idleMs: {
        copy: ms(0.01),
        communication: 0,
        synchronisation: ms(0.04),
        dispatch: ms(0.02),
        "nothing queued": ms(0.08),
      },
    });
    expect(wallMs).toBeCloseTo(0.2, 9);
  });
});

describe("the host's threads", () => {
  it("show Python's frames by file and line, and what is compiled as the rules know it", () => {
    const { tree } = parse([
      host("$serve.py:12 read_request", 0, 100),
      host("$numpy array", 10, 20),
      host("$time sleep", 30, 10),
      host("TransferToDevice", 50, 10),
      host("preprocess", 70, 10),
    ]);
    expect(tree.frames).toEqual([
      { name: "read_request", file: "serve.py", line: 12, category: "python" },
      { name: "<built-in method numpy.array>", file: null, line: null, category: "builtin" },
      { name: "<built-in method time.sleep>", file: null, line: null, category: "builtin" },
      { name: "TransferToDevice", file: null, line: null, category: "xla_transfer" },
      { name: "preprocess", file: null, line: null, category: "user_annotation" },
    ]);
  });

  it("are the request's where Python runs: operators on the runtime's own come before it", () => {
    const profile = parse([
      host("$serve.py:12 serve", 0, 100),
      X(HOST, 2, "dot.3", 20, 300, { hlo_op: "dot.3", hlo_module: "jit_f" }),
      X(HOST, 2, "end: dot.3", 320, 1),
    ]);
    expect(byCategory(profile)).toEqual({ python: ms(0.02), xla_op: ms(0.08) });
    expect(profile).toMatchObject({ device: null, wallMs: ms(0.1) });
    expect(profile.threads).toEqual([
      { name: "python3 (process 701, thread 1)", busyMs: ms(0.1), isRequest: true },
    ]);
  });

  it("compile before steady state, which is left out", () => {
    const profile = parse([
      host("$serve.py:12 serve", 0, 1_000),
      host("$pxla.py:1499 _cached_compilation", 100, 600),
      host("backend_compile_and_load", 200, 300, { _src: "external/xla" }),
    ]);
    expect(profile.wallMs).toBeCloseTo(0.4, 9);
    expect(profile.clock).toMatch(
      /600 µs of start-up .*backend_compile_and_load|600 µs of start-up .*_cached_compilation/,
    );
  });
});

describe("steps", () => {
  it("are the requests, from the first one's start to the end of the last and of the device's work", () => {
    const profile = parse([
      host("warm-up", 0, 500),
      ...[host("infer", 1_000, 90, { step_num: "0" }), host("infer", 1_100, 90, { step_num: "1" })],
      ...[X(GPU, 13, "gemm", 1_050, 40), X(GPU, 13, "gemm", 1_150, 60)],
    ]);
    expect(profile.wallMs).toBeCloseTo(0.21, 9);
    expect(profile.requests).toMatchObject({ what: "step", each: [{ wallMs: 0.1 }, { wallMs: ms(0.11) }] });
    const [first, second] = profile.requests!.each;
    const gemm = profile.tree.frame.findIndex((at) => profile.tree.frames[at]?.name === "gemm");
    expect(first!.selfMs[first!.nodes.indexOf(gemm)]).toBeCloseTo(0.04, 9);
    expect(second!.selfMs[second!.nodes.indexOf(gemm)]).toBeCloseTo(0.06, 9);
  });

  it("are the device's own where the program marks none", () => {
    const profile = parse([
      host("PjitFunction(f)", 0, 10),
      ...[X(GPU, 1, "0", 20, 50), X(GPU, 1, "1", 80, 50)],
      ...[X(GPU, 13, "gemm", 20, 50), X(GPU, 13, "gemm", 80, 50)],
    ]);
    expect(profile.requests!.each.map(({ wallMs }) => wallMs)).toEqual([ms(0.06), ms(0.05)]);
  });
});

it("is what JAX itself writes on a CPU", () => {
  const bytes = new Uint8Array(readFileSync(join(projectRoot, "src", "samples", "jax.trace.json")));
  const profile = importTrace(bytes);
  expect(profile.format).toBe("xla");
  expect(brokenInvariants(profile)).toEqual([]);
  const { buckets, coverage, requests, rules: times } = attributeTrace(profile, rules);
  expect(coverage).toBeGreaterThan(0.95);
  for (const bucket of ["interpreter", "compute", "io"] as const)
    expect(buckets[bucket].share).toBeGreaterThan(0.03);
  expect(times.map(({ id }) => id)).toContain("xla-operator");
  expect(requests).toMatchObject({ what: "step", count: 3 });
});

it("is refused where nothing has a duration", () => {
  expect(() => parse([host("PjitFunction(f)", 0, -1)])).toThrow(TraceError);
  expect(() => parse([])).toThrow("block_until_ready");
});
