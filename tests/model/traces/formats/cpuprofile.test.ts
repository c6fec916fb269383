import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { totalMs } from "../../../../src/model/traces/call-tree.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { cpuprofile } from "../../../../src/model/traces/formats/cpuprofile.ts";
import { asBytes, brokenInvariants, readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

type FrameSpec = readonly [name: string, url: string];

const FRAMES: Readonly<Record<number, FrameSpec>> = {
  1: ["(root)", ""],
  2: ["main", "file:///srv/app/main.mjs"],
  3: ["wasm-function[7]", "wasm://wasm/b3153f72"],
  4: ["(idle)", ""],
  5: ["(garbage collector)", ""],
  6: ["wasm-to-js:i:i", "wasm://wasm/b3153f72"],
  7: ["readFileSync", "node:fs"],
  8: ["read", ""],
  9: ["(program)", ""],
};
const PARENT: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 1, 5: 1, 6: 3, 7: 2, 8: 7, 9: 1 };

const callFrame = ([functionName, url]: FrameSpec) => ({
  functionName,
  scriptId: "1",
  url,
  lineNumber: url === "" ? -1 : 9,
  columnNumber: 0,
});

function childrenOf(id: number): number[] {
  return Object.keys(PARENT)
    .map(Number)
    .filter((child) => PARENT[child] === id);
}

const nodes = Object.keys(FRAMES)
  .map(Number)
  .map((id) => ({ id, callFrame: callFrame(FRAMES[id]!), children: childrenOf(id) }));

function newForm(samples: readonly unknown[], timeDeltas: readonly unknown[], endTime: number): Uint8Array {
  return asBytes({ nodes, startTime: 1_000_000, endTime, samples, timeDeltas });
}

/** The form before Chrome 58 and Node 8: nodes nest under `head`. */
function oldForm(
  samples: readonly number[],
  timestamps: readonly number[] | undefined,
  extra: object = {},
): Uint8Array {
  const nest = (id: number): object => ({
    ...callFrame(FRAMES[id]!),
    callUID: id,
    hitCount: 0,
    id,
    children: childrenOf(id).map(nest),
  });
  return asBytes({
    typeId: "CPU",
    uid: 1,
    title: "old",
    head: nest(1),
    startTime: 1,
    endTime: 1.01,
    samples,
    timestamps,
    ...extra,
  });
}

const byName = (profile: Parameters<typeof selfMsBy>[0]) => selfMsBy(profile, ({ name }) => name);

describe("the new form", () => {
  it("lets each sample last until the next, the last one until the end", () => {
    const profile = cpuprofile.parse(newForm([2, 3, 4], [500, 1000, 2000], 1_010_000));
    // Sampled at 0.5, 1.5 and 3.5 ms of 10.
    expect(profile).toMatchObject({ wallMs: 10, samples: 3, intervalMs: 1.5, warnings: [] });
    expect(byName(profile)).toEqual({ main: 1, "wasm-function[7]": 2, "(idle)": 6.5 });
    expect(profile.clock).toContain("The first 0.50 ms passed before the first sample");
  });

  it("names categories: js, wasm, what lies between them, builtins, and V8's own states", () => {
    const ids = [2, 3, 4, 5, 6, 7, 8, 9];
    const { tree } = cpuprofile.parse(
      newForm(
        ids,
        ids.map(() => 1000),
        1_009_000,
      ),
    );
    const categories = Object.fromEntries(tree.frames.map(({ name, category }) => [name, category]));
    expect(categories).toEqual({
      main: "js",
      "wasm-function[7]": "wasm",
      "(idle)": "idle",
      "(garbage collector)": "gc",
      "wasm-to-js:i:i": "builtin",
      readFileSync: "builtin",
      read: "builtin",
      "(program)": "program",
    });
  });

  it("keeps the way from the root, without (root), and counts lines from 1", () => {
    const { tree } = cpuprofile.parse(newForm([6], [0], 1_001_000));
    const names = tree.frame.slice(1).map((frame) => tree.frames[frame]!.name);
    expect(names).toEqual(["main", "wasm-function[7]", "wasm-to-js:i:i"]);
    expect(tree.frames[0]).toEqual({ name: "main", file: "/srv/app/main.mjs", line: 10, category: "js" });
    expect(totalMs(tree)[1]).toBe(1);
  });

  it("sorts samples that go back in time, as Chrome DevTools does, and warns", () => {
    // At 1, 5, 3 and 6 ms: main 1–3, idle 3–5, wasm 5–6, main 6–8.
    const profile = cpuprofile.parse(newForm([2, 3, 4, 2], [1000, 4000, -2000, 3000], 1_008_000));
    expect(byName(profile)).toEqual({ main: 4, "(idle)": 2, "wasm-function[7]": 1 });
    expect(profile.warnings).toEqual([
      "1 samples are out of order and were sorted by time, as Chrome DevTools does (the first: -2000).",
    ]);
  });

  it("counts unknown nodes and odd deltas instead of failing", () => {
    const profile = cpuprofile.parse(newForm([2, 77, 2], [1000, null, 1000], 1_003_000));
    expect(byName(profile)).toEqual({ main: 1 });
    expect(profile.warnings).toEqual([
      "1 time deltas are no duration and were read as 0 (the first: null).",
      "1 samples name a node that the file does not list and stay unattributed (the first: 77).",
    ]);
  });

  it("does not follow a circle of parents", () => {
    const looped = asBytes({
      nodes: [
        { id: 1, callFrame: callFrame(["a", "x.js"]), children: [2] },
        { id: 2, callFrame: callFrame(["b", "x.js"]), children: [1] },
      ],
      startTime: 0,
      endTime: 2000,
      samples: [2],
      timeDeltas: [0],
    });
    const profile = cpuprofile.parse(looped);
    expect(byName(profile)).toEqual({ b: 2 });
    expect(profile.warnings[0]).toMatch(/own ancestor/);
  });

  it("is sound for any samples, deltas and end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: -3000, max: 9000 })), {
          minLength: 1,
        }),
        fc.integer({ min: 1_000_001, max: 1_100_000 }),
        (pairs, endTime) => {
          const profile = cpuprofile.parse(
            newForm(
              pairs.map(([id]) => id),
              pairs.map(([, delta]) => delta),
              endTime,
            ),
          );
          expect(brokenInvariants(profile)).toEqual([]);
        },
      ),
    );
  });
});

