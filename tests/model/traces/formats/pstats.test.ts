import { describe, expect, it } from "vitest";
import { totalMs } from "../../../../src/model/traces/call-tree.ts";
import { TraceError } from "../../../../src/model/traces/format.ts";
import { pstats } from "../../../../src/model/traces/formats/pstats.ts";
import { readSample, selfMsBy } from "../../../fixtures/trace-samples.ts";

type Value = number | string | { readonly float: number } | readonly Value[] | ReadonlyMap<Value, Value>;

const s = (float: number): Value => ({ float });
const key = (file: string, line: number, name: string): Value => [file, line, name];

/** marshal, version 2, of what a profile holds. */
function dump(value: Value): number[] {
  const int32 = (n: number): number[] => [...new Uint8Array(Int32Array.of(n).buffer)];
  if (typeof value === "number") return [0x69, ...int32(value)];
  if (typeof value === "string") return [0x75, ...int32(Buffer.byteLength(value)), ...Buffer.from(value)];
  if (value instanceof Map) return [0x7b, ...[...value].flat().flatMap((item: Value) => dump(item)), 0x30];
  if (Array.isArray(value))
    return [0x28, ...int32(value.length), ...value.flatMap((item: Value) => dump(item))];
  return [0x67, ...new Uint8Array(Float64Array.of((value as { float: number }).float).buffer)];
}

const file = (entries: readonly (readonly [Value, Value])[]): Uint8Array =>
  Uint8Array.from(dump(new Map(entries)));

const MAIN = key("app.py", 10, "main");
const LOAD = key("app.py", 20, "load");
const READ = key("~", 0, "<method 'read' of 'file' objects>");
const NONE: Value = new Map();

describe("a cProfile file", () => {
  const profile = pstats.parse(
    file([
      [MAIN, [1, 1, s(0.25), s(1), NONE]],
      [LOAD, [2, 2, s(0.125), s(0.5), new Map([[MAIN, [2, 2, s(0.125), s(0.5)]]])]],
      [
        READ,
        [
          3,
          3,
          s(0.5),
          s(0.5),
          new Map<Value, Value>([
            [LOAD, [2, 2, s(0.375), s(0.375)]],
            [MAIN, [1, 1, s(0.0625), s(0.0625)]],
          ]),
        ],
      ],
    ]),
  );

  it("has the sum of own times as wall, no samples, and a stated bias", () => {
    expect(profile).toMatchObject({
      wallMs: 875,
      samples: null,
      intervalMs: null,
      hiddenMs: 0,
      warnings: [],
    });
    expect(profile.bias).toMatch(/biased towards interpreter/);
    expect(profile.clock).toMatch(/sum of all functions' own times/);
  });

  it("puts built-in functions under their callers, and what no caller has under the root", () => {
    const { tree } = profile;
    const times = tree.frame.slice(1).map((frame, i) => {
      const parent = tree.parent[i + 1]!;
      return [
        parent === 0 ? "root" : tree.frames[tree.frame[parent]!]!.name,
        tree.frames[frame]!.name,
        tree.selfMs[i + 1],
      ];
    });
    const read = "<method 'read' of 'file' objects>";
    expect(times).toEqual([
      ["root", "main", 250],
      ["root", "load", 125],
      ["load", read, 375],
      ["main", read, 62.5],
      ["root", read, 62.5],
    ]);
    expect(selfMsBy(profile, ({ category }) => String(category))).toEqual({ python: 375, builtin: 500 });
  });

  it("never gives callers more than the function took", () => {
    const damaged = pstats.parse(
      file([[READ, [1, 1, s(0.5), s(0.5), new Map([[MAIN, [1, 1, s(9), s(9)]]])]]]),
    );
    expect(totalMs(damaged.tree)[0]).toBe(500);
  });

  it("of the pure-Python profiler has call counts instead of times by caller", () => {
    const pure = pstats.parse(file([[READ, [1, 1, s(0.5), s(0.5), new Map([[MAIN, 3]])]]]));
    expect(pure.tree.parent).toEqual([0, 0]);
  });

  it("drops functions without a time, and says which time it was", () => {
    const odd = pstats.parse(
      file([
        [MAIN, [1, 1, s(-1), s(1), NONE]],
        [LOAD, [1, 1, s(1), s(1), NONE]],
      ]),
    );
    expect(odd.wallMs).toBe(1000);
    expect(odd.warnings).toEqual([
      "1 functions were dropped, as their name or own time is none (the first: -1).",
    ]);
  });

  it.each([
    ["no functions", file([]), /no time: 0 functions, 0 usable/],
    ["functions of another shape", file([["a", 1]]), /no time: 1 functions, 0 usable.*first: 1\)/],
    ["no dictionary", Uint8Array.from([0x4e]), /holds no dictionary/],
  ])("with %s is refused", (_, bytes, message) => {
    expect(() => pstats.parse(bytes)).toThrow(TraceError);
    expect(() => pstats.parse(bytes)).toThrow(message);
  });
});

describe("cProfile's own file", () => {
  const profile = pstats.parse(readSample("pstats.cprofile.pstats"));

  it("lasts about as long as the 0.5 s it profiled", () => {
    expect(profile.wallMs).toBeCloseTo(511.77, 1);
    expect(totalMs(profile.tree)[0]).toBeCloseTo(profile.wallMs, 6);
  });

  it("shows sleep and poll as built-in functions under what called them", () => {
    const { tree } = profile;
    const node = tree.frame.findIndex((frame) => tree.frames[frame]?.name === "<built-in method time.sleep>");
    expect(tree.frames[tree.frame[node]!]!.category).toBe("builtin");
    expect(tree.frames[tree.frame[tree.parent[node]!]!]!.name).toBe("main");
    expect(tree.selfMs[node]).toBeGreaterThan(50);
  });
});

describe("a file of Python 3.12 or later that mixes threads", () => {
  const profile = pstats.parse(readSample("pstats.threads.pstats"));

  it("is said to, with the time that one thread worked while another waited", () => {
    expect(profile.clock).toMatch(/^Several threads/);
    expect(profile.warnings).toEqual([
      expect.stringMatching(/^The file mixes threads.* in place of the waiting, for 100 ms at least.*py-spy/),
    ]);
    expect(pstats.parse(readSample("pstats.cprofile.pstats")).warnings).toEqual([]);
  });

  it("shows nothing below a wait, which calls nothing", () => {
    const { tree } = profile;
    const waits = tree.parent.filter((parent) =>
      /'(?:acquire|join)'/.test(tree.frames[tree.frame[parent]!]?.name ?? ""),
    );
    expect(waits).toEqual([]);
    // The main thread and the two others spin for about .1 s each, two of them at a time.
    const spun = selfMsBy(profile, ({ name }) => name)["<built-in method builtins.sum>"]!;
    expect(spun).toBeCloseTo(185, 0);
  });

  it("is told by what starts a thread or serves a pool, of threading's own", () => {
    const of = (path: string, name: string) =>
      pstats.parse(file([[key(path, 1, name), [1, 1, s(1), s(1), NONE]]])).clock;
    expect(of("/usr/lib/python3.12/concurrent/futures/thread.py", "_worker")).toMatch(/^Several/);
    expect(of("C:\\Python312\\Lib\\threading.py", "_bootstrap")).toMatch(/^Several/);
    expect(of("/srv/app/my_threading.py", "_bootstrap")).toMatch(/^One/);
    expect(of("/usr/lib/python3.12/threading.py", "join")).toMatch(/^One/);
  });
});
