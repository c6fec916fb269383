import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { chromeTrace } from "../../../../src/model/traces/formats/chrome-trace.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import type { ImportedProfile } from "../../../../src/model/traces/profile.ts";
import { defaultRules as rules } from "../../../fixtures/default-rules.ts";
import { asBytes, brokenInvariants, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

type Event = Readonly<Record<string, unknown>>;

const X = (name: string, ts: number, dur: number, extra: Event = {}): Event => ({
  ph: "X",
  cat: "app",
  pid: 1,
  tid: 1,
  name,
  ts,
  dur,
  ...extra,
});
const mark = (ph: "B" | "E", name: string | null, ts: number, extra: Event = {}): Event => ({
  ph,
  cat: "app",
  pid: 1,
  tid: 1,
  ts,
  ...(name === null ? {} : { name }),
  ...extra,
});
const threadName = (tid: number, name: string): Event => ({
  ph: "M",
  pid: 1,
  tid,
  ts: 0,
  name: "thread_name",
  args: { name },
});

const parse = (value: unknown): ImportedProfile => chromeTrace.parse(asBytes(value));
const byName = (profile: ImportedProfile) => selfMsBy(profile, ({ name }) => name);

const call = [X("main", 1_000, 900), X("work", 1_100, 500), X("work", 1_700, 100.5)];
const inside = { main: expect.closeTo(0.2995, 9), work: expect.closeTo(0.6005, 9) };

describe("the container", () => {
  const text = JSON.stringify(call);

  it.each([
    ["an object", JSON.stringify({ traceEvents: call })],
    [
      "an object with the unit of the display, which is not that of the times",
      `{"displayTimeUnit":"ns","traceEvents":${text}}`,
    ],
    ["an array", text],
    ["an array without its end, as the format allows", text.slice(0, -1)],
    ["an array that ends in a comma", `${text.slice(0, -1)},\n`],
  ])("may be %s", (_, written) => {
    expect(chromeTrace.detect(headOf(asBytes(written)))).toBe(true);
    const profile = parse(written);
    expect(byName(profile)).toEqual(inside);
    expect(profile.wallMs).toBe(0.9);
    expect(profile.warnings).toEqual([]);
  });

  it("may be cut off within an event, which is said", () => {
    const profile = parse(text.slice(0, -10));
    expect(byName(profile)).toEqual({ main: expect.closeTo(0.4, 9), work: expect.closeTo(0.5, 9) });
    expect(profile.warnings).toEqual([expect.stringMatching(/last \d+ bytes, from byte \d+, were dropped/)]);
  });

  it("may be an object that ends too early, which is said", () => {
    const profile = parse(`{"traceEvents":${text.slice(0, -1)}`);
    expect(byName(profile)).toEqual(inside);
    expect(profile.warnings).toEqual([expect.stringContaining("ends before its array of events does")]);
  });

  it.each(["[1,2]", '{"nodes":[]}', "main;work 12\n"])("is not %j", (written) => {
    expect(chromeTrace.detect(headOf(asBytes(written)))).toBe(false);
  });
});

describe("begin and end events", () => {
  it("nest per thread, mixed with complete ones; an end needs no name", () => {
    const profile = parse([
      mark("B", "main", 1_000),
      X("work", 1_100, 500),
      mark("B", "work", 1_700),
      mark("B", "elsewhere", 1_750, { tid: 2 }),
      mark("E", null, 1_800.5),
      mark("E", null, 1_850, { tid: 2 }),
      mark("E", null, 1_900),
    ]);
    expect(byName(profile)).toEqual(inside);
    expect(profile.hiddenMs).toBeCloseTo(0.1, 9);
    expect(profile.clock).toContain("Not on the clock: 1 other thread.");
  });

  it("without a partner are ended with the thread's last event, or dropped, and counted", () => {
    const profile = parse([mark("E", "gone", 500), mark("B", "main", 1_000), X("work", 1_200, 300)]);
    expect(byName(profile)).toEqual({ main: expect.closeTo(0.2, 9), work: expect.closeTo(0.3, 9) });
    expect(profile.warnings).toEqual([
      expect.stringMatching(/^1 begin events .* no end/),
      expect.stringMatching(/^1 end events .* no begin/),
    ]);
  });
});

describe("the request's thread", () => {
  const events = [X("background", 0, 5_000, { tid: 2 }), ...call];

  it("is the busiest", () => {
    const profile = parse(events);
    expect(byName(profile)).toEqual({ background: 5 });
    expect(profile.hiddenMs).toBeCloseTo(0.9, 9);
  });

  it("is a page's main thread where there is one", () => {
    const profile = parse([threadName(1, "CrRendererMain"), threadName(2, "Pool"), ...events]);
    expect(byName(profile)).toEqual(inside);
    expect(profile.clock).toContain("CrRendererMain (process 1, thread 1), the page's main thread");
  });

  it("may be named by strings", () => {
    expect(byName(parse(call.map((event) => ({ ...event, pid: "app", tid: "main" }))))).toEqual(inside);
  });

  it("is the worker that does the page's work, while the main thread next to nothing", () => {
    const names = [threadName(1, "CrRendererMain"), threadName(2, "DedicatedWorker thread")];
    const profile = parse([...names, ...events]);
    expect(byName(profile)).toEqual({ background: 5 });
    expect(profile.clock).toContain("a worker of the page");
    expect(profile.warnings).toEqual([]);
    const helped = parse([...names, ...call, X("help", 1_000, 1_000, { tid: 2 })]);
    expect(byName(helped)).toEqual(inside);
  });

  it("is no thread of the browser's own, but one that worked more is named", () => {
    const profile = parse([threadName(1, "CrRendererMain"), threadName(2, "VizCompositor"), ...events]);
    expect(byName(profile)).toEqual(inside);
    expect(profile.warnings).toEqual([
      expect.stringMatching(/^VizCompositor \(process 1, thread 2\) worked for 5 ms, more than the 1 ms/),
    ]);
  });

  it("has no instants, marks and events without a length in the wall time", () => {
    const marks = [
      { ph: "I", pid: 1, tid: 1, ts: 800, name: "start", s: "t" },
      { ph: "R", pid: 1, tid: 1, ts: 10, name: "navigationStart" },
      X("empty", 5_000, 0),
      mark("E", null, 9_000),
    ];
    expect(parse([...call, ...marks]).wallMs).toBeCloseTo(0.9, 9);
  });
});

it("other phases have no time on a thread", () => {
  const others = ["b", "n", "e", "s", "t", "f", "C", "P", "N", "D", "O", "V", "v", "c", "?"].map((ph) => ({
    ph,
    pid: 1,
    tid: 1,
    ts: 1_050,
    dur: 700,
    id: "0x1",
    name: "other",
    cat: "app",
  }));
  expect(byName(parse([...call, ...others]))).toEqual(inside);
});

describe("what was recorded", () => {
  it("is every event, unless py-spy wrote it, whose begin and end events are the changes between samples", () => {
    expect(parse(call)).toMatchObject({ sampled: false, samples: null });
    const frames = [
      ["B", "main", 1_000],
      ["B", "load", 1_000],
      ["E", "load", 1_900],
      ["E", "main", 1_900],
    ] as const;
    const profile = parse(
      frames.map(([ph, name, ts]) =>
        mark(ph, name, ts, { cat: "py-spy", args: { filename: "app.py", line: 3 } }),
      ),
    );
    expect(profile).toMatchObject({ sampled: true, samples: null, producer: "py-spy", wallMs: 0.9 });
    expect(profile.bias).toMatch(/No native frame.*biased towards interpreter/);
  });
});

describe("times that no trace has", () => {
  const now = 1_700_000_000_000_000;
  const today = call.map((event) => ({ ...event, ts: now + Number(event.ts) }));

  it.each([0, -1e308, 1e308, now * 2])("such as %d are dropped and counted", (ts) => {
    for (const stray of [X("stray", ts, 3), mark("B", "stray", ts)]) {
      const profile = parse([stray, ...today]);
      expect(profile.wallMs).toBeCloseTo(0.9, 6);
      expect(profile.warnings).toEqual([expect.stringMatching(/^1 events .*were dropped.*"name":"stray"/)]);
    }
  });

  it("nor is a duration of more than a year", () => {
    const profile = parse([X("stray", 1_000, 4e13), ...call]);
    expect(profile.wallMs).toBeCloseTo(0.9, 9);
    expect(profile.warnings).toEqual([expect.stringMatching(/from 0 to a year.*"name":"stray"/)]);
  });
});

describe("frames", () => {
  it("of DevTools have the script's URL, function and line", () => {
    const data = { url: "https://host.example/app.js", functionName: "infer", lineNumber: 12 };
    expect(
      parse([X("FunctionCall", 0, 10, { cat: "devtools.timeline", args: { data } })]).tree.frames,
    ).toEqual([{ name: "FunctionCall infer", file: data.url, line: 12, category: "devtools.timeline" }]);
  });

  it("of Portolan's stage markers carry the bucket", () => {
    const stage = (bucket: unknown, ts: number) =>
      X(`${bucket}`, ts, 10, { cat: "portolan", args: { bucket } });
    const profile = parse([stage("io", 0), stage("compute", 10), stage("interpreter", 25)]);
    expect(selfMsBy(profile, ({ category }) => category!)).toEqual({
      portolan_io: 0.01,
      portolan_compute: 0.01,
      portolan_interpreter: 0.01,
    });
    expect(profile).toMatchObject({ wallMs: 0.035, bias: null, producer: "Portolan stage markers" });
  });

  it("are not of marked requests, which take nobody's time and are told one by one", () => {
    const stage = (bucket: string, ts: number, dur: number) =>
      X(bucket, ts, dur, { cat: "portolan", args: { bucket } });
    const request = (ts: number, dur: number) =>
      X("request", ts, dur, { cat: "portolan", args: { request: true } });
    const profile = parse([
      ...[stage("io", 10, 20), stage("compute", 30, 60), request(0, 100)],
      // The third begins before the second has ended, and is part of it.
      ...[stage("compute", 160, 40), request(150, 50), request(190, 30)],
    ]);
    expect(profile).toMatchObject({ producer: "Portolan stage markers", wallMs: 0.22 });
    expect(byName(profile)).toEqual({ io: 0.02, compute: expect.closeTo(0.1, 9) });
    const { what, each } = profile.requests!;
    expect([what, each.map(({ wallMs }) => wallMs)]).toEqual(["marked request", [0.1, 0.05]]);
    const stagesMs = ({ selfMs }: (typeof each)[number]) => selfMs.reduce((sum, ms) => sum + ms, 0);
    expect(each.map(stagesMs)).toEqual([expect.closeTo(0.08, 9), expect.closeTo(0.04, 9)]);
  });

  it("of a marker with another bucket stay unattributed, and that is said", () => {
    const profile = parse([X("x", 0, 10, { cat: "portolan", args: { bucket: "gpu" } })]);
    expect(profile.tree.frames[0]!.category).toBe("portolan");
    expect(profile.warnings).toEqual([
      '1 markers whose args.bucket is not one of interpreter, compute, io were left unattributed (the first: "gpu").',
    ]);
  });
});

describe("what is odd", () => {
  it("is dropped and counted with its first value", () => {
    const profile = parse([
      ...call,
      X("bad", 0, -3),
      X("bad", 0, -4),
      X("bad", "soon" as unknown as number, 1),
    ]);
    expect(byName(profile)).toEqual(inside);
    expect(profile.warnings).toEqual([
      '2 events whose dur is not a number of microseconds from 0 to a year were dropped (the first: {"dur":-3,"name":"bad"}).',
      '1 events whose ts is not a number of microseconds were dropped (the first: {"ts":"soon","name":"bad"}).',
    ]);
  });

  it("may be the order", () => {
    expect(byName(parse([...call].reverse()))).toEqual(inside);
  });

  it("is refused where nothing has a duration: what is there is named", () => {
    const flows = [{ ph: "s", pid: 1, tid: 1, ts: 1, id: 1, name: "flow" }];
    expect(() => parse(flows)).toThrow(TraceError);
    expect(() => parse(flows)).toThrow('1 events (1 of ph "s"), none with a duration');
    expect(() => parse('{"traceEvents":[]}')).toThrow("0 events, none");
    expect(() => parse([X("bad", 0, -3)])).toThrow('{"dur":-3,"name":"bad"}');
  });
});

describe("CPU profiles within the trace", () => {
  const callFrame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 1 });
  const nodes = [
    { id: 1, callFrame: callFrame("(root)", "") },
    { id: 2, parent: 1, callFrame: callFrame("(program)", "") },
    { id: 3, parent: 1, callFrame: callFrame("(idle)", "") },
    { id: 4, parent: 1, callFrame: callFrame("infer", "http://a/app.js") },
    { id: 5, parent: 4, callFrame: callFrame("wasm-function[7]", "wasm://wasm/1234") },
    { id: 6, parent: 1, callFrame: callFrame("(garbage collector)", "") },
  ];
  const [PROGRAM, IDLE, INFER, WASM, GC] = [2, 3, 4, 5, 6];
  const piece = (id: string, name: string, data: unknown, tid = 1, ts = 0) => ({
    ...{ ph: "P", name, id, pid: 1, tid, ts },
    args: { data },
  });
  /** One sample every 100 µs from 0 on. */
  const sampled = (samples: readonly number[], tid = 1): Event[] => [
    piece(`0x${tid}`, "Profile", { startTime: 7_000 }, tid),
    piece(
      `0x${tid}`,
      "ProfileChunk",
      {
        cpuProfile: { nodes, samples },
        timeDeltas: samples.map((_, i) => (i === 0 ? 0 : 100)),
        endTime: 7_000 + samples.length * 100,
      },
      99,
      500,
    ),
  ];
  const task = (ts: number, dur: number) => X("RunTask", ts, dur);
  const path = ({ tree }: ImportedProfile, name: string): string[] => {
    const names: string[] = [];
    let node = tree.frame.findIndex((frame, at) => tree.frames[frame]?.name === name && tree.selfMs[at]! > 0);
    for (; node > 0; node = tree.parent[node]!) names.unshift(tree.frames[tree.frame[node]!]!.name);
    return names;
  };

  it("fill what the events show as script, below the outermost", () => {
    const profile = parse([
      task(0, 400),
      X("FunctionCall", 0, 400),
      X("v8.callFunction", 0, 200),
      ...sampled([INFER, WASM, GC, INFER]),
    ]);
    expect(byName(profile)).toEqual({
      infer: expect.closeTo(0.2, 9),
      "wasm-function[7]": expect.closeTo(0.1, 9),
      "(garbage collector)": expect.closeTo(0.1, 9),
    });
    expect(path(profile, "wasm-function[7]")).toEqual([
      "RunTask",
      "FunctionCall",
      "infer",
      "wasm-function[7]",
    ]);
    expect(profile).toMatchObject({ sampled: true, samples: 4, intervalMs: 0.1, wallMs: 0.4, warnings: [] });
    expect(profile.clock).toContain("V8's samples say what ran");
  });

  it("leave their time to events of other work, whatever a script called", () => {
    const profile = parse([
      task(0, 500),
      X("FunctionCall", 0, 400),
      X("Layout", 110, 200),
      X("MinorGC", 350, 50),
      ...sampled([INFER, PROGRAM, INFER, INFER, PROGRAM]),
    ]);
    expect(byName(profile)).toEqual({
      infer: expect.closeTo(0.14, 9),
      FunctionCall: expect.closeTo(0.01, 9),
      Layout: expect.closeTo(0.2, 9),
      MinorGC: expect.closeTo(0.05, 9),
      RunTask: expect.closeTo(0.1, 9),
    });
  });

  it("hold no longer than the event in which they were taken", () => {
    const profile = parse([
      task(0, 120),
      X("FunctionCall", 0, 120),
      task(150, 40),
      X("FunctionCall", 150, 20),
      ...sampled([INFER, INFER, IDLE]),
    ]);
    expect(byName(profile)).toEqual({
      infer: expect.closeTo(0.12, 9),
      FunctionCall: expect.closeTo(0.02, 9),
      RunTask: expect.closeTo(0.02, 9),
    });
    // What follows the last event is no part of the request; what lies between the two is not known here.
    expect(profile.wallMs).toBeCloseTo(0.19, 9);
  });

  it("say that the thread is idle between tasks, and within one that lasts as long as the profile", () => {
    const between = parse([task(0, 100), task(310, 100), ...sampled([PROGRAM, IDLE, IDLE, IDLE, INFER])]);
    expect(byName(between)).toEqual({
      RunTask: expect.closeTo(0.19, 9),
      "(idle)": expect.closeTo(0.21, 9),
      infer: expect.closeTo(0.01, 9),
    });
    const opened = parse([X("JSRoot", 0, 300), ...sampled([INFER, IDLE, INFER])]);
    expect(byName(opened)).toEqual({ infer: expect.closeTo(0.2, 9), "(idle)": expect.closeTo(0.1, 9) });
  });

  it("make a thread of a worker that has no events, and list it", () => {
    const profile = parse([
      threadName(1, "CrRendererMain"),
      threadName(2, "DedicatedWorker thread"),
      task(0, 10),
      ...sampled([IDLE, WASM, WASM, INFER], 2),
    ]);
    expect(byName(profile)).toEqual({
      "(idle)": expect.closeTo(0.1, 9),
      "wasm-function[7]": expect.closeTo(0.2, 9),
      infer: expect.closeTo(0.1, 9),
    });
    expect(profile.threads).toEqual([
      {
        name: "DedicatedWorker thread (process 1, thread 2)",
        busyMs: expect.closeTo(0.3, 9),
        isRequest: true,
      },
      { name: "CrRendererMain (process 1, thread 1)", busyMs: expect.closeTo(0.01, 9), isRequest: false },
    ]);
    expect(profile.clock).toContain("a worker of the page");
  });

  it("may be whole, as DevTools wraps a .cpuprofile and webpack's plugin writes it", () => {
    const cpuProfile = {
      ...{ nodes, samples: [INFER, IDLE, WASM], timeDeltas: [0, 100, 100] },
      ...{ startTime: 1_000, endTime: 1_300 },
    };
    for (const [ts, dur] of [
      [1_000, 300],
      [1_300, 0],
    ] as const) {
      const profile = parse([X("CpuProfile", ts, dur, { args: { data: { cpuProfile } } })]);
      expect(profile).toMatchObject({ wallMs: 0.3, samples: 3, warnings: [] });
      expect(byName(profile)).toEqual({ infer: 0.1, "(idle)": 0.1, "wasm-function[7]": 0.1 });
    }
  });

  it("may be all there is: the busiest is read, in its pieces", () => {
    const chunk = (data: unknown) => piece("0x1", "ProfileChunk", data);
    const profile = parse([
      piece("0x1", "Profile", { startTime: 1_000 }),
      chunk({ cpuProfile: { nodes, samples: [INFER, INFER] }, timeDeltas: [0, 1_000] }),
      chunk({ cpuProfile: { samples: [1], endTime: 4_000 }, timeDeltas: [1_000] }),
      piece("0x2", "Profile", { startTime: 0 }, 2),
      piece("0x2", "ProfileChunk", { cpuProfile: { nodes, samples: [INFER, 1] }, timeDeltas: [0, 1_500] }),
    ]);
    expect(byName(profile)).toEqual({ infer: 2, "(root)": 1 });
    expect(profile).toMatchObject({ wallMs: 3, samples: 3, hiddenMs: 1.5, warnings: [] });
    expect(profile.clock).toContain("the busiest thread");
  });

  it("are left alone where they have no samples", () => {
    expect(byName(parse([...call, piece("0x1", "ProfileChunk", {})]))).toEqual(inside);
  });

  it("are read as Chrome records a page whose worker runs wasm", () => {
    const bytes = readSample("chrome-trace.devtools-worker.json");
    const worker = chromeTrace.parse(bytes, { thread: "worker" });
    expect(brokenInvariants(worker)).toEqual([]);
    const { buckets, waiting } = attributeTrace(worker, rules);
    // The program ran its wasm for 56 ms, softmax and the rest of its script for about twice that.
    expect(buckets.compute.ms).toBeGreaterThan(50);
    expect(buckets.interpreter.ms).toBeGreaterThan(buckets.compute.ms);
    expect(waiting.ms).toBeGreaterThan(worker.wallMs / 2);
    const main = chromeTrace.parse(bytes);
    expect(main.clock).toContain("CrRendererMain");
    expect(main.threads.map(({ name }) => name.replace(/ \(.*/, ""))).toEqual([
      "CrRendererMain",
      "DedicatedWorker thread",
    ]);
    expect(byName(main)).toMatchObject({ Layout: expect.any(Number), preprocess: expect.any(Number) });
  });
});

it("node --trace-events-enabled writes such a file", () => {
  const profile = chromeTrace.parse(readSample("chrome-trace.node.json"));
  expect(brokenInvariants(profile)).toEqual([]);
  expect(profile.clock).toContain("JavaScriptMainThread");
  expect(byName(profile)).toMatchObject({
    "fs.sync.write": expect.any(Number),
    "V8.GCScavenger": expect.any(Number),
  });
  // The program sleeps for 20 ms and computes, without events of its own, for the most of the rest.
  expect(profile.wallMs).toBeGreaterThan(20);
  expect(profile.warnings).toEqual([]);
});

it("keeps the file and line that py-spy's chrometrace output names", () => {
  const args = { filename: "/srv/app/pipeline.py", line: 7 };
  const { tree } = parse([
    mark("B", "load", 0, { cat: "py-spy", args }),
    mark("E", "load", 1_000, { cat: "py-spy", args }),
  ]);
  expect(tree.frames).toEqual([{ name: "load", file: "/srv/app/pipeline.py", line: 7, category: "python" }]);
});