describe("Node's own file of a wasm program", () => {
  const profile = cpuprofile.parse(readSample("cpuprofile.node-wasm.cpuprofile"));

  it("shows wasm, JavaScript, builtins, collection and idleness", () => {
    const ms = selfMsBy(profile, ({ category }) => String(category));
    expect(Object.keys(ms).sort()).toEqual(["builtin", "gc", "idle", "js", "program", "wasm"]);
    expect(ms.wasm).toBeCloseTo(357.1, 0);
    expect(ms.idle).toBeCloseTo(320.5, 0);
    expect(profile.wallMs).toBeCloseTo(1030.383, 3);
  });

  it("counts V8's stubs at the boundary as builtins", () => {
    const stubs = profile.tree.frames.filter(({ name }) => /js-to-wasm|wasm-to-js|JSToWasm/.test(name));
    expect(stubs.length).toBeGreaterThan(0);
    for (const { category } of stubs) expect(category).toBe("builtin");
  });
});

describe("the bias", () => {
  const named = (functionName: string, url: string): Uint8Array =>
    asBytes({
      nodes: [{ id: 1, callFrame: { functionName, url, lineNumber: 1 } }],
      samples: [1],
      timeDeltas: [0],
      startTime: 0,
      endTime: 5000,
    });

  it("says that JSON.parse has no frame, unless Portolan's recorder gave it one", () => {
    expect(cpuprofile.parse(named("handle", "file:///srv/app.mjs")).bias).toMatch(
      /\(an add-on, Node's own C\+\+, and JSON\.parse and JSON\.stringify\) counts/,
    );
    const recorded = cpuprofile.parse(named("JSON.parse", "file:///v/loaders/profile/visible-builtins.mjs"));
    expect(recorded.bias).toMatch(/\(an add-on and Node's own C\+\+\) counts/);
  });

  it("says that asynchronous reads show as waiting", () => {
    const { bias } = cpuprofile.parse(named("handle", "file:///srv/app.mjs"));
    expect(bias).toMatch(/\(idle\).*asynchronous reads show as waiting, not as IO/);
  });
});

describe("the old form", () => {
  it("reads a nested head and time stamps in microseconds", () => {
    const profile = cpuprofile.parse(oldForm([2, 3, 4], [1_001_000, 1_003_000, 1_004_000]));
    expect(profile.wallMs).toBeCloseTo(10);
    expect(byName(profile)).toEqual({ main: 2, "wasm-function[7]": 1, "(idle)": 6 });
    expect(profile.warnings).toEqual([]);
  });

  it("goes by the time stamps where the start is on another clock", () => {
    const profile = cpuprofile.parse(oldForm([2, 3, 4], [9_001_000, 9_003_000, 9_004_000]));
    expect(profile.wallMs).toBeCloseTo(3);
  });

  it("spreads samples evenly where there are no time stamps, and warns", () => {
    const profile = cpuprofile.parse(oldForm([2, 2, 3, 4], undefined));
    expect(profile.wallMs).toBeCloseTo(10);
    expect(byName(profile)).toEqual({
      main: expect.closeTo(5),
      "wasm-function[7]": expect.closeTo(2.5),
      "(idle)": expect.closeTo(2.5),
    });
    expect(profile.warnings[0]).toMatch(/no time stamps.*4 samples/);
  });
});

describe("files without a usable sample", () => {
  it.each([
    ["no samples", newForm([], [], 1_001_000), /0 usable samples over 1 ms/],
    [
      "no nodes",
      asBytes({ samples: [1], timeDeltas: [1], startTime: 0, endTime: 1 }),
      /neither "nodes" nor "head"/,
    ],
    ["no start", asBytes({ nodes, samples: [1], timeDeltas: [1] }), /no "startTime"/],
    [
      "a start in another era",
      asBytes({ nodes, samples: [2], timeDeltas: [1], startTime: -1e300, endTime: 1 }),
      /usable samples/,
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => cpuprofile.parse(bytes)).toThrow(TraceError);
    expect(() => cpuprofile.parse(bytes)).toThrow(message);
  });
});
