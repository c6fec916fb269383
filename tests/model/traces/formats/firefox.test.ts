import { describe, expect, it } from "vitest";
import { attributeTrace } from "../../../../src/model/traces/attribute.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { firefox } from "../../../../src/model/traces/formats/firefox.ts";
import { headOf } from "../../../../src/model/traces/head.ts";
import type { ImportedProfile } from "../../../../src/model/traces/profile.ts";
import { defaultRules } from "../../../fixtures/default-rules.ts";
import { asBytes, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

const byName = (profile: ImportedProfile) => selfMsBy(profile, ({ name }) => name);

const CATEGORIES = ["Idle", "Other", "JavaScript", "GC / CC"].map((name) => ({ name }));
const META = { interval: 10, preprocessedProfileVersion: 57, product: "python3.11", categories: CATEGORIES };
const LIBS = [{ name: "libfoo.so", path: "/usr/lib/libfoo.so", debugName: "libfoo.so", breakpadId: "AB" }];

const STRINGS = ["main", "work", "0x1a2b", "libfoo.so", "/srv/app.js", "poll", "JSON.parse"];
/** main → work; main → 0x1a2b of libfoo.so; main → poll of it; main → JSON.parse. */
const TABLES = {
  stackTable: { length: 5, prefix: [null, 0, 0, 0, 0], frame: [0, 1, 2, 3, 4] },
  frameTable: {
    length: 5,
    func: [0, 1, 2, 3, 4],
    line: [null, 12, null, null, null],
    category: [2, 2, 1, 1, 2],
  },
  funcTable: {
    length: 5,
    name: [0, 1, 2, 5, 6],
    isJS: [true, true, false, false, false],
    resource: [-1, -1, 0, 0, -1],
    fileName: [4, 4, null, null, null],
    lineNumber: [3, 9, null, null, null],
  },
  resourceTable: { length: 1, lib: [0], name: [3] },
};
const TIMES = { time: [100, 110, 120, 130], stack: [1, 2, 3, 4] };
const THREAD = { name: "python3.11", isMainThread: true, pid: "7", tid: 7, stringArray: STRINGS, ...TABLES };

const parse = (threads: readonly object[], more: object = {}, options = {}) =>
  firefox.parse(asBytes({ meta: META, libs: LIBS, threads, ...more }), options);

describe("a processed profile of the Firefox Profiler", () => {
  it("has stacks of frames with functions, files and libraries; a sample lasts until the next", () => {
    const profile = parse([{ ...THREAD, samples: TIMES }]);
    expect(profile).toMatchObject({ wallMs: 40, samples: 4, intervalMs: 10, producer: null });
    expect(byName(profile)).toEqual({ work: 10, "0x1a2b": 10, poll: 10, "JSON.parse": 10 });
    expect(profile.tree.frames).toEqual([
      { name: "main", file: "/srv/app.js", line: 3, category: "js" },
      { name: "work", file: "/srv/app.js", line: 12, category: "js" },
      { name: "0x1a2b", file: "/usr/lib/libfoo.so", line: null, category: "native" },
      { name: "poll", file: "/usr/lib/libfoo.so", line: null, category: "native" },
      { name: "JSON.parse", file: null, line: null, category: "builtin" },
    ]);
    expect(profile.clock).toContain("python3.11 (MainThread of process 7)");
  });

  it("may have its tables, strings and sources in common, and times as differences", () => {
    const own = parse([{ ...THREAD, samples: TIMES }]);
    const { fileName, ...functions } = TABLES.funcTable;
    const shared = {
      ...TABLES,
      funcTable: { ...functions, source: [0, 0, null, null, null] },
      stringArray: STRINGS,
      sources: { length: 1, filename: [4] },
    };
    const { stringArray, stackTable, frameTable, funcTable, resourceTable, ...thread } = THREAD;
    const samples = { timeDeltas: [100, 10, 10, 10], stack: TIMES.stack };
    expect(parse([{ ...thread, samples }], { shared })).toEqual(own);
  });

  it("is not stretched by markers", () => {
    const markers = { length: 1, name: [0], startTime: [0], endTime: [99_999], data: [null] };
    expect(parse([{ ...THREAD, samples: TIMES, markers }]).wallMs).toBe(40);
  });

  it("tells a thread that is off the CPU, unless the function says what it waits for", () => {
    const samples = { ...TIMES, threadCPUDelta: [0, 0, 0, 0] };
    const profile = parse([{ ...THREAD, samples }]);
    expect(byName(profile)).toEqual({ "(off the CPU)": 20, poll: 10, "JSON.parse": 10 });
    expect(profile.threads[0]!.busyMs).toBe(10);
  });

  it("counts a sample for ten intervals at most, more where it weighs more or the CPU says otherwise", () => {
    const gap = { time: [0, 10, 20, 1000, 1010], stack: [1, 1, 1, 2, 2] };
    const profile = parse([{ ...THREAD, samples: gap }]);
    // What is left of the gap is of the wall, and no sample.
    expect(profile).toMatchObject({ wallMs: 1020, samples: 5 });
    expect(byName(profile)).toEqual({ work: 120, "0x1a2b": 20 });
    expect(byName(parse([{ ...THREAD, samples: { ...gap, weight: [1, 1, 98, 1, 1] } }])).work).toBe(1000);
    const slept = { ...gap, threadCPUDelta: [9, 9, 9, 0, 9] };
    expect(byName(parse([{ ...THREAD, samples: slept }]))["(off the CPU)"]).toBe(980);
  });

  it("may hold calls with their own times instead of samples", () => {
    const samples = { ...TIMES, weight: [5, 1, 0.5, 2], weightType: "tracing-ms" };
    expect(parse([{ ...THREAD, samples }])).toMatchObject({ wallMs: 8.5, sampled: false, samples: null });
  });

  it("takes the thread that works, or the one that is asked for", () => {
    const worker = { ...THREAD, name: "worker", isMainThread: false, tid: 8 };
    const threads = [
      { ...THREAD, samples: { time: [0, 10], stack: [3, 3] } },
      { ...worker, samples: { time: [0, 50], stack: [1, 1] } },
    ];
    const profile = parse(threads);
    expect(profile.clock).toContain("worker (thread 8 of process 7), the busiest of 2");
    expect(parse(threads, {}, { thread: "MainThread" }).wallMs).toBe(20);
  });

  it("is refused where it holds bytes, markers alone or no list of threads", () => {
    const refused = (threads: readonly object[], more: object, pattern: RegExp) => {
      expect(() => parse(threads, more)).toThrow(TraceError);
      expect(() => parse(threads, more)).toThrow(pattern);
    };
    refused([{ ...THREAD, samples: { ...TIMES, weightType: "bytes" } }], {}, /bytes, not time/);
    refused([{ ...THREAD, samples: { time: [], stack: [] } }], {}, /no samples on any of its threads/);
    expect(() => firefox.parse(asBytes({ meta: META, libs: [] }))).toThrow(/no "threads" list/);
  });

  it("with damage in its tables is read as far as it goes", () => {
    const stackTable = { length: 3, prefix: [2, 0, 1], frame: [0, 1, 77] };
    const samples = { time: [0, 10, "x", 5, 20], stack: [2, 9, 0, 0, 1] };
    const profile = parse([{ ...THREAD, stackTable, samples }]);
    expect(profile.wallMs).toBe(30);
    expect(profile.warnings).toHaveLength(3);
    for (const odd of [
      /^1 stacks name a caller that does not come before/,
      /2 samples were dropped, as their time/,
      /stack that the file does not list/,
    ])
      expect(profile.warnings).toContainEqual(expect.stringMatching(odd));
  });
});

describe("a profile as Gecko writes it", () => {
  const profile = firefox.parse(readSample("firefox.gecko.json"));

  it("has the page's thread for the request's, in whichever process it is", () => {
    expect(profile.clock).toContain("file:// Content 15984), the only one that runs pages");
    expect(profile.threads.map(({ name }) => name)).toContain(
      "Compositor (thread 15798 of Parent Process 15681)",
    );
  });

  it("names scripts by their place, libraries by their addresses, and the engine's own by their labels", () => {
    const frame = (name: string) => profile.tree.frames.find((one) => one.name === name);
    expect(frame("score")).toEqual({ name: "score", file: "/srv/app/page.html", line: 3, category: "js" });
    expect(frame("JSON.parse")).toMatchObject({ file: null, category: "builtin" });
    expect(
      profile.tree.frames.some(({ name, file }) => /^0x/.test(name) && /libxul\.so$/.test(file ?? "")),
    ).toBe(true);
  });

  it("bills serialising as IO and the rest of the page's script as interpreter", () => {
    const { buckets, coverage } = attributeTrace(profile, defaultRules);
    expect(coverage).toBeGreaterThan(0.95);
    expect(buckets.io.share).toBeGreaterThan(0.3);
    expect(buckets.interpreter.share).toBeGreaterThan(0.3);
  });

  it("is known wherever its libraries end", () => {
    const libs = Array.from({ length: 400 }, () => ({
      ...LIBS[0],
      start: 0,
      end: 1,
      path: "/usr/lib/".repeat(20),
    }));
    expect(firefox.detect(headOf(asBytes({ libs, meta: {}, threads: [] })))).toBe(true);
    expect(firefox.detect(headOf(asBytes({ traceEvents: [], meta: {} })))).toBe(false);
  });
});
